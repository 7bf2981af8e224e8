import type { TodaysDose } from "../../../api/index.js";
import { Button, ButtonPair } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { lazyPart } from "../../../frame/lazy-part.js";
import { shortTime } from "../../../words/dates.js";
import { useWords } from "../../../words/use-words.js";
import { mayRecord, usePerson } from "../../person.js";
import { useNow } from "../../use-minute.js";
import { useAnswer } from "./use-answer.js";

const Tap = lazyPart(() => import("./tap.js"));

/** The doses that come next, answered by one tap; then what follows today. */
export function Doses({ doses, today }: { doses: readonly TodaysDose[]; today: string }) {
  const { words, say } = useWords();
  const open = doses.filter(({ status }) => status === "due" || status === "snoozed");
  const first = open[0];
  if (doses.length === 0) return <Card><p class="lead">{say(words.home.noDoses)}</p></Card>;
  if (first === undefined) return <Card><p class="lead strong">{say(words.home.dosesDone)}</p><a class="hit" href="/medicines/doses">{say(words.home.allDoses)}</a></Card>;
  const together = open.filter(({ date, time }) => date === first.date && time === first.time);
  const next = open.slice(together.length);
  return <>{together.map((dose, index) => <DoseCard key={`${dose.alarm_id}${dose.date}${dose.time}`} dose={dose} today={today} next={index === together.length - 1 ? next : undefined} />)}</>;
}

function DoseCard({ dose, today, next }: { dose: TodaysDose; today: string; next: readonly TodaysDose[] | undefined }) {
  const { words, say, dates } = useWords();
  const person = usePerson();
  const answerWith = useAnswer("/");
  const { home } = words;
  const now = useNow();
  const answer = (status: "taken" | "skipped") => {
    const at = now();
    // The time of the tap, however late it is sent.
    if (status === "taken") answerWith(dose, { status, at: at.toISOString() }, home.tookIt(dates.time(at)));
    else answerWith(dose, { status }, home.skippedIt);
  };
  const after = next?.[0];
  return (
    <Card title={dose.label} icon="pill" aside={<time class="strong lead">{shortTime(dose.time)}</time>}>
      <ul class="stack stack--tight">
        {dose.medications.map(({ name, amount_text }) => <li key={name}><span class="strong lead">{name}</span> <span class="name">{amount_text}</span></li>)}
      </ul>
      {dose.date !== today && <p class="second">{say(home.missed)}</p>}
      {mayRecord(person, "medication") && (
        <>
          <ButtonPair>
            <Button icon="check" onClick={() => answer("taken")}>{say(home.taken)}</Button>
            <Button kind="line" onClick={() => answer("skipped")}>{say(home.skipped)}</Button>
          </ButtonPair>
          <p class="second"><Tap dose={dose} /></p>
        </>
      )}
      <a class="hit" href="/medicines/doses">{after ? <>{say(home.next[0])}{after.label} {shortTime(after.time)}{say(home.next[1])} ({say(home.allDoses)})</> : say(home.allDoses)}</a>
    </Card>
  );
}
