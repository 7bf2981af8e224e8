import { FieldError } from "../../../components/field.js";
import { Picks } from "../../../components/picks.js";
import { alarmWords } from "../../../words/alarm/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { WEEKDAYS } from "./rings.js";
import type { AlarmForm } from "./use-alarm-form.js";

/** On which days of the week. */
export function WeekdaysField({ form: { draft, change, idOf, errorOf } }: { form: AlarmForm }) {
  const { say, plain } = useWords();
  const { alarm, alarms } = useLexicon(alarmWords);
  return (
    <div id={idOf("days")} tabIndex={-1}>
      {errorOf("days") && <FieldError id={idOf("days-error")}>{errorOf("days")}</FieldError>}
      <Picks
        label={plain(alarm.kinds.weekdays)}
        picked={draft.days}
        onPick={(day) => change({ days: WEEKDAYS.filter((one) => (one === day) !== draft.days.includes(one)) })}
        options={WEEKDAYS.map((value) => ({ value, word: say(alarms.weekdays[value]) }))}
      />
    </div>
  );
}
