import type { ComponentChildren } from "preact";

import { Banner } from "../../../components/banner.js";
import { ErrorSummary } from "../../../components/error-summary.js";
import { Sentence } from "../../../frame/problem.js";
import { useWords } from "../../../words/use-words.js";
import type { PlaceForm } from "./use-place-form.js";

interface Props<Field extends string> {
  readonly form: Pick<PlaceForm<object, Field>, "problems" | "refusal" | "attempt" | "idOf">;
  readonly said: { readonly check: (count: number) => string; readonly failed: string; readonly kept: string; readonly clash: string; readonly clashNow: string };
  readonly nameOf: (field: Field) => string;
  /** How it stands in the notebook now, where somebody else changed it meanwhile. */
  readonly children?: ComponentChildren;
}

/** Why a visit or an appointment was not kept, and what to do. */
export function PlaceProblems<Field extends string>({ form: { problems, refusal, attempt, idOf }, said, nameOf, children }: Props<Field>) {
  const { say } = useWords();
  return (
    <>
      {problems.length > 0 && (
        <ErrorSummary
          attempt={attempt}
          title={say(said.check(problems.length))}
          errors={problems.map(({ field, text, ours }) => ({ id: idOf(field), text: <span>{say(nameOf(field))}: {ours ? say(text) : text}</span> }))}
        />
      )}
      {refusal?.status === 412 && (
        <Banner kind="warn" title={say(said.failed)}>
          <p>{say(said.clash)}</p>
          {children && <><p>{say(said.clashNow)}</p>{children}</>}
        </Banner>
      )}
      {refusal && refusal.status !== 412 && <Banner kind="danger" title={say(said.failed)}>{say(said.kept)} <Sentence refusal={refusal} /></Banner>}
    </>
  );
}
