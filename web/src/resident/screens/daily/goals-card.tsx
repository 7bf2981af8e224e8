import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { dailyWords } from "../../../words/daily/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { mayManage, usePerson } from "../../person.js";
import { GoalWeeks } from "./goal-lines.js";

/** The goals on the page of records, with the way to set or change them. */
export function GoalsCard() {
  const { say } = useWords();
  const { goals } = useLexicon(dailyWords);
  const person = usePerson();
  const read = useRead("get-goals", { resident_id: person.residentId });
  const may = mayManage(person, "daily");
  return (
    <Card title={say(goals.title)} icon="check">
      <Answered read={read} rows={2}>
        {(value) => {
          const none = value.progress.length === 0;
          return (
            <>
              {none ? <><p class="strong">{say(goals.none)}</p>{may && <p>{say(goals.noneText)}</p>}</> : <GoalWeeks value={value} />}
              {may && <Button kind="line" block href="/record/goals">{say(none ? goals.set : goals.change)}</Button>}
            </>
          );
        }}
      </Answered>
    </Card>
  );
}
