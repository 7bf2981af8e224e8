import { Card } from "../../../components/card.js";
import { Field } from "../../../components/field.js";
import { Toggle } from "../../../components/toggle.js";
import { alarmWords } from "../../../words/alarm/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import type { AlarmForm } from "./use-alarm-form.js";

/** How much of the medicine is there, where the person wants it counted. */
export function StockField({ form }: { form: AlarmForm }) {
  const { words, say } = useWords();
  const { alarm } = useLexicon(alarmWords);
  const { draft: { counted, kind }, change, input } = form;
  // When it runs out is known of what is taken on days that are known.
  const rings = kind !== "as_needed";
  return (
    <Card flush title={say(alarm.stock)} icon="pill">
      <Toggle title={say(alarm.count)} sub={say(alarm.countSub)} on={say(words.common.on)} off={say(words.common.off)} checked={counted} onChange={(on) => change({ counted: on })} />
      {counted && (
        <div class="pad stack">
          <Field {...input("stock")} label={say(alarm.stockAmount)} maxLength={16} />
          <Field {...input("perDose")} label={say(alarm.perDose)} hint={rings && say(alarm.perDoseHint)} maxLength={16} />
          {rings && <Field {...input("refill")} label={say(alarm.refill)} hint={say(alarm.refillHint)} maxLength={4} />}
        </div>
      )}
    </Card>
  );
}
