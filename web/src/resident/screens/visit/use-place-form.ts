import type { ComponentChildren } from "preact";
import { useId, useRef, useState } from "preact/hooks";

import type { Refusal } from "../../../api/index.js";
import { useRoute } from "../../../frame/still-here.js";
import { useWords } from "../../../words/use-words.js";
import { type Drafting, useDraft } from "../../drafts.js";

/** What a save came to. */
export type Saved = { readonly ok: true; readonly to: string } | { readonly ok: false; readonly refusal: Refusal<string> };

export interface ProblemOf<Field extends string> {
  readonly field: Field;
  readonly text: string;
  /** Whether the text is of the dictionary; else it is the API's. */
  readonly ours: boolean;
}

export interface PlaceForm<Draft extends object, Field extends string> extends Drafting<Draft> {
  readonly problems: readonly ProblemOf<Field>[];
  /** Why it was not kept, where that is about no field. */
  readonly refusal: Refusal<string> | undefined;
  readonly busy: boolean;
  readonly attempt: number;
  readonly idOf: (field: Field) => string;
  readonly input: (field: Field) => { readonly id: string; readonly value: string; readonly onInput: (value: string) => void; readonly error?: ComponentChildren };
  readonly submit: (event: Event) => void;
}

/** What makes a draft one of a visit or of an appointment. */
export interface Rules<Draft, Field extends string, Body> {
  /** What has to be looked at before it is sent. */
  readonly problemsIn: (draft: Draft) => readonly ProblemOf<Field>[];
  readonly bodyOf: (draft: Draft) => Body;
  /** What the API says of fields. */
  readonly problemsFrom: (refusal: Refusal<string>) => readonly ProblemOf<Field>[];
}

/** A form of something at a place: what is typed stays until it is kept. */
export function usePlaceForm<Draft extends object, Field extends string, Body>(
  first: Draft, { problemsIn, bodyOf, problemsFrom }: Rules<Draft, Field, Body>, save: (body: Body) => Promise<Saved>, name: string,
): PlaceForm<Draft, Field> {
  const { say } = useWords();
  const route = useRoute();
  const prefix = useId();
  const { draft, change, startOver: empty, lend, found } = useDraft(name, first);
  const [problems, setProblems] = useState<readonly ProblemOf<Field>[]>([]);
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
    const found = problemsIn(draft);
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
  const input: PlaceForm<Draft, Field>["input"] = (field) => {
    const problem = problems.find((one) => one.field === field);
    const value: unknown = Reflect.get(draft, field);
    return {
      id: idOf(field), value: typeof value === "string" ? value : "", onInput: (value) => change({ [field]: value } as Partial<Draft>),
      ...(problem && { error: problem.ours ? say(problem.text) : problem.text }),
    };
  };
  return { draft, change, startOver, lend, found, problems, refusal, busy, attempt, idOf, input, submit: (event) => void submit(event) };
}
