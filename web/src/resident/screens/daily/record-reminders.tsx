/** On the page of goals: when the person is reminded to record. The API keeps them among the alarms; those of medicines stand with the medicines. */
import type { AlarmEntry } from "../../../api/index.js";
import { Badge } from "../../../components/badge.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Row, Rows } from "../../../components/row.js";
import { useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { lazyPart } from "../../../frame/lazy-part.js";
import { alarmWords } from "../../../words/alarm/index.js";
import { dailyWords } from "../../../words/daily/index.js";
import { shortTime } from "../../../words/dates.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { mayManage, mayRecord, usePerson } from "../../person.js";
import { RhythmText } from "../alarm/rhythm-text.js";

export const lexicons = [alarmWords, dailyWords];

const Unreached = lazyPart(() => import("../alarm/unreached.js"));

interface Props {
  /** Opens one to be changed, or a new one; none where the page only shows them. */
  readonly choose?: (chosen: AlarmEntry | "new") => void;
}

export default function RecordReminders({ choose }: Props) {
  const { words, say } = useWords();
  const { reminders } = useLexicon(dailyWords);
  const { alarms } = useLexicon(alarmWords);
  const person = usePerson();
  const read = useRead("list-alarms", { resident_id: person.residentId });
  // The API asks for both sections.
  const [adds, changes] = [mayRecord, mayManage].map((may) => choose !== undefined && may(person, "daily") && may(person, "medication"));
  return (
    <Card flush title={say(reminders.title)} icon="bell">
      <Answered read={read} rows={1}>
        {({ items }) => {
          const all = items.filter(({ about }) => about === "record");
          return (
            <>
              <p class="pad">{say(all.length === 0 ? reminders.none : reminders.text)}</p>
              {all.some(({ next_at, rings_for_me }) => next_at !== null && rings_for_me) && <div class="pad"><Unreached /></div>}
              <Rows>
                {all.map((one) => (
                  <li key={one.alarm_id}>
                    <Row
                      icon="clock"
                      title={one.label}
                      sub={<><RhythmText rhythm={one.rhythm} /> {one.times.map(({ time }) => shortTime(time)).join(words.separator)}</>}
                      {...(changes && { onClick: () => choose?.(one), opensDialog: true })}
                    >
                      {one.next_at === null && <span>{say(alarms.silent)}</span>}
                      {!one.rings_for_me && <span><Badge kind="info" icon="phone">{say(alarms.elsewhere)}</Badge></span>}
                    </Row>
                  </li>
                ))}
                {all.length > 0 && person.own && <li><Row icon="phone" title={say(alarms.notifications)} href="/book/notifications" /></li>}
              </Rows>
              {adds && <div class="pad"><Button kind="line" block icon="plus" onClick={() => choose?.("new")}>{say(reminders.add)}</Button></div>}
            </>
          );
        }}
      </Answered>
    </Card>
  );
}
