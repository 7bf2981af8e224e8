import { useRef, useState } from "preact/hooks";

import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { KeyNames } from "../../../components/keys.js";
import { useAct } from "../../../data/use-act.js";
import { useServices } from "../../../data/use-read.js";
import { Sentence } from "../../../frame/problem.js";
import type { Around } from "../../../words/pair.js";
import { usePlace } from "../../place.js";
import { useClinicWords } from "../../use-clinic-words.js";
import { type DeskVisit, type OwnNote, deskAt } from "./desk.js";
import { NoteText, problemOf } from "./note-text.js";
import { useShortcuts } from "./shortcuts.js";
import { useUnsent } from "./unsent.js";

interface Props {
  readonly visit: DeskVisit;
  /** To whom: a name, or the reception's number once the notebook is closed. */
  readonly to: string;
  readonly around: Around;
  readonly written: (note: OwnNote) => void;
}

/** The one thing to write: what the person reads. What was typed stays in memory, by visit, until it is sent. */
export function NoteForm({ visit, to, around: [before, after], written }: Props) {
  const { note: words } = useClinicWords();
  const { code } = usePlace();
  const services = useServices();
  const desk = deskAt(services, code);
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(desk.drafts.get(visit.visitId) ?? "");
  const [wrong, setWrong] = useState<string>();
  const [sent, setSent] = useState(false);
  const add = useAct("add-note");
  const type = (value: string) => {
    setText(value);
    setWrong(undefined);
    setSent(false);
    if (value === "") desk.drafts.delete(visit.visitId);
    else desk.drafts.set(visit.visitId, value);
  };
  useShortcuts({ n: () => field.current?.focus() });
  useUnsent(text.trim() !== "");
  const send = async () => {
    // What stands in the field now, also where it was not drawn yet.
    const text = field.current?.value ?? "";
    const problem = problemOf(text, words);
    setWrong(problem);
    if (problem !== undefined) return field.current?.focus();
    const came = await add.run({ code, resident_id: visit.residentId, visit_id: visit.visitId }, { text });
    if (!came.ok) return undefined;
    // What was typed while it was on its way is the beginning of another note.
    if ((desk.drafts.get(visit.visitId) ?? "") === text) type("");
    written({ noteId: came.value.note_id, text, version: came.version, writtenAt: new Date(services.clock.now()).toISOString(), amendedAt: null, retractedAt: null, cut: false });
    setSent(true);
    return undefined;
  };
  const said = add.refusal?.errors.find(({ pointer }) => pointer === "/text")?.detail ?? wrong;
  return (
    <form class="card card--main only-screen" aria-labelledby="note-title" onSubmit={(event) => { event.preventDefault(); void send(); }}>
      <div class="between"><h2 class="card__title" id="note-title"><span>{before}<span class="name">{to}</span>{after}</span></h2><KeyNames names={["N"]} /></div>
      <p>{words.read}</p>
      {add.refusal && add.refusal.code !== "busy" && <Banner kind="danger" title={words.failed}>{words.failedText} <Sentence refusal={add.refusal} /></Banner>}
      <NoteText id="note-text" label={words.text} field={field} text={text} type={type} wrong={said} send={() => void send()} shortcut="n" />
      <Button submit icon="check" busy={add.busy}>{add.busy ? words.sending : words.send}</Button>
      <p class="second"><KeyNames names={["Ctrl", "+", "Enter"]} /> {words.hint}</p>
      {text !== "" && <p class="second">{words.draft}</p>}
      {sent && <Banner kind="ok" title={words.sent}>{words.sentText}</Banner>}
    </form>
  );
}
