/** The place's own notes on a visit: those that the notebook shows and those that were written at this desk. */
import { useReducer } from "preact/hooks";

import type { InstitutionNote } from "../../../api/index.js";
import { type Desk, type OwnNote, withNote } from "./desk.js";

/** A note as the contract shows it. */
export function ownNoteOf({ note_id, text, version, written_at, amended_at, retracted_at, cut }: InstitutionNote): OwnNote {
  return { noteId: note_id, text, version: `"${version}"`, writtenAt: written_at, amendedAt: amended_at, retractedAt: retracted_at, cut };
}

/** Which of two looks at the same note is the later one; of the same version the one that shows it whole. */
export function later(a: OwnNote, b: OwnNote): OwnNote {
  const [ofA, ofB] = [a, b].map(({ version }) => Number(version?.replace(/\D/g, "") ?? 0));
  if (ofA === ofB) return a.cut ? b : a;
  return (ofA ?? 0) > (ofB ?? 0) ? a : b;
}

/** What is known at the desk, with what the notebook shows. */
export function merged(known: readonly OwnNote[], seen: readonly OwnNote[]): readonly OwnNote[] {
  const all = seen.reduce((notes, note) => {
    const before = notes.find(({ noteId }) => noteId === note.noteId);
    return withNote(notes, before === undefined ? note : later(before, note));
  }, known);
  return [...all].sort((a, b) => b.writtenAt.localeCompare(a.writtenAt));
}

/** The notes of a visit, and how one more, or one as it is now, is put among them. They stay on the desk when the notebook closes. */
export function useOwnNotes(desk: Desk, visitId: string, seen: readonly InstitutionNote[]): { readonly notes: readonly OwnNote[]; readonly put: (note: OwnNote) => void } {
  const [, draw] = useReducer<number, void>((count) => count + 1, 0);
  const notes = merged(desk.notes.get(visitId) ?? [], seen.map(ownNoteOf));
  // At once: what is put later is put among these.
  desk.notes.set(visitId, notes);
  return {
    notes,
    put(note) {
      desk.notes.set(visitId, withNote(desk.notes.get(visitId) ?? notes, note));
      draw();
    },
  };
}
