import { useId, useRef, useState } from "preact/hooks";

import type { NewDailyRecord, Refusal } from "../../../api/index.js";
import { useServices } from "../../../data/use-read.js";
import { useRoute, useStillHere } from "../../../frame/still-here.js";
import { dailyWords } from "../../../words/daily/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useDone } from "../../done.js";
import { type Drafting, useDraft } from "../../drafts.js";
import { usePerson } from "../../person.js";
import { tappedAt, useNow } from "../../use-minute.js";
import { BLANK, type Draft, type Field, type FieldProblem, problemsOf, recordOf, understood } from "./values.js";

/** A form of daily values: what is typed stays until it is kept. */
export interface RecordForm extends Drafting<Draft> {
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

/** As which its draft is kept, and from which form one goes on. */
interface Named {
  readonly name: string;
  readonly from?: string;
}

/** A form of daily values, whatever becomes of it. `now`: the time that it shows. `keep` says why it was not kept. */
export function useDailyForm(now: Date, keep: (record: NewDailyRecord) => Promise<Refusal<string> | undefined>, first: Draft, drafting: Named): RecordForm {
  const { words, say } = useWords();
  const { onlyNumber } = useLexicon(dailyWords).record;
  const prefix = useId();
  const current = useNow();
  const { draft, change, startOver: empty, lend, found } = useDraft(drafting.name, first, drafting.from);
  const [gone, setGone] = useState<ReadonlySet<Field>>(new Set());
  const [problems, setProblems] = useState<readonly FieldProblem[]>([]);
  const [refusal, setRefusal] = useState<Refusal<string>>();
  const [busy, setBusy] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const startOver = () => {
    setGone(new Set());
    setProblems([]);
    setRefusal(undefined);
    empty();
  };
  const idOf = (field: Field) => `${prefix}-${field}`;
  // Known before the form is drawn again: two taps in one moment are one.
  const sending = useRef(false);
  const isHere = useStillHere();
  const done = useDone();
  const submit = (event: Event) => {
    event.preventDefault();
    if (sending.current) return;
    setAttempt((count) => count + 1);
    setRefusal(undefined);
    // What an earlier attempt came to is not what is said of this one.
    done(undefined);
    const checked = recordOf(draft, tappedAt(now, current()), words, onlyNumber);
    if ("problems" in checked) return setProblems(checked.problems);
    setProblems([]);
    setBusy(true);
    sending.current = true;
    const lent = lend();
    void keep(checked.record).then((refused) => {
      sending.current = false;
      setBusy(false);
      if (refused === undefined) return startOver();
      // Where the form was left, what came back is said with what it was.
      if (isHere()) lent.refused();
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
  return { draft, change, startOver, lend, found, problems, refusal, busy, attempt, idOf, input, left: (field) => gone.has(field), submit };
}

/** The short form on the first page, which goes on in the whole one. */
export const QUICK_RECORD = "quick record";

/** A form of new values, which wait for the network where it is away. `then`: the address on which the person is told that they are kept. */
export function useRecordForm(then: string, now: Date, drafting: Named): RecordForm {
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
  }, BLANK, drafting);
}
