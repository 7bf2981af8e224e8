/** The fields of a medicine that is typed. */
import { useState } from "preact/hooks";

import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Field } from "../../../components/field.js";
import { Scanner } from "../../../scan/scanner.js";
import { medicationWords } from "../../../words/medication/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { type Draft, LINE, type Line, type Wrong, janOf } from "./typed.js";

interface Props {
  readonly draft: Draft;
  readonly change: (changes: Partial<Draft>) => void;
  readonly wrong: readonly Wrong[];
}

/** What each field takes. */
function useFields({ wrong }: Props) {
  const { say } = useWords();
  const { form } = useLexicon(medicationWords);
  return (id: string, value: string, onInput: (value: string) => void) => {
    const found = wrong.find(({ field }) => field === id);
    const error = found && (found.text ?? (found.word && say(form.wrong[found.word])));
    return { id, value, onInput, ...(error !== undefined && { error }) };
  };
}

export function DispensingFields(props: Props) {
  const { draft, change } = props;
  const { say } = useWords();
  const { form } = useLexicon(medicationWords);
  const field = useFields(props);
  const put = (index: number, changes: Partial<Line>) => change({ lines: draft.lines.map((line, at) => (at === index ? { ...line, ...changes } : line)) });
  return (
    <>
      {draft.lines.map((line, index) => (
        <Card key={index} title={say(form.medicine(index + 1))} aside={draft.lines.length > 1 && <Button kind="quiet" small onClick={() => change({ lines: draft.lines.filter((_, at) => at !== index) })}>{say(form.remove)}</Button>}>
          <div class="stack">
            <Field {...field(`name-${index}`, line.name, (name) => put(index, { name }))} label={say(form.name)} hint={say(form.nameHint)} maxLength={256} />
            <div class="btn-pair btn-pair--even">
              <Field {...field(`quantity-${index}`, line.quantity, (quantity) => put(index, { quantity }))} label={say(amountOf(line, form))} inputMode="decimal" maxLength={12} />
              <Field {...field(`unit-${index}`, line.unit, (unit) => put(index, { unit }))} label={say(form.unit)} maxLength={100} />
            </div>
            <Field {...field(`usage-${index}`, line.usage, (usage) => put(index, { usage }))} label={say(form.usage)} hint={say(form.usageHint)} maxLength={256} />
            <Field {...field(`days-${index}`, line.days, (days) => put(index, { days }))} label={line.before?.supply_unit && line.before.supply_unit !== "日分" ? line.before.supply_unit : say(form.days)} inputMode="numeric" maxLength={6} />
          </div>
        </Card>
      ))}
      <Button kind="line" block icon="plus" onClick={() => change({ lines: [...draft.lines, LINE] })}>{say(form.add)}</Button>
      <Card title={say(form.from)}>
        <div class="stack">
          <Field {...field("day", draft.day, (day) => change({ day }))} label={say(form.day)} type="date" />
          <Field {...field("pharmacy", draft.pharmacy, (pharmacy) => change({ pharmacy }))} label={say(form.pharmacy)} maxLength={256} />
          <Field {...field("institution", draft.institution, (institution) => change({ institution }))} label={say(form.institution)} maxLength={256} />
          <Field {...field("doctor", draft.doctor, (doctor) => change({ doctor }))} label={say(form.doctor)} maxLength={256} />
        </div>
      </Card>
    </>
  );
}

function amountOf({ before }: Line, form: { readonly perDay: string; readonly perUse: string; readonly total: string }): string {
  const basis = before?.drugs[0]?.quantity_basis;
  return basis === "per_use" ? form.perUse : basis === "total" ? form.total : form.perDay;
}

export function OtcFields(props: Props) {
  const { draft, change } = props;
  const { say } = useWords();
  const { form } = useLexicon(medicationWords);
  const field = useFields(props);
  const [scanning, setScanning] = useState(false);
  return (
    <Card title={say(form.otc)}>
      <div class="stack">
        <Field {...field("otc-name", draft.otcName, (otcName) => change({ otcName }))} label={say(form.name)} hint={say(form.otcHint)} maxLength={256} />
        <Field {...field("jan", draft.jan, (jan) => change({ jan: janOf(jan) }))} label={say(form.jan)} hint={say(form.janHint)} inputMode="numeric" maxLength={30} />
        {scanning
          ? <Scanner kind="jan" hint={say(form.janFrame)} onCode={({ text }) => { change({ jan: text }); setScanning(false); }} />
          : <Button kind="line" small icon="camera" onClick={() => setScanning(true)}>{say(form.janScan)}</Button>}
        <Field {...field("started", draft.started, (started) => change({ started }))} label={say(form.started)} type="date" />
        <Field {...field("ended", draft.ended, (ended) => change({ ended }))} label={say(form.ended)} hint={say(form.endedHint)} type="date" />
      </div>
    </Card>
  );
}

export function RemarkField(props: Props) {
  const { draft, change } = props;
  const { say } = useWords();
  const { form } = useLexicon(medicationWords);
  const field = useFields(props);
  return <Card><Field {...field("remark", draft.remark, (remark) => change({ remark }))} label={say(form.remark)} hint={say(form.remarkHint)} type="lines" maxLength={800} /></Card>;
}
