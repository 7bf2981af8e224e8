import { useId, useRef, useState } from "preact/hooks";

import type { Refusal, VisitDraft } from "../../../api/index.js";
import { useRoute } from "../../../frame/still-here.js";
import { visitWords } from "../../../words/visit/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { type Drafting, useDraft } from "../../drafts.js";
import { useToday } from "../../use-minute.js";
import { type Draft, type Field, type FieldProblem, bodyOf, problemsFrom, problemsIn } from "./draft.js";

/** What a save came to. */
type Saved = { readonly ok: true; readonly to: string } | { readonly ok: false; readonly refusal: Refusal<string> };

export interface VisitForm extends Drafting<Draft> {
  readonly problems: readonly FieldProblem[];
  /** Why it was not kept, where that is about no field. */
  readonly refusal: Refusal<string> | undefined;
  readonly busy: boolean;
  readonly attempt: number;
  readonly idOf: (field: Field) => string;
  readonly input: (field: Exclude<Field, "status">) => { readonly id: string; readonly value: string; readonly onInput: (value: string) => void; readonly error?: preact.ComponentChildren };
  readonly submit: (event: Event) => void;
}

/** A form of a visit: what is typed stays until it is kept. */
export function useVisitForm(first: Draft, save: (body: VisitDraft) => Promise<Saved>, name: string): VisitForm {
  const { say } = useWords();
  const words = useLexicon(visitWords);
  const route = useRoute();
  const prefix = useId();
  const today = useToday();
  const { draft, change, startOver: empty, lend, found } = useDraft(name, first);
  const [problems, setProblems] = useState<readonly FieldProblem[]>([]);
  const [refusal, setRefusal] = useState<Refusal<string>>();
  const [busy, setBusy] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const startOver = () => {
    setProblems([]);
    setRefusal(undefined);
    empty();
  };
  const idOf = (field: Field) => `${prefix}-${field}`;
  // Known before the form is drawn again: two taps in one moment are one.
  const sending = useRef(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (sending.current) return;
    setAttempt((count) => count + 1);
    setRefusal(undefined);
    const found = problemsIn(draft, today(), words);
    setProblems(found);
    if (found.length > 0) return;
    setBusy(true);
    sending.current = true;
    const lent = lend();
    const came = await save(bodyOf(draft));
    sending.current = false;
    setBusy(false);
    if (came.ok) {
      startOver();
      return route(came.to, true);
    }
    lent.refused();
    const told = problemsFrom(came.refusal);
    setProblems(told);
    if (told.length === 0) setRefusal(came.refusal);
  };
  const input: VisitForm["input"] = (field) => {
    const problem = problems.find((one) => one.field === field);
    return { id: idOf(field), value: draft[field], onInput: (value) => change({ [field]: value }), ...(problem && { error: problem.ours ? say(problem.text) : problem.text }) };
  };
  return { draft, change, startOver, lend, found, problems, refusal, busy, attempt, idOf, input, submit: (event) => void submit(event) };
}
