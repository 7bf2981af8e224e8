import { useRef, useState } from "preact/hooks";

import type { GuidanceChannel } from "../../../api/index.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Field } from "../../../components/field.js";
import { KeyNames } from "../../../components/keys.js";
import { Segment } from "../../../components/segment.js";
import { useAct } from "../../../data/use-act.js";
import { useServices } from "../../../data/use-read.js";
import { Sentence } from "../../../frame/problem.js";
import { usePlace } from "../../place.js";
import { useClinicWords } from "../../use-clinic-words.js";
import { deskAt } from "./desk.js";
import { NoteText, problemOf } from "./note-text.js";
import { useUnsent } from "./unsent.js";

interface Draft {
  readonly channel: GuidanceChannel;
  readonly topic: string;
  readonly text: string;
  readonly goals: readonly string[];
  readonly next: string;
}

const CHANNELS: readonly GuidanceChannel[] = ["office", "home", "phone"];
const EMPTY: Draft = { channel: "office", topic: "", text: "", goals: ["", "", ""], next: "" };

/** What was typed and not sent, from the desk: it is this page's own writing. */
function draftIn(kept: string | undefined): Draft {
  return kept === undefined ? EMPTY : (JSON.parse(kept) as Draft);
}

/** What the office says now. What was typed stays in memory, by person, until it is sent. */
export function GuidanceForm({ id, written }: { id: string; written: () => void }) {
  const { guidance: words, note } = useClinicWords();
  const { code } = usePlace();
  const { drafts } = deskAt(useServices(), code);
  const kept = `guidance ${id}`;
  const field = useRef<HTMLTextAreaElement>(null);
  const [draft, setDraft] = useState(() => draftIn(drafts.get(kept)));
  const [tried, setTried] = useState(false);
  const [sent, setSent] = useState(false);
  const add = useAct("add-health-guidance");
  const typed = [draft.topic, draft.text, draft.next, ...draft.goals].some((one) => one.trim() !== "");
  useUnsent(typed);
  const put = (next: Draft) => {
    setDraft(next);
    setSent(false);
    if (next === EMPTY) drafts.delete(kept);
    else drafts.set(kept, JSON.stringify(next));
  };
  const change = (changes: Partial<Draft>) => put({ ...draft, ...changes });
  const wrongTopic = draft.topic.trim() === "" ? words.needTopic : undefined;
  const wrongText = problemOf(draft.text, note);
  const send = async () => {
    setTried(true);
    if (wrongTopic !== undefined) return document.getElementById("guidance-topic")?.focus();
    if (wrongText !== undefined) return field.current?.focus();
    const goals = draft.goals.filter((goal) => goal.trim() !== "");
    const came = await add.run({ code, resident_id: id }, { channel: draft.channel, topic: draft.topic, text: draft.text, goals, next_on: draft.next === "" ? null : draft.next });
    if (!came.ok) return undefined;
    put(EMPTY);
    setTried(false);
    setSent(true);
    written();
    return undefined;
  };
  const said = (pointer: string) => add.refusal?.errors.find((error) => error.pointer.startsWith(pointer))?.detail;
  return (
    <form class="card card--main only-screen" aria-labelledby="guidance-title" noValidate onSubmit={(event) => { event.preventDefault(); void send(); }}>
      <h2 class="card__title" id="guidance-title">{words.now}</h2>
      {add.refusal && add.refusal.code !== "busy" && <Banner kind="danger" title={words.failed}><Sentence refusal={add.refusal} /></Banner>}
      <div class="field">
        <span class="field__label" id="guidance-channel">{words.channel}</span>
        <Segment labelledBy="guidance-channel" value={draft.channel} options={CHANNELS.map((value) => ({ value, word: words.channels[value] }))} onChange={(channel) => change({ channel })} />
      </div>
      <Field id="guidance-topic" label={words.topic} value={draft.topic} maxLength={100} error={said("/topic") ?? (tried ? wrongTopic : undefined)} onInput={(topic) => change({ topic })} />
      <NoteText id="guidance-text" label={words.text} field={field} text={draft.text} type={(text) => change({ text })} wrong={said("/text") ?? (tried ? wrongText : undefined)} send={() => void send()} />
      {draft.goals.map((goal, at) => (
        <Field key={at} id={`guidance-goal-${at}`} label={words.goal(at + 1)} value={goal} maxLength={200} error={said(`/goals/${at}`) ?? (at === 0 ? said("/goals") : undefined)} onInput={(text) => change({ goals: draft.goals.map((before, place) => (place === at ? text : before)) })} />
      ))}
      <Field id="guidance-next" type="date" label={words.next} value={draft.next} error={said("/next_on")} onInput={(next) => change({ next })} />
      <Button submit icon="check" busy={add.busy}>{words.send}</Button>
      <p class="second"><KeyNames names={["Ctrl", "+", "Enter"]} /> {words.sends}</p>
      {sent && <Banner kind="ok" title={words.sent}>{words.sends}</Banner>}
    </form>
  );
}
