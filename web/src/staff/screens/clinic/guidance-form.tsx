import { useRef, useState } from "preact/hooks";

import type { GuidanceChannel, HealthGuidance } from "../../../api/index.js";
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
function draftIn(kept: string | undefined, base: Draft): Draft {
  return kept === undefined ? base : (JSON.parse(kept) as Draft);
}

/** Where what is typed in the place of a guidance lies on the desk; without one, what is typed for a new one. */
export function draftOf(id: string, over?: HealthGuidance): string {
  return over === undefined ? `guidance ${id}` : `guidance ${id} ${over.guidance_id}`;
}

function draftFrom({ channel, topic, text, goals, next_on }: HealthGuidance): Draft {
  return { channel, topic: topic ?? "", text: text ?? "", goals: [0, 1, 2].map((at) => goals[at]?.text ?? ""), next: next_on ?? "" };
}

interface Props {
  readonly id: string;
  readonly written: () => void;
  /** What it is written in the place of. */
  readonly over?: HealthGuidance;
  /** Asks for what stands now: somebody else wrote it meanwhile. */
  readonly outdated?: () => void;
  /** Leaves what stands as it is. */
  readonly close?: () => void;
}

/** What the office says now, or says instead. What was typed stays in memory, by person, until it is sent. */
export function GuidanceForm({ id, written, over, outdated, close }: Props) {
  const { guidance: words, note } = useClinicWords();
  const { code } = usePlace();
  const { drafts } = deskAt(useServices(), code);
  const kept = draftOf(id, over);
  const base = over === undefined ? EMPTY : draftFrom(over);
  const named = over === undefined ? "guidance" : `guidance-${over.guidance_id}`;
  const field = useRef<HTMLTextAreaElement>(null);
  const [draft, setDraft] = useState(() => draftIn(drafts.get(kept), base));
  const [tried, setTried] = useState(false);
  const [sent, setSent] = useState(false);
  const add = useAct("add-health-guidance");
  const amend = useAct("amend-health-guidance");
  const { refusal, busy } = over === undefined ? add : amend;
  const typed = over === undefined ? [draft.topic, draft.text, draft.next, ...draft.goals].some((one) => one.trim() !== "") : drafts.has(kept);
  useUnsent(typed);
  const put = (next: Draft) => {
    setDraft(next);
    setSent(false);
    if (next === base) drafts.delete(kept);
    else drafts.set(kept, JSON.stringify(next));
  };
  const change = (changes: Partial<Draft>) => put({ ...draft, ...changes });
  const wrongTopic = draft.topic.trim() === "" ? words.needTopic : undefined;
  const wrongText = problemOf(draft.text, note);
  const send = async () => {
    setTried(true);
    if (wrongTopic !== undefined) return document.getElementById(`${named}-topic`)?.focus();
    if (wrongText !== undefined) return field.current?.focus();
    const goals = draft.goals.filter((goal) => goal.trim() !== "");
    const body = { channel: draft.channel, topic: draft.topic, text: draft.text, goals, next_on: draft.next === "" ? null : draft.next };
    const path = { code, resident_id: id };
    const came = over === undefined ? await add.run(path, body) : await amend.run({ ...path, guidance_id: over.guidance_id }, body, { version: String(over.version) });
    if (!came.ok) {
      if (came.refusal.status === 412 || came.refusal.status === 409) outdated?.();
      return undefined;
    }
    put(base);
    setTried(false);
    setSent(true);
    written();
    return undefined;
  };
  const said = (pointer: string) => refusal?.errors.find((error) => error.pointer.startsWith(pointer))?.detail;
  return (
    <form class="card card--main only-screen" aria-labelledby={`${named}-title`} noValidate onSubmit={(event) => { event.preventDefault(); void send(); }}>
      <h2 class="card__title" id={`${named}-title`}>{over === undefined ? words.now : words.amendTitle}</h2>
      {refusal && refusal.code !== "busy" && <Banner kind="danger" title={words.failed}><Sentence refusal={refusal} /></Banner>}
      <div class="field">
        <span class="field__label" id={`${named}-channel`}>{words.channel}</span>
        <Segment labelledBy={`${named}-channel`} value={draft.channel} options={CHANNELS.map((value) => ({ value, word: words.channels[value] }))} onChange={(channel) => change({ channel })} />
      </div>
      <Field id={`${named}-topic`} label={words.topic} value={draft.topic} maxLength={100} error={said("/topic") ?? (tried ? wrongTopic : undefined)} onInput={(topic) => change({ topic })} />
      <NoteText id={`${named}-text`} label={words.text} field={field} text={draft.text} type={(text) => change({ text })} wrong={said("/text") ?? (tried ? wrongText : undefined)} send={() => void send()} />
      {draft.goals.map((goal, at) => (
        <Field key={at} id={`${named}-goal-${at}`} label={words.goal(at + 1)} value={goal} maxLength={200} error={said(`/goals/${at}`) ?? (at === 0 ? said("/goals") : undefined)} onInput={(text) => change({ goals: draft.goals.map((before, place) => (place === at ? text : before)) })} />
      ))}
      <Field id={`${named}-next`} type="date" label={words.next} value={draft.next} error={said("/next_on")} onInput={(next) => change({ next })} />
      <div class="cluster"><Button submit icon="check" busy={busy}>{words.send}</Button>{close && <Button kind="line" onClick={() => { put(base); close(); }}>{words.stop}</Button>}</div>
      <p class="second"><KeyNames names={["Ctrl", "+", "Enter"]} /> {words.sends}</p>
      {sent && <Banner kind="ok" title={words.sent}>{words.sends}</Banner>}
    </form>
  );
}
