import { useId, useState } from "preact/hooks";

import type { IntakeAnswer } from "../../../api/index.js";
import { Button } from "../../../components/button.js";
import { Dialog } from "../../../components/dialog.js";
import { Field } from "../../../components/field.js";
import { Segment } from "../../../components/segment.js";
import { alarmWords } from "../../../words/alarm/index.js";
import { fromJapan, isoTime, shortTime } from "../../../words/dates.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useNow } from "../../use-minute.js";
import { type Planned, canPutOff, isOpen, takenAt } from "./planned.js";

export const lexicons = [alarmWords];

const MINUTES = ["5", "15", "30", "60", "120"] as const;

interface Props {
  readonly dose: Planned;
  readonly today: string;
  readonly answer: (dose: Planned, body: IntakeAnswer, title: string) => void;
  readonly close: () => void;
}

/** Everything that can be said of a dose: when it was taken, that it is left out, put off, or that nothing is said. */
export default function AnswerSheet({ dose, today, answer, close }: Props) {
  const { words, say, dates } = useWords();
  const { doses } = useLexicon(alarmWords);
  const id = useId();
  const now = useNow();
  const [time, setTime] = useState(() => (dose.taken_at !== null ? isoTime(new Date(dose.taken_at)) : dose.date === today ? isoTime(now()) : dose.time));
  const later = isOpen(dose) ? MINUTES.filter((value) => canPutOff(dose, Number(value), now())) : [];
  const [minutes, setMinutes] = useState<(typeof MINUTES)[number]>(later.find((value) => Number(value) >= 30) ?? "30");
  const [wrong, setWrong] = useState(false);
  const give = (body: IntakeAnswer, title: string) => {
    close();
    answer(dose, body, title);
  };
  const took = () => {
    const at = takenAt(new Date(dose.due_at), fromJapan(dose.date, time), now());
    if (Number.isNaN(at.getTime()) || at.getTime() > now().getTime()) return setWrong(true);
    give({ status: "taken", at: at.toISOString() }, words.home.tookIt(dates.time(at)));
  };
  return (
    <Dialog title={<span>{dose.label} {shortTime(dose.time)}</span>} close={close} closeWord={say(words.common.close)}>
      <Field id={`${id}-time`} label={say(doses.when)} type="time" value={time} onInput={(value) => { setTime(value); setWrong(false); }} error={wrong && say(doses.notAhead)} />
      <Button block icon="check" onClick={took}>{say(words.home.taken)}</Button>
      <Button block kind="line" onClick={() => give({ status: "skipped" }, words.home.skippedIt)}>{say(words.home.skipped)}</Button>
      {later.length > 0 && (
        <>
          <p class="strong" id={`${id}-later`}>{say(doses.laterTitle)}</p>
          <Segment labelledBy={`${id}-later`} value={minutes} onChange={setMinutes} options={later.map((value) => ({ value, word: say(doses.minutes(Number(value))) }))} />
          <Button block kind="line" icon="clock" onClick={() => give({ status: "snoozed", at: new Date(now().getTime() + Number(minutes) * 60_000).toISOString() }, doses.laterDone(Number(minutes)))}>
            {say(doses.remind(Number(minutes)))}
          </Button>
        </>
      )}
      {dose.version !== null && dose.status !== "due" && dose.status !== "missed" && (
        <Button block kind="quiet" icon="undo" onClick={() => give({ status: "due" }, doses.takenBack)}>{say(doses.takeBack)}</Button>
      )}
    </Dialog>
  );
}
