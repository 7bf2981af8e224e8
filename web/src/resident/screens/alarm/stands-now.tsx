import type { PathOf } from "../../../data/operations.js";
import { useRead } from "../../../data/use-read.js";
import { alarmWords } from "../../../words/alarm/index.js";
import { noon, shortTime } from "../../../words/dates.js";
import { useLexicon, useWords } from "../../../words/use-words.js";

/** What is said of a dose now, where an answer to it came back: somebody may have answered otherwise. */
export default function StandsNow({ dose: { resident_id, alarm_id, date, time } }: { dose: PathOf<"put-intake"> }) {
  const { say, dates } = useWords();
  const { doses } = useLexicon(alarmWords);
  const { value } = useRead("list-intakes", { resident_id }, { from: date, to: date });
  const dose = value?.items.find((one) => one.alarm_id === alarm_id && one.date === date && one.time === time);
  if (dose === undefined) return null;
  const status = { due: doses.missed, missed: doses.missed, taken: doses.taken, skipped: doses.skipped, snoozed: doses.snoozed }[dose.status];
  return <p class="strong">{dose.label} {dates.short(noon(date))} {shortTime(time)}・{say(doses.standsNow)} {say(status)}{dose.taken_at && ` ${dates.time(new Date(dose.taken_at))}`}</p>;
}
