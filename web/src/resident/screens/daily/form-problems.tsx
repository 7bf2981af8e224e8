import { Banner } from "../../../components/banner.js";
import { ErrorSummary } from "../../../components/error-summary.js";
import { Sentence } from "../../../frame/problem.js";
import type { Words } from "../../../words/ja.js";
import { useWords } from "../../../words/use-words.js";
import type { RecordForm } from "./use-record-form.js";
import type { Field } from "./values.js";

/** Why a form of daily values was not kept, and what to do. `kept` says that nothing is lost, where the form's button is not that of a new record. */
export function FormProblems({ form, kept }: { form: RecordForm; kept?: string }) {
  const { words, say } = useWords();
  const { record } = words;
  return (
    <>
      {form.problems.length > 0 && (
        <ErrorSummary
          attempt={form.attempt}
          title={say(record.check(form.problems.length))}
          errors={form.problems.map(({ field, text, ours }) => ({ id: form.idOf(field), text: <span>{say(nameOf(field, words))}: {ours ? say(text) : text}</span> }))}
        />
      )}
      {form.refusal && <Banner kind="danger" title={say(record.failed)}>{say(kept ?? record.failedText)} <Sentence refusal={form.refusal} /></Banner>}
    </>
  );
}

function nameOf(field: Field, { record }: Words): string {
  const names: Record<Field, string> = {
    upper: record.upperFull, lower: record.lowerFull, pulse: record.pulse, weight: record.weight, temperature: record.temperature, steps: record.steps,
    mood: record.mood, memo: record.memo, day: record.date, time: record.time,
  };
  return names[field];
}
