import type { Today } from "../../../api/index.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { NumberRow } from "../../../components/number-field.js";
import { dailyWords } from "../../../words/daily/index.js";
import { hourOf } from "../../../words/dates.js";
import { todayWords } from "../../../words/today/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { lastOf } from "../daily/latest.js";
import { QUICK_RECORD, useRecordForm } from "../daily/use-record-form.js";
import { FoundDraft } from "../../drafts.js";
import { FormProblems } from "../daily/form-problems.js";
import { isUnusual } from "../daily/values.js";

type Part = "morning" | "evening" | "day";

const SAVES = { morning: "saveMorning", evening: "saveEvening", day: "saveDay" } as const;

/** As the API parts the day (`Occasion`): from 4 to 12, and from 17 until 4 of the next day. */
function partOf(hour: number): Part {
  if (hour < 4 || hour >= 17) return "evening";
  return hour < 12 ? "morning" : "day";
}

/** Blood pressure and weight without leaving the page: of the morning, of the evening, or between, by the hours that the graphs go by. */
export function QuickRecord({ today, now }: { today: Today; now: Date }) {
  const { words, say, dates } = useWords();
  const { home } = useLexicon(todayWords);
  const { record } = words;
  const form = useRecordForm("/", now, { name: QUICK_RECORD });
  const { unusual } = useLexicon(dailyWords).record;
  const part = partOf(hourOf(now));
  const pressure = lastOf(today, ["systolic_mmhg", "diastolic_mmhg"], dates, now);
  const weight = lastOf(today, ["weight_kg"], dates, now);
  const last = [pressure?.value, weight && `${weight.value}kg`].filter(Boolean).join("・");
  const of = (field: "upper" | "lower" | "weight", label: string, unit: string) => ({
    ...form.input(field), hint: form.left(field) && isUnusual(form.draft, field, today.latest) && say(unusual), label: say(label), unit, decimal: field === "weight",
  });
  return (
    <form onSubmit={form.submit} noValidate>
      <Card title={say(home[part])} icon="record" aside={last && <span class="second">{say((pressure ?? weight)?.when ?? "")} {last}</span>}>
        <FoundDraft form={form} />
        <FormProblems form={form} />
        <NumberRow parts={[of("upper", record.upperFull, "mmHg"), of("lower", record.lowerFull, "mmHg"), of("weight", record.weight, "kg")]} />
        <Button kind="line" block submit busy={form.busy}>{say(form.busy ? record.saving : home[SAVES[part]])}</Button>
        <a class="hit" href="/record/new">{say(home.more)}</a>
      </Card>
    </form>
  );
}
