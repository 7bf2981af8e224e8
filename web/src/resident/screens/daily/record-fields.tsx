import type { Today } from "../../../api/index.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Field } from "../../../components/field.js";
import { Icon } from "../../../components/icon.js";
import type { IconName } from "../../../components/icon-paths.js";
import { Mood } from "../../../components/mood.js";
import { NumberField, NumberRow } from "../../../components/number-field.js";
import { dailyWords } from "../../../words/daily/index.js";
import { showsJapan } from "../../../words/days.js";
import { grouped } from "../../../words/numbers.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useNow } from "../../use-minute.js";
import { lastOf } from "./latest.js";
import type { RecordForm } from "./use-record-form.js";
import { type Measure, isUnusual } from "./values.js";

/** The inputs of a set of daily values. `today` brings the last values beside them, and what is far from those is asked about. */
export function RecordFields({ form, now, today }: { form: RecordForm; now: Date; today: Today | undefined }) {
  const { words, say, plain, dates } = useWords();
  const record = { ...words.record, ...useLexicon(dailyWords).record };
  const last = (measures: Parameters<typeof lastOf>[1], show?: (value: number) => string) => {
    const found = lastOf(today, measures, dates, now, show);
    return found && <>{say(found.when)} {found.value}</>;
  };
  const pulse = lastOf(today, ["pulse_bpm"], dates, now);
  const mood = last(["mood"], (value) => plain(record.moods[value - 1] ?? ""));
  const input = (field: Measure) => ({ ...form.input(field), hint: form.left(field) && isUnusual(form.draft, field, today?.latest) && say(record.unusual) });
  const number = (field: "weight" | "temperature" | "steps", icon: IconName, label: string, unit: preact.ComponentChildren, measure: "weight_kg" | "temperature_c" | "steps") => (
    <NumberField {...input(field)} icon={icon} label={say(label)} unit={unit} decimal={field !== "steps"} last={last([measure], grouped)} />
  );
  return (
    <>
      <Card flush label={plain(record.pressure)}>
        <div class="numfield numfield--wide">
          <h2 class="numfield__label"><Icon name="blood-pressure" />{say(record.pressure)}
            <span class="numfield__last">{last(["systolic_mmhg", "diastolic_mmhg"])}{pulse && <>・{say(record.pulse)} {pulse.value}</>}</span>
          </h2>
          <NumberRow parts={[{ ...input("upper"), label: say(record.pressureUpper) }, { ...input("lower"), label: say(record.pressureLower) }, { ...input("pulse"), label: say(record.pulse) }]} />
        </div>
      </Card>
      <Card flush label={plain(record.body)}>
        <div class="rows">
          {number("weight", "scale", record.weight, "kg", "weight_kg")}
          {number("temperature", "temperature", record.temperature, "℃", "temperature_c")}
          {number("steps", "steps", record.steps, say(record.unitSteps), "steps")}
        </div>
      </Card>
      <fieldset class="card" id={form.idOf("mood")}>
        <legend class="sr">{say(record.mood)}</legend>
        <div class="between"><h2 class="lead" aria-hidden="true">{say(record.mood)}</h2>{mood && <span class="second">{mood}</span>}</div>
        <Mood words={record.moods.map(say) as [unknown, unknown, unknown, unknown, unknown] as never} value={form.draft.mood} onChange={(chosen) => form.change({ mood: chosen })} />
        {form.draft.mood !== undefined && <Button kind="quiet" small onClick={() => form.change({ mood: undefined })}>{say(record.clearMood)}</Button>}
      </fieldset>
      <Card label={plain(record.memo)}>
        <Field {...form.input("memo")} label={say(record.memo)} hint={say(record.memoHint)} type="lines" maxLength={1000} />
      </Card>
    </>
  );
}

/** The day and the time of a set of values: of Japan, which is said where the phone is of another zone. */
export function TimeFields({ form }: { form: RecordForm }) {
  const { words, say, plain } = useWords();
  const record = { ...words.record, ...useLexicon(dailyWords).record };
  const now = useNow();
  return (
    <Card label={plain(record.at)}>
      <Field {...form.input("day")} label={say(record.date)} type="date" />
      <Field {...form.input("time")} label={say(record.time)} hint={showsJapan(now()) ? undefined : say(record.japanTime)} type="time" />
    </Card>
  );
}
