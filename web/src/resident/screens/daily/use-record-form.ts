import { useId, useRef, useState } from "preact/hooks";

import type { NewDailyRecord, Refusal } from "../../../api/index.js";
import { useServices } from "../../../data/use-read.js";
import { useRoute, useStillHere } from "../../../frame/still-here.js";
import { useWords } from "../../../words/use-words.js";
import { useDone } from "../../done.js";
import { usePerson } from "../../person.js";
import { tappedAt, useNow } from "../../use-minute.js";
import { BLANK, type Draft, type Field, type FieldProblem, problemsOf, recordOf, understood } from "./values.js";

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
  /** What an input of the form takes. */
  readonly input: (field: Exclude<Field, "mood">) => {
    readonly id: string;
    readonly value: string;
    readonly onInput: (value: string) => void;
    readonly onLeave: () => void;
    readonly error?: preact.ComponentChildren;
  };
  /** Whether a field was typed in and left: nothing is said of a number that is still being typed. */
  readonly left: (field: Field) => boolean;
  readonly submit: (event: Event) => void;
}

/** A form of daily values, whatever becomes of it. `now`: the time that it shows. `keep` says why it was not kept. */
export function useDailyForm(now: Date, keep: (record: NewDailyRecord) => Promise<Refusal<string> | undefined>, first: Draft = BLANK): RecordForm {
  const { words, say } = useWords();
  const prefix = useId();
  const current = useNow();
  const [draft, setDraft] = useState(first);
  const [gone, setGone] = useState<ReadonlySet<Field>>(new Set());
  const [problems, setProblems] = useState<readonly FieldProblem[]>([]);
  const [refusal, setRefusal] = useState<Refusal<string>>();
  const [busy, setBusy] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const change = (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes }));
  const idOf = (field: Field) => `${prefix}-${field}`;
  // Known before the form is drawn again: two taps in one moment are one.
  const sending = useRef(false);
  const submit = (event: Event) => {
    event.preventDefault();
    if (sending.current) return;
    setAttempt((count) => count + 1);
    setRefusal(undefined);
    const checked = recordOf(draft, tappedAt(now, current()), words);
    if ("problems" in checked) return setProblems(checked.problems);
    setProblems([]);
    setBusy(true);
    sending.current = true;
    void keep(checked.record).then((refused) => {
      sending.current = false;
      setBusy(false);
      if (refused === undefined) return setDraft(first);
      const told = problemsOf(refused);
      setProblems(told);
      if (told.length === 0) setRefusal(refused);
    });
  };
  const input: RecordForm["input"] = (field) => {
    const problem = problems.find((one) => one.field === field);
    return {
      id: idOf(field),
      value: draft[field],
      onInput: (value) => change({ [field]: value }),
      onLeave: () => {
        setGone((before) => (draft[field] === first[field] || before.has(field) ? before : new Set([...before, field])));
        change({ [field]: understood(draft[field], field) });
      },
      ...(problem && { error: problem.ours ? say(problem.text) : problem.text }),
    };
  };
  return { draft, change, problems, refusal, busy, attempt, idOf, input, left: (field) => gone.has(field), submit };
}

/** A form of new values, which wait for the network where it is away. `then`: the address on which the person is told that they are kept. */
export function useRecordForm(then: string, now: Date): RecordForm {
  const { words } = useWords();
  const { outbox } = useServices();
  const { residentId } = usePerson();
  const route = useRoute();
  const done = useDone();
  const isHere = useStillHere();
  return useDailyForm(now, async (record) => {
    const { key, sent } = outbox.add("create-daily-record", { resident_id: residentId }, record);
    const came = await sent;
    if (came.is === "refused") {
      // Where the form is not there any more, what was written stands with all that came back.
      if (!isHere()) outbox.giveBack(came);
      return came.refusal;
    }
    if (came.is === "stopped") return undefined;
    done({ title: words.home.saved, next: came.is === "waiting" ? words.home.waiting : undefined, key, on: then });
    route(then);
    return undefined;
  });
}
