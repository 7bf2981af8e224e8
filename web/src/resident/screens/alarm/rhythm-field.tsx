import { Banner } from "../../../components/banner.js";
import { Card } from "../../../components/card.js";
import { Field, FieldError } from "../../../components/field.js";
import { NumberRow } from "../../../components/number-field.js";
import { Picks } from "../../../components/picks.js";
import { alarmWords } from "../../../words/alarm/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { KINDS, hasAnchor } from "./draft.js";
import type { AlarmForm } from "./use-alarm-form.js";
import { WeekdaysField } from "./weekdays-field.js";

/** On which days. */
export function RhythmField({ form }: { form: AlarmForm }) {
  const { say, plain } = useWords();
  const { alarm } = useLexicon(alarmWords);
  const { draft, change, idOf, errorOf, input } = form;
  const { kind } = draft;
  const part = (field: "n" | "on" | "off" | "max", label: string, unit: string) => ({ ...input(field), label: say(label), unit: say(unit) });
  return (
    <Card title={say(alarm.days)} icon="calendar">
      {kind === undefined && <Banner kind="warn" title={say(alarm.askDays)} />}
      <div id={idOf("kind")} tabIndex={-1}>
        {errorOf("kind") && <FieldError id={idOf("kind-error")}>{errorOf("kind")}</FieldError>}
        <Picks label={plain(alarm.days)} picked={kind === undefined ? [] : [kind]} onPick={(picked) => change({ kind: picked })} options={KINDS.map((value) => ({ value, word: say(alarm.kinds[value]) }))} />
      </div>
      {kind === "weekdays" && <WeekdaysField form={form} />}
      {kind === "every_n_days" && <NumberRow parts={[part("n", alarm.everyLabel, alarm.everyUnit)]} />}
      {kind === "days_on_off" && <NumberRow parts={[part("on", alarm.onLabel, alarm.dayUnit), part("off", alarm.offLabel, alarm.dayUnit)]} />}
      {kind === "as_needed" && <NumberRow parts={[part("max", alarm.maxLabel, alarm.maxUnit)]} />}
      {hasAnchor(kind) && <Field {...input("anchor")} label={say(alarm.anchor)} hint={say(alarm.anchorHint)} type="date" />}
    </Card>
  );
}
