import type { Today } from "../../../api/index.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { NumberRow } from "../../../components/number-field.js";
import { dailyWords } from "../../../words/daily/index.js";
import { hourOf } from "../../../words/dates.js";
import { todayWords } from "../../../words/today/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { lastOf } from "../daily/latest.js";
import { useRecordForm } from "../daily/use-record-form.js";
import { FormProblems } from "../daily/form-problems.js";
import { isUnusual } from "../daily/values.js";

/** Blood pressure and weight without leaving the page: of the morning until three in the afternoon, then of the evening. */
export function QuickRecord({ today, now }: { today: Today; now: Date }) {
  const { words, say, dates } = useWords();
  const { home } = useLexicon(todayWords);
  const { record } = words;
  const form = useRecordForm("/", now);
  const { unusual } = useLexicon(dailyWords).record;
  const morning = hourOf(now) < 15;
  const pressure = lastOf(today, ["systolic_mmhg", "diastolic_mmhg"], dates, now);
  const weight = lastOf(today, ["weight_kg"], dates, now);
  const last = [pressure?.value, weight && `${weight.value}kg`].filter(Boolean).join("・");
  const part = (field: "upper" | "lower" | "weight", label: string, unit: string) => ({
    ...form.input(field), hint: form.left(field) && isUnusual(form.draft, field, today.latest) && say(unusual), label: say(label), unit, decimal: field === "weight",
  });
  return (
    <form onSubmit={form.submit} noValidate>
      <Card title={say(morning ? home.morning : home.evening)} icon="record" aside={last && <span class="second">{say((pressure ?? weight)?.when ?? "")} {last}</span>}>
        <FormProblems form={form} />
        <NumberRow parts={[part("upper", record.upperFull, "mmHg"), part("lower", record.lowerFull, "mmHg"), part("weight", record.weight, "kg")]} />
        <Button kind="line" block submit busy={form.busy}>{say(form.busy ? record.saving : morning ? home.saveMorning : home.saveEvening)}</Button>
        <a class="hit" href="/record/new">{say(home.more)}</a>
      </Card>
    </form>
  );
}
