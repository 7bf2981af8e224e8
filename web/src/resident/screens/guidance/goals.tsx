/** The goals of one guidance, each with how it goes: one tap, which can be taken back, and a word to the nurse. */
import { useId, useState } from "preact/hooks";

import type { GoalStatus, GuidanceGoal, HealthGuidance } from "../../../api/index.js";
import { Badge } from "../../../components/badge.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Field } from "../../../components/field.js";
import { Segment } from "../../../components/segment.js";
import { useAct } from "../../../data/use-act.js";
import { useServices } from "../../../data/use-read.js";
import { Sentence } from "../../../frame/problem.js";
import { guidanceWords } from "../../../words/guidance/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useDone } from "../../done.js";
import { mayRecord, usePerson } from "../../person.js";

const HERE = "/book/guidance";
const STATUSES: readonly GoalStatus[] = ["not_started", "going_well", "difficult", "done"];
const MOST_LETTERS = 400;

type Said = Pick<GuidanceGoal, "status" | "memo">;

export function Goals({ item }: { item: HealthGuidance }) {
  const { say } = useWords();
  const words = useLexicon(guidanceWords);
  const person = usePerson();
  const { act } = useServices();
  const done = useDone();
  const put = useAct("put-guidance-progress");
  const path = { resident_id: person.residentId, guidance_id: item.guidance_id };
  const body = (goalId?: string, changed?: Partial<Said>) => ({
    goals: item.goals.map(({ goal_id, status, memo }) => ({ goal_id, status, memo, ...(goal_id === goalId && changed) })),
  });
  const change = async (goalId: string, changed: Partial<Said>) => {
    const came = await put.run(path, body(goalId, changed), { version: String(item.version) });
    if (!came.ok) return false;
    const undo = async () => {
      const back = await act("put-guidance-progress", path, body(), { version: came.version });
      return back.ok ? undefined : back.refusal;
    };
    done({ title: words.saved, undo, on: HERE });
    return true;
  };
  return (
    <section class="stack">
      <h3 class="lead">{say(words.goals)}</h3>
      {put.refusal && put.refusal.code !== "busy" && <Banner kind="danger" title={say(words.failed)}><Sentence refusal={put.refusal} /></Banner>}
      <ul class="stack">
        {item.goals.map((goal) => <One key={goal.goal_id} goal={goal} may={mayRecord(person, "health_guidance")} busy={put.busy} change={(changed) => change(goal.goal_id, changed)} />)}
      </ul>
    </section>
  );
}

interface Props {
  readonly goal: GuidanceGoal;
  readonly may: boolean;
  readonly busy: boolean;
  readonly change: (changed: Partial<Said>) => Promise<boolean>;
}

function One({ goal, may, busy, change }: Props) {
  const { say, plain } = useWords();
  const words = useLexicon(guidanceWords);
  const id = useId();
  const [draft, setDraft] = useState<string>();
  const save = async () => {
    if (await change({ memo: draft?.trim() ? draft : null })) setDraft(undefined);
  };
  return (
    <li class="stack stack--tight">
      <strong class="name">{goal.text}</strong>
      {may
        ? <Segment pairs label={plain(words.how(goal.text))} value={goal.status} held={busy} options={STATUSES.map((value) => ({ value, word: say(words.statuses[value]) }))} onChange={(status) => void change({ status })} />
        : <span><Badge>{say(words.statuses[goal.status])}</Badge></span>}
      {goal.memo !== null && draft === undefined && <p class="kept-lines name">{goal.memo}</p>}
      {may && draft === undefined && <Button kind="quiet" small icon="memo" onClick={() => setDraft(goal.memo ?? "")}>{say(words.write)}<span class="sr"> {goal.text}</span></Button>}
      {draft !== undefined && (
        <>
          <Field id={id} type="lines" label={say(words.memo)} hint={say(words.memoHint)} maxLength={MOST_LETTERS} value={draft} onInput={setDraft} />
          <div class="cluster"><Button small busy={busy} onClick={() => void save()}>{say(words.save)}</Button><Button small kind="line" onClick={() => setDraft(undefined)}>{say(words.stop)}</Button></div>
        </>
      )}
    </li>
  );
}
