/** What lies on the desk of who is signed in: drafts and notes of this sitting. It is in memory only, and gone with the page or the sign-in. */
// Every screen at the desk acts, and none before it.
import "../../../data/staff-acts.js";
import type { Services } from "../../../data/services.js";

/** A visit here, as far as a note on it needs it: that may be written when the notebook is closed again. */
export interface DeskVisit {
  readonly visitId: string;
  readonly residentId: string;
  readonly receptionCode: string;
}

/** A note of the place, as it is known here. */
export interface OwnNote {
  readonly noteId: string;
  /** `null` once it was retracted. */
  readonly text: string | null;
  /** What `If-Match` of a change takes. */
  readonly version: string | undefined;
  readonly writtenAt: string;
  readonly amendedAt: string | null;
  readonly retractedAt: string | null;
  /** Whether the text goes on beyond what is known here: it is not amended before it was seen whole. */
  readonly cut: boolean;
}

/** What is written in the place of a note, over the version that was seen whole. */
export interface Amendment {
  readonly text: string;
  readonly over: string | undefined;
}

export interface Desk {
  /** By visit: what was typed and not sent. */
  readonly drafts: Map<string, string>;
  /** By note: what is being written in its place and was not sent, over which version. */
  readonly amendments: Map<string, Amendment>;
  /** Whose notebook somebody chose to open here. An address alone opens none: each look stands in the person's log. */
  readonly chosen: Set<string>;
  /** By person: the visit of today, which is in no list any more after midnight. */
  readonly visits: Map<string, DeskVisit>;
  /** By visit: notes that were written, changed or seen here, newest first. */
  readonly notes: Map<string, readonly OwnNote[]>;
}

const desks = new WeakMap<Services, Map<string, Desk>>();

/** The desk at a place. Signing out clears it. */
export function deskAt(services: Services, code: string): Desk {
  let places = desks.get(services);
  if (places === undefined) {
    const made = new Map<string, Desk>();
    places = made;
    desks.set(services, made);
    services.onForget(() => made.clear());
    services.onReopen(() => [...made.values()].some(({ drafts, amendments }) => drafts.size + amendments.size > 0));
  }
  let desk = places.get(code);
  if (desk === undefined) {
    desk = { drafts: new Map(), amendments: new Map(), chosen: new Set(), visits: new Map(), notes: new Map() };
    places.set(code, desk);
  }
  return desk;
}

/** Notes with one more, or with one as it is now. */
export function withNote(notes: readonly OwnNote[], note: OwnNote): readonly OwnNote[] {
  return notes.some(({ noteId }) => noteId === note.noteId) ? notes.map((other) => (other.noteId === note.noteId ? note : other)) : [note, ...notes];
}
