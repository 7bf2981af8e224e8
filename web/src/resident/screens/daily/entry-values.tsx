import type { NewDailyRecord } from "../../../api/index.js";
import { dailyWords } from "../../../words/daily/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { grouped } from "../../../words/numbers.js";

type Values = Omit<NewDailyRecord, "taken_at" | "record_id">;

/** What a record holds, in a line; the memo stands below it as it was written. */
export function EntryValues({ entry }: { entry: Values }) {
  const { words, say } = useWords();
  const { record } = useLexicon(dailyWords);
  const { blood_pressure: pressure, weight_kg, temperature_c, height_cm, steps, mood, memo } = entry;
  const parts: preact.ComponentChildren[] = [];
  const add = (value: unknown, shown: () => preact.ComponentChildren) => {
    if (value !== undefined && value !== null) parts.push(shown());
  };
  add(pressure, () => <span class="strong">{pressure?.systolic_mmhg}/{pressure?.diastolic_mmhg} <span class="second">mmHg</span></span>);
  add(pressure?.pulse_bpm, () => <>{say(words.record.pulse)} {pressure?.pulse_bpm}</>);
  add(weight_kg, () => <>{weight_kg} <span class="second">kg</span></>);
  add(temperature_c, () => <>{temperature_c} <span class="second">℃</span></>);
  add(height_cm, () => <>{height_cm} <span class="second">cm</span></>);
  add(steps, () => <>{grouped(steps ?? 0)} <span class="second">{say(record.unitSteps)}</span></>);
  add(mood, () => <>{say(words.record.mood)} {say(record.moods[(mood ?? 0) - 1] ?? "")}</>);
  return (
    <span class="stack stack--tight">
      {parts.length > 0 && <span class="cluster">{parts.map((part, index) => <span key={index} class="nowrap">{part}</span>)}</span>}
      {memo && <span class="kept-lines">{memo}</span>}
    </span>
  );
}
