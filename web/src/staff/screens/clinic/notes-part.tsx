import { useState } from "preact/hooks";

import type { Refusal, RetractionReason } from "../../../api/index.js";
import { Banner } from "../../../components/banner.js";
import { Button, ButtonPair } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Dialog } from "../../../components/dialog.js";
import { Field } from "../../../components/field.js";
import { useAct } from "../../../data/use-act.js";
import { useServices } from "../../../data/use-read.js";
import { Sentence } from "../../../frame/problem.js";
import { clinicWords } from "../../../words/clinic/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { usePlace } from "../../place.js";
import type { DeskVisit, OwnNote } from "./desk.js";
import { problemOf } from "./note-form.js";
import { ownNoteOf } from "./own-notes.js";

interface Props {
  readonly visit: DeskVisit;
  readonly notes: readonly OwnNote[];
  readonly put: (note: OwnNote) => void;
}

/** What the place wrote on the visit of today, to be amended or retracted for seven days. */
export function NotesPart({ visit, notes, put }: Props) {
  const { note: words } = useLexicon(clinicWords);
  if (notes.length === 0) return null;
  return <Card title={words.own}><ul class="stack">{notes.map((note) => <li key={note.noteId}><Note visit={visit} note={note} put={put} /></li>)}</ul></Card>;
}

function Note({ visit, note, put }: { visit: DeskVisit; note: OwnNote; put: (note: OwnNote) => void }) {
  const { words: common, dates } = useWords();
  const { note: words, notebook } = useLexicon(clinicWords);
  const { code } = usePlace();
  const { fetchOnce, clock } = useServices();
  const amend = useAct("amend-note");
  const retract = useAct("retract-note");
  /** What is being written, over which version: that of the text that was seen whole. */
  const [edited, setEdited] = useState<{ readonly text: string; readonly over: string | undefined }>();
  const [opening, setOpening] = useState(false);
  const [unopened, setUnopened] = useState<Refusal<string> | "cut">();
  const [wrong, setWrong] = useState<string>();
  const [asked, setAsked] = useState(false);
  const path = { code, resident_id: visit.residentId, visit_id: visit.visitId, note_id: note.noteId };
  const when = (at: string) => `${dates.day(new Date(at))} ${dates.time(new Date(at))}`;
  if (note.text === null) return <p class="second">{notebook.retracted(when(note.retractedAt ?? note.writtenAt))}</p>;
  const text = note.text;
  const begin = async () => {
    if (!note.cut) return setEdited({ text, over: note.version });
    if (opening) return undefined;
    setUnopened(undefined);
    setOpening(true);
    // The answer shows the beginning: what is amended is the whole.
    const came = await fetchOnce("open-section", { code, resident_id: visit.residentId, section: "visits" }, { entry: visit.visitId });
    setOpening(false);
    if (!came.ok) return setUnopened(came.refusal);
    const found = came.value.items.flatMap((entry) => ("notes" in entry ? entry.notes : [])).find(({ note_id }) => note_id === note.noteId);
    if (found === undefined || found.text === null || found.cut) return setUnopened("cut");
    put(ownNoteOf(found));
    return setEdited({ text: found.text, over: ownNoteOf(found).version });
  };
  const save = async () => {
    const problem = problemOf(edited?.text ?? "", words);
    setWrong(problem);
    if (edited === undefined || problem !== undefined) return;
    const came = await amend.run(path, { text: edited.text }, { version: edited.over });
    if (!came.ok) return;
    put({ ...note, text: edited.text, version: came.version, amendedAt: new Date(clock.now()).toISOString(), cut: false });
    setEdited(undefined);
  };
  const takeBack = async (reason: RetractionReason) => {
    setAsked(false);
    const came = await retract.run(path, { reason }, { version: note.version });
    if (came.ok) put({ ...note, text: null, version: came.version, retractedAt: new Date(clock.now()).toISOString() });
  };
  const refusal = amend.refusal ?? retract.refusal;
  return (
    <div class="own-note">
      {refusal && <Banner kind="danger" title={words.failed}>{refusal.status === 412 ? words.changed : <>{edited !== undefined && words.failedText} <Sentence refusal={refusal} /></>}</Banner>}
      {unopened && <Banner kind="danger" title={words.cutFailed}>{unopened !== "cut" && <Sentence refusal={unopened} />}</Banner>}
      {edited === undefined
        ? <><p class="kept-lines">{text}</p>{note.cut && <p class="second">{words.cut}</p>}</>
        : <Field id={`amend-${note.noteId}`} label={words.amending} type="lines" value={edited.text} error={wrong} onInput={(typed) => setEdited({ ...edited, text: typed })} />}
      <p class="second">{when(note.writtenAt)}{note.amendedAt !== null && `・${words.amended(when(note.amendedAt))}`}</p>
      <div class="only-screen">
        {edited === undefined
          ? <div class="cluster"><Button kind="quiet" small icon="record" busy={opening} onClick={() => void begin()}>{words.amend}</Button><Button kind="quiet" small icon="undo" busy={retract.busy} onClick={() => setAsked(true)}>{words.retract}</Button></div>
          : <ButtonPair><Button kind="line" icon="check" busy={amend.busy} onClick={() => void save()}>{words.amendSend}</Button><Button kind="line" onClick={() => { setEdited(undefined); amend.clear(); }}>{common.common.back}</Button></ButtonPair>}
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
