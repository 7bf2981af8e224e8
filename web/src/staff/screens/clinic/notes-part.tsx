import { useEffect, useRef, useState } from "preact/hooks";

import type { Refusal, RetractionReason } from "../../../api/index.js";
import { Banner } from "../../../components/banner.js";
import { Button, ButtonPair } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Dialog } from "../../../components/dialog.js";
import { KeyNames } from "../../../components/keys.js";
import { useAct } from "../../../data/use-act.js";
import { useServices } from "../../../data/use-read.js";
import { Sentence } from "../../../frame/problem.js";
import { useWords } from "../../../words/use-words.js";
import { usePlace } from "../../place.js";
import { useClinicWords } from "../../use-clinic-words.js";
import { type Amendment, type DeskVisit, type OwnNote, deskAt } from "./desk.js";
import { NoteText, problemOf } from "./note-text.js";
import { ownNoteOf } from "./own-notes.js";
import { useUnsent } from "./unsent.js";

interface Props {
  readonly visit: DeskVisit;
  readonly notes: readonly OwnNote[];
  readonly put: (note: OwnNote) => void;
}

/** What the place wrote on the visit of today, to be amended or retracted for seven days. */
export function NotesPart({ visit, notes, put }: Props) {
  const { note: words } = useClinicWords();
  if (notes.length === 0) return null;
  return <Card title={words.own}><ul class="stack">{notes.map((note) => <li key={note.noteId}><Note visit={visit} note={note} put={put} /></li>)}</ul></Card>;
}

