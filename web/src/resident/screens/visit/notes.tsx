import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";

import type { GetVisitOutput, ShownNote } from "../../../api/index.js";
import { Card } from "../../../components/card.js";
import { Note } from "../../../components/note.js";
import { useRead, useServices } from "../../../data/use-read.js";
// Comes with the screen, so that what was read is marked without another load.
import "../../../data/acts.js";
import { visitWords } from "../../../words/visit/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { usePerson } from "../../person.js";
import { readTo, stampOf } from "./unread.js";

/** What was in sight since the page was opened, in whichever notebook: ids and instants, no text. */
const seen = new Set<string>();

/** What the institution wrote for the person. What is in sight counts as read. */
export function Notes({ visit, children }: { visit: GetVisitOutput; children: ComponentChildren }) {
  const { say } = useWords();
  const { visit: said } = useLexicon(visitWords);
  useMarkRead(visit.notes);
  if (visit.checked_in_at === undefined && visit.notes.length === 0) return null;
  return (
    <Card title={say(said.notes)} icon="memo">
      {visit.notes.length === 0 && <p class="second">{say(said.noNotes)}</p>}
      {visit.notes.map((note) => <One key={note.note_id} note={note} />)}
      {children}
    </Card>
  );
}

function One({ note: { text, retracted, author_role, written_at, amended_at, amended_by_role } }: { note: ShownNote }) {
  const { words, say, dates } = useWords();
  const { visit: said } = useLexicon(visitWords);
  const when = (instant: string) => {
    const at = new Date(instant);
    return `${dates.day(at)} ${dates.time(at)}`;
  };
  const by = <>{say(said.by(words.roles[author_role], when(written_at)))}{amended_at !== undefined && !retracted && <><br />{say(said.amended(when(amended_at), amended_by_role && words.roles[amended_by_role]))}</>}</>;
  if (retracted || text === undefined) return <Note kind="gone" by={by}>{say(said.retracted)}</Note>;
  return <Note by={by}>{text}</Note>;
}

/** Marks as read what is in sight, while somebody looks at the page. */
function useMarkRead(notes: readonly ShownNote[]): void {
  const { act } = useServices();
  const { residentId } = usePerson();
  const { value: today } = useRead("get-today", { resident_id: residentId });
  const shown = notes.map(stampOf).join();
  const unread = today?.unread_notes ?? [];
  useEffect(() => {
    const mark = () => {
      if (document.visibilityState !== "visible") return;
      for (const note of notes) seen.add(stampOf(note));
      const read_to = readTo(unread, seen);
      if (read_to !== undefined) void act("put-read-notes", { resident_id: residentId }, { read_to });
    };
    mark();
    document.addEventListener("visibilitychange", mark);
    return () => document.removeEventListener("visibilitychange", mark);
  }, [residentId, shown, unread.map(stampOf).join()]);
}
