import { useEffect, useRef } from "preact/hooks";

import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { KeyNames } from "../../../components/keys.js";
import { TimeLeft } from "../../../components/time-left.js";
import { useServices } from "../../../data/use-read.js";
import { useRoute } from "../../../frame/still-here.js";
import { START } from "../../routes-start.js";
import { Page } from "../../page.js";
import { usePlace } from "../../place.js";
import { useClinicWords } from "../../use-clinic-words.js";
import { deskAt } from "./desk.js";
import { NoteForm } from "./note-form.js";
import { NotesPart } from "./notes-part.js";
import { useOwnNotes } from "./own-notes.js";
import { useShortcuts } from "./shortcuts.js";

/**
 * In place of a notebook that is not open, or not any more, and nothing of the person. Why it ended is said as far as the list of patients tells;
 * whether there is a notebook at all is not. Once the person checked in again, `openAgain` opens it. What the place wrote itself stays, and may be written on, where the visit is known here.
 */
export function Closed({ id, ended, byPerson = false, openAgain }: { id: string; ended: boolean; byPerson?: boolean; openAgain?: (() => void) | undefined }) {
  const { notebook: words, note, patients, dispense } = useClinicWords();
  const title = openAgain ? words.againTitle : byPerson ? words.endedTitle : ended ? words.overTitle : words.closedTitle;
  const { code, roles } = usePlace();
  const route = useRoute();
  const desk = deskAt(useServices(), code);
  const visit = desk.visits.get(id);
  const box = useRef<HTMLDivElement>(null);
  useShortcuts({ Escape: () => route(START) });
  // Whoever was reading is told where the text went.
  useEffect(() => {
    if (ended) box.current?.querySelector("h1")?.focus();
  }, []);
  return (
    <div ref={box} class="stack">
      <Page title={title}>
        <p class="cluster">{ended && !openAgain && <TimeLeft kind="over">{words.over}</TimeLeft>}{visit && <span class="code">{visit.receptionCode}</span>}<Button kind="line" small icon="back" href={START} shortcut="Escape">{words.list} <KeyNames names={["Esc"]} /></Button></p>
        <span class="sr" role="status">{openAgain && title}</span>
        <Card label={title}>
          {openAgain ? <><p>{words.chooseText}</p><Button icon="record" onClick={openAgain}>{words.againOpen}</Button></> : <p>{words.closedText}</p>}
          <Button kind="line" small icon="record" href="/staff/notes">{patients.written}</Button>
          {roles.includes("pharmacist") && <Button kind="line" small icon="pill" href={`/staff/patients/${id}/dispensings`}>{dispense.title}</Button>}
        </Card>
        {visit && <Own visit={visit} around={note.toCode} />}
      </Page>
    </div>
  );
}

function Own({ visit, around }: { visit: { readonly visitId: string; readonly residentId: string; readonly receptionCode: string }; around: readonly [string, string] }) {
  const { code } = usePlace();
  const desk = deskAt(useServices(), code);
  const { notes, put } = useOwnNotes(desk, visit.visitId, []);
  return <div class="cols"><NotesPart visit={visit} notes={notes} put={put} /><NoteForm visit={visit} to={visit.receptionCode} around={around} written={put} /></div>;
}