/** One of them, to be amended or retracted. */
export function Note({ visit, note, put }: { visit: Pick<DeskVisit, "residentId" | "visitId">; note: OwnNote; put: (note: OwnNote) => void }) {
  const { words: common, dates } = useWords();
  const { note: words, notebook } = useClinicWords();
  const { code } = usePlace();
  const services = useServices();
  const { fetchOnce, clock } = services;
  const desk = deskAt(services, code);
  const amend = useAct("amend-note");
  const retract = useAct("retract-note");
  const [edited, setDrawn] = useState(desk.amendments.get(note.noteId));
  // It lies on the desk until it is sent or put away: the notebook may close while it is being written.
  const setEdited = (amendment: Amendment | undefined) => {
    if (amendment === undefined) desk.amendments.delete(note.noteId);
    else desk.amendments.set(note.noteId, amendment);
    setDrawn(amendment);
  };
  const [opening, setOpening] = useState(false);
  const [unopened, setUnopened] = useState<Refusal<string> | "cut">();
  const [wrong, setWrong] = useState<string>();
  const [asked, setAsked] = useState(false);
  useUnsent(edited !== undefined);
  const field = useRef<HTMLTextAreaElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const isEdited = useRef(false);
  // The focus goes into the text, and from the text back to where it was begun.
  useEffect(() => {
    if (edited !== undefined) field.current?.focus();
    else if (isEdited.current) box.current?.querySelector("button")?.focus();
    isEdited.current = edited !== undefined;
  }, [edited === undefined]);
  const path = { code, resident_id: visit.residentId, visit_id: visit.visitId, note_id: note.noteId };
  const when = (at: string) => `${dates.day(new Date(at))} ${dates.time(new Date(at))}`;
  if (note.text === null) {
    return (
      <>
        <p class="second">{notebook.retracted(when(note.retractedAt ?? note.writtenAt))}</p>
        {edited !== undefined && <Banner kind="info" title={words.notSent}><p class="kept-lines">{edited.text}</p><Button kind="line" small onClick={() => setEdited(undefined)}>{words.putAway}</Button></Banner>}
      </>
    );
  }
  const text = note.text;
  /** The note as it stands now, whole. */
  const whole = async () => {
    const came = await fetchOnce("open-own-notes", { code, resident_id: visit.residentId, visit_id: visit.visitId });
    if (!came.ok) return came;
    const found = came.value.items.find(({ note_id }) => note_id === note.noteId);
    return { ok: true, found: found && ownNoteOf(found) } as const;
  };
  const begin = async () => {
    if (!note.cut) return setEdited({ text, over: note.version });
    if (opening) return undefined;
    setUnopened(undefined);
    setOpening(true);
    // The answer shows the beginning: what is amended is the whole.
    const came = await whole();
    setOpening(false);
    if (!came.ok) return setUnopened(came.refusal);
    if (came.found === undefined) return setUnopened("cut");
    put(came.found);
    return came.found.text === null ? undefined : setEdited({ text: came.found.text, over: came.found.version });
  };
  const save = async () => {
    // What stands in the field now, also where it was not drawn yet.
    const text = field.current?.value ?? "";
    const problem = problemOf(text, words);
    setWrong(problem);
    if (edited === undefined || problem !== undefined) return field.current?.focus();
    const came = await amend.run(path, { text }, { version: edited.over });
    if (!came.ok) {
      // What stands is shown above what was typed, which then replaces that.
      const now = came.refusal.status === 412 || came.refusal.status === 409 ? await whole() : undefined;
      if (now?.ok && now.found !== undefined) {
        put(now.found);
        setEdited({ text, over: now.found.version });
      }
      return undefined;
    }
    put({ ...note, text, version: came.version, amendedAt: new Date(clock.now()).toISOString(), cut: false });
    setEdited(undefined);
    return undefined;
  };
  const takeBack = async (reason: RetractionReason) => {
    setAsked(false);
    const came = await retract.run(path, { reason }, { version: note.version });
    if (came.ok) put({ ...note, text: null, version: came.version, retractedAt: new Date(clock.now()).toISOString() });
  };
  const refusal = amend.refusal ?? retract.refusal;
  return (
    <div class="own-note" ref={box}>
      {refusal && <Banner kind="danger" title={words.failed}>{refusal.status === 412 ? words.changed : <>{edited !== undefined && words.failedText} <Sentence refusal={refusal} /></>}</Banner>}
      {unopened && <Banner kind="danger" title={words.cutFailed}>{unopened !== "cut" && <Sentence refusal={unopened} />}</Banner>}
      {edited === undefined
        ? <><p class="kept-lines">{text}</p>{note.cut && <p class="second">{words.cut}</p>}</>
        : <>{text !== edited.text && <p class="second kept-lines">{words.stands} {text}</p>}<NoteText id={`amend-${note.noteId}`} label={words.amending} field={field} text={edited.text} type={(typed) => { setEdited({ ...edited, text: typed }); setWrong(undefined); }} wrong={wrong} send={() => void save()} /></>}
      <p class="second">{when(note.writtenAt)}{note.amendedAt !== null && `・${words.amended(when(note.amendedAt))}`}</p>
      <div class="only-screen">
        {edited === undefined
          ? <div class="cluster"><Button kind="quiet" small icon="record" busy={opening} onClick={() => void begin()}>{words.amend}</Button><Button kind="quiet" small icon="undo" busy={retract.busy} onClick={() => setAsked(true)}>{words.retract}</Button></div>
          : <ButtonPair><Button kind="line" icon="check" busy={amend.busy} onClick={() => void save()}>{words.amendSend}</Button><Button kind="line" onClick={() => { setEdited(undefined); amend.clear(); }}>{common.common.back}</Button></ButtonPair>}
        {edited !== undefined && <p class="second"><KeyNames names={["Ctrl", "+", "Enter"]} /> {words.amendHint}</p>}
      </div>
      {asked && (
        <Dialog kind="dialog" title={words.retractTitle} close={() => setAsked(false)}>
          <p>{words.retractText}</p>
          {(["wrong_patient", "wrong_content"] as const).map((reason) => <Button key={reason} kind="danger" block onClick={() => void takeBack(reason)}>{words.reasons[reason]}</Button>)}
          <Button kind="line" block onClick={() => setAsked(false)}>{words.retractNo}</Button>
        </Dialog>
      )}
    </div>
  );
}
