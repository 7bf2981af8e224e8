import { useState } from "preact/hooks";

import type { AlarmStock } from "../../../api/index.js";
import { Badge } from "../../../components/badge.js";
import { Button, ButtonPair } from "../../../components/button.js";
import { Icon } from "../../../components/icon.js";
import { useRead } from "../../../data/use-read.js";
import { lazyPart } from "../../../frame/lazy-part.js";
import { alarmWords } from "../../../words/alarm/index.js";
import { shortTime } from "../../../words/dates.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { mayRecord, usePerson } from "../../person.js";
import { useNow } from "../../use-minute.js";
import Tap from "../today/tap.js";
import { useAnswer } from "../today/use-answer.js";
import "./dose-row.css";
import { useMedicineNames } from "./medicine-names.js";
import { type Planned, canPutOff, isOpen, stands } from "./planned.js";

const AnswerSheet = lazyPart(() => import("./answer-sheet.js"));

interface Props {
  readonly dose: Planned;
  /** The one to be answered next: its buttons are in sight. */
  readonly current: boolean;
  readonly today: string;
  readonly stock: AlarmStock | undefined;
}

/** A dose: what it is, how it stands, and what can be said of it. */
export function DoseRow({ dose, current, today, stock }: Props) {
  const { words, say, dates } = useWords();
  const { doses } = useLexicon(alarmWords);
  const person = usePerson();
  const answer = useAnswer("/medicines/doses");
  const [asking, setAsking] = useState(false);
  const now = useNow();
  const told = dose.status === "taken" || dose.status === "skipped" ? undefined : stands(dose, doses, dates);
  const writes = mayRecord(person, "medication");
  const open = isOpen(dose);
  const body = (
    <>
      <Medicines dose={dose} />
      {dose.status === "snoozed" && dose.snoozed_until !== null && <p>{say(doses.snoozedUntil(dates.time(new Date(dose.snoozed_until))))}</p>}
      {told !== undefined && <p class="second">{say(told)}</p>}
      {stock !== undefined && stock.days_left !== null && <p class="cluster"><span class="second">{say(doses.left(stock.days_left))}</span>{stock.low && <Badge kind="warn" icon="warn">{say(doses.low)}</Badge>}</p>}
    </>
  );
  const sheet = asking && <AnswerSheet dose={dose} today={today} answer={answer} close={() => setAsking(false)} />;
  const heading = <p class="row__title">{dose.label} {shortTime(dose.time)}</p>;
  if (current && writes) {
    const took = () => {
      const at = now();
      answer(dose, { status: "taken", at: at.toISOString() }, words.home.tookIt(dates.time(at)));
    };
    const later = () => answer(dose, { status: "snoozed", at: new Date(now().getTime() + 30 * 60_000).toISOString() }, doses.later30Done);
    return (
      <li class="is-current">
        <div class="row row--plain">
          <div class="stack">
            <div class="between">{heading}<Badge kind="info" icon="clock">{say(Date.parse(dose.due_at) <= now().getTime() ? doses.now : doses.next)}</Badge></div>
            {body}
            <ButtonPair>
              <Button icon="check" onClick={took}>{say(words.home.taken)}</Button>
              <Button kind="line" onClick={() => answer(dose, { status: "skipped" }, words.home.skippedIt)}>{say(words.home.skipped)}</Button>
            </ButtonPair>
            <p class="second"><Tap dose={dose} /></p>
            {canPutOff(dose, 30, now()) && <Button kind="quiet" small onClick={later}>{say(doses.later30)}</Button>}
            <Button kind="quiet" small onClick={() => setAsking(true)}>{say(doses.other)}</Button>
          </div>
        </div>
        {sheet}
      </li>
    );
  }
  return (
    <li>
      <div class="row row--top row--two">
        <span class={`dose__dot dose__dot--${dose.status}`}><Icon name={iconOf(dose.status)} /></span>
        <div class="row__body">
          <div class="between">{heading}<span class={dose.status === "taken" ? "strong" : undefined}><State dose={dose} /></span></div>
          {body}
          {writes && <span class="dose__more"><Button kind="quiet" small onClick={() => setAsking(true)}>{say(open ? (dose.date < today ? doses.write : doses.answerNow) : dose.status === "missed" ? doses.write : doses.correct)}</Button></span>}
        </div>
      </div>
      {sheet}
    </li>
  );
}

function State({ dose }: { dose: Planned }) {
  const now = useNow();
  const { say, dates } = useWords();
  const { doses } = useLexicon(alarmWords);
  const at = dose.taken_at === null ? "" : ` ${dates.time(new Date(dose.taken_at))}`;
  switch (dose.status) {
    case "taken": return <>{say(doses.taken)}{at}</>;
    case "skipped": return <>{say(doses.skipped)}</>;
    case "snoozed": return <>{say(doses.snoozed)}</>;
    case "missed": return <Badge kind="quiet">{say(doses.missed)}</Badge>;
    case "due": return <>{say(Date.parse(dose.due_at) > now().getTime() ? doses.ahead : doses.open)}</>;
  }
}

/** What it is for: as today's page says it, with the amounts of the sheet, else by the notebook's names. */
function Medicines({ dose }: { dose: Planned }) {
  const { say } = useWords();
  const { doses } = useLexicon(alarmWords);
  const { residentId } = usePerson();
  const names = useMedicineNames(residentId);
  const { value } = useRead("get-today", { resident_id: residentId });
  const known = value?.doses?.find((one) => one.alarm_id === dose.alarm_id && one.date === dose.date && one.time === dose.time)?.medications;
  const lines = known?.map(({ name, amount_text }) => [name, amount_text].filter(Boolean).join(" ")) ?? names(dose.medication_ids);
  return (
    <>
      {lines.length > 0 && <ul class="row__sub">{lines.map((line) => <li key={line}>{line}</li>)}</ul>}
      {dose.amount !== null && <p class="row__sub">{say(doses.amount(String(dose.amount)))}</p>}
    </>
  );
}

function iconOf(status: Planned["status"]) {
  return status === "taken" ? "check" : status === "skipped" ? "close" : "clock";
}
