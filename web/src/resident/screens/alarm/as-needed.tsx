import { useId, useState } from "preact/hooks";

import type { AlarmEntry, IntakeEntry } from "../../../api/index.js";
import { Badge } from "../../../components/badge.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Dialog } from "../../../components/dialog.js";
import { Field } from "../../../components/field.js";
import { useRead, useServices } from "../../../data/use-read.js";
import { alarmWords } from "../../../words/alarm/index.js";
import { fromJapan, isoTime } from "../../../words/dates.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useDone } from "../../done.js";
import { mayManage, mayRecord, usePerson } from "../../person.js";
import { useNow } from "../../use-minute.js";
import { useMedicineNames } from "./medicine-names.js";

interface Props {
  readonly day: string;
  readonly today: string;
  readonly items: readonly IntakeEntry[];
}

/** Medicines that are taken when needed, how often they were on the day, and everything else that was logged by hand. */
export function AsNeeded({ day, today, items }: Props) {
  const { say } = useWords();
  const { doses } = useLexicon(alarmWords);
  const person = usePerson();
  const { value } = useRead("list-alarms", { resident_id: person.residentId });
  const alarms = value?.items.filter(({ rhythm, from, until }) => rhythm.kind === "as_needed" && from <= day && (until === null || until >= day)) ?? [];
  const logged = items.filter(({ kind }) => kind === "logged");
  const rest = logged.filter(({ alarm_id }) => !alarms.some((alarm) => alarm.alarm_id === alarm_id));
  if (alarms.length === 0 && rest.length === 0) return null;
  return (
    <Card flush title={say(doses.asNeeded)}>
      <ul class="rows">
        {alarms.map((alarm) => <One key={alarm.alarm_id} alarm={alarm} day={day} today={today} logged={logged.filter(({ alarm_id }) => alarm_id === alarm.alarm_id)} />)}
        {rest.map((dose) => <li key={dose.intake_id} class="pad"><strong>{dose.label ?? say(doses.logged)}</strong><Logged dose={dose} /></li>)}
      </ul>
    </Card>
  );
}

function One({ alarm, day, today, logged }: { alarm: AlarmEntry; day: string; today: string; logged: readonly IntakeEntry[] }) {
  const { words, say, dates } = useWords();
  const { doses } = useLexicon(alarmWords);
  const person = usePerson();
  const { residentId } = person;
  const { outbox } = useServices();
  const done = useDone();
  const now = useNow();
  const names = useMedicineNames(residentId)(alarm.medication_ids, alarm.groups);
  const [asking, setAsking] = useState(false);
  const { rhythm, stock } = alarm;
  const most = rhythm.kind === "as_needed" ? rhythm.max_per_day : undefined;
  const count = logged.length;
  const there = logged.filter(({ intake_id }) => intake_id !== null);
  const waiting = count - there.length;
  const log = (at: Date) => {
    const { key, sent } = outbox.add("log-intake", { resident_id: residentId }, { alarm_id: alarm.alarm_id, taken_at: at.toISOString(), medication_ids: [] });
    // Undo deletes what was logged, which takes more than writing it.
    done({ title: words.home.tookIt(dates.time(at)), on: "/medicines/doses", ...(mayManage(person, "medication") && { key }), sent });
  };
  return (
    <li class="pad stack">
      <div class="between"><strong class="lead">{alarm.label}</strong><span class="second">{say(most === undefined ? doses.takenTimes(count) : doses.takenOf(count, most))}</span></div>
      {names.length > 0 && <p class="second">{names.join(words.separator)}</p>}
      {most !== undefined && count >= most && <p><Badge kind="warn" icon="warn">{say(doses.mostReached)}</Badge></p>}
      {stock !== null && <p class="second">{say(doses.stock(String(stock.amount)))}</p>}
      {there.map((dose) => <Logged key={dose.intake_id} dose={dose} />)}
      {waiting > 0 && <p class="second">{say(doses.waits(waiting))}</p>}
      {mayRecord(person, "medication") && (
        <Button kind="line" icon="check" onClick={() => (day === today ? log(now()) : setAsking(true))}>{say(day === today ? doses.tookNow : doses.tookOther)}</Button>
      )}
      {asking && <TimeSheet title={alarm.label} day={day} give={log} close={() => setAsking(false)} />}
    </li>
  );
}

function Logged({ dose }: { dose: IntakeEntry }) {
  const { words, say, dates } = useWords();
  const { doses } = useLexicon(alarmWords);
  const { outbox } = useServices();
  const person = usePerson();
  const done = useDone();
  const at = dose.taken_at === null ? dose.time : dates.time(new Date(dose.taken_at));
  const remove = (intake_id: string) => {
    const { sent } = outbox.add("delete-intake", { resident_id: person.residentId, intake_id }, undefined);
    done({ title: words.home.undone, on: "/medicines/doses", sent });
  };
  const { intake_id } = dose;
  return (
    <div class="between">
      <span>{at} {say(doses.taken)}{dose.amount !== null && <> {say(doses.amount(String(dose.amount)))}</>}</span>
      {intake_id !== null && mayManage(person, "medication") && <Button kind="quiet" small icon="undo" onClick={() => remove(intake_id)}>{say(words.common.undo)}</Button>}
    </div>
  );
}

/** When it was taken, for a day that is over. */
function TimeSheet({ title, day, give, close }: { title: string; day: string; give: (at: Date) => void; close: () => void }) {
  const { words, say } = useWords();
  const { doses } = useLexicon(alarmWords);
  const id = useId();
  const now = useNow();
  const [time, setTime] = useState(() => isoTime(now()));
  const take = () => {
    const at = fromJapan(day, time);
    if (Number.isNaN(at.getTime())) return;
    close();
    give(at);
  };
  return (
    <Dialog title={title} close={close} closeWord={say(words.common.close)}>
      <Field id={id} label={say(doses.when)} type="time" value={time} onInput={setTime} />
      <Button block icon="check" onClick={take}>{say(words.home.taken)}</Button>
    </Dialog>
  );
}
