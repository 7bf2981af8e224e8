import { useId, useState } from "preact/hooks";

import type { Refusal } from "../../../api/index.js";
import { alarmWords } from "../../../words/alarm/index.js";
import type { AlarmWords } from "../../../words/alarm/ja.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import type { Drafting } from "../../drafts.js";
import { type Draft, type Problem, fieldOf, slipsOf } from "./draft.js";

type Texts = { readonly [Key in keyof Draft]: Draft[Key] extends string ? Key : never }[keyof Draft];

/** The form of an alarm: what is typed stays until it is kept. */
export interface AlarmForm {
  readonly draft: Draft;
  readonly change: (changes: Partial<Draft>) => void;
  readonly problems: readonly Problem[];
  /** How many times it was sent: the summary takes the focus after each. */
  readonly attempt: number;
  readonly idOf: (field: string) => string;
  /** What is to be looked at in a field. */
  readonly errorOf: (field: string) => preact.ComponentChildren;
  /** What a text of the form takes. */
  readonly input: (field: Texts) => { readonly id: string; readonly value: string; readonly onInput: (value: string) => void; readonly error: preact.ComponentChildren };
  /** Whether it is in order. Otherwise it says what is not. */
  readonly check: () => boolean;
  /** Nothing is wrong any more. */
  readonly clear: () => void;
  /** Puts what the API says at its fields. Says whether there was anything of that kind. */
  readonly take: (refusal: Refusal<string>) => boolean;
}

/** The form over its draft. `unitsOf`: in which units medicines are counted. */
export function useAlarmForm({ draft, change }: Pick<Drafting<Draft>, "draft" | "change">, unitsOf?: (ids: readonly string[]) => readonly string[]): AlarmForm {
  const { say } = useWords();
  const { alarm } = useLexicon(alarmWords);
  const prefix = useId();
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [attempt, setAttempt] = useState(0);
  const idOf = (field: string) => `${prefix}-${field}`;
  const errorOf = (field: string) => {
    const found = problems.find((one) => one.field === field);
    return found && (found.detail ?? say(slipOf(found, alarm)));
  };
  return {
    draft, change, problems, attempt, idOf, errorOf,
    input: (field) => ({ id: idOf(field), value: draft[field], onInput: (value) => change({ [field]: value }), error: errorOf(field) }),
    check() {
      const slips = slipsOf(draft, unitsOf?.(draft.medicationIds));
      setProblems(slips);
      setAttempt((count) => count + 1);
      return slips.length === 0;
    },
    clear: () => setProblems([]),
    take(refusal) {
      const told = refusal.errors.flatMap(({ pointer, detail }) => {
        const field = fieldOf(pointer ?? "");
        return field === "" ? [] : [{ field, detail }];
      });
      setProblems(told);
      return told.length > 0;
    },
  };
}

export function slipOf(problem: Problem, words: AlarmWords["alarm"]): string {
  return problem.slip === undefined ? "" : words.slips[problem.slip];
}

