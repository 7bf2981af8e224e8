import { useId, useState } from "preact/hooks";
import { useLocation } from "preact-iso";

import type { Refusal } from "../../../api/index.js";
import { useServices } from "../../../data/use-read.js";
import { useWords } from "../../../words/use-words.js";
import { useDone } from "../../done.js";
import { usePerson } from "../../person.js";
import { BLANK, type Draft, type Field, type FieldProblem, problemsOf, recordOf } from "./values.js";

/** A form of daily values: what is typed stays until it is kept. */
export interface RecordForm {
  readonly draft: Draft;
  readonly change: (changes: Partial<Draft>) => void;
  readonly problems: readonly FieldProblem[];
  /** Why it was not kept, where that is about no field. */
  readonly refusal: Refusal<string> | undefined;
  readonly busy: boolean;
  /** How many times it was sent: the summary of errors takes the focus after each. */
  readonly attempt: number;
  readonly idOf: (field: Field) => string;
  /** What a number of the form takes. */
  readonly input: (field: Exclude<Field, "mood">) => { readonly id: string; readonly value: string; readonly onInput: (value: string) => void; readonly error?: preact.ComponentChildren };
  readonly submit: (event: Event) => void;
}

/** `then`: the address on which the person is told that it was kept. */
export function useRecordForm(then: string): RecordForm {
  const { words, say } = useWords();
  const { outbox } = useServices();
  const { residentId } = usePerson();
  const { route } = useLocation();
  const done = useDone();
  const prefix = useId();
  const [draft, setDraft] = useState(BLANK);
  const [problems, setProblems] = useState<readonly FieldProblem[]>([]);
  const [refusal, setRefusal] = useState<Refusal<string>>();
  const [busy, setBusy] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const change = (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes }));
  const idOf = (field: Field) => `${prefix}-${field}`;
  const submit = (event: Event) => {
    event.preventDefault();
    if (busy) return;
    setAttempt((count) => count + 1);
    setRefusal(undefined);
    const checked = recordOf(draft, new Date(), words);
    if ("problems" in checked) return setProblems(checked.problems);
    setProblems([]);
    setBusy(true);
    const { key, sent } = outbox.add("create-daily-record", { resident_id: residentId }, checked.record);
    void sent.then((came) => {
      setBusy(false);
      if (came.is === "refused") {
        const told = problemsOf(came.refusal);
        setProblems(told);
        if (told.length === 0) setRefusal(came.refusal);
        return;
      }
      setDraft(BLANK);
      done({ title: words.home.saved, next: came.is === "waiting" ? words.home.waiting : undefined, key, on: then });
      route(then);
    });
  };
  const input: RecordForm["input"] = (field) => {
    const problem = problems.find((one) => one.field === field);
    return { id: idOf(field), value: draft[field], onInput: (value) => change({ [field]: value }), ...(problem && { error: problem.ours ? say(problem.text) : problem.text }) };
  };
  return { draft, change, problems, refusal, busy, attempt, idOf, input, submit };
}
