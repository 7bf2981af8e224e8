/** Up to when notes are read. The mark is one instant for all of them, so that it must not pass a note that nobody has seen. */
import type { ShownNote, UnreadNote } from "../../../api/index.js";

type Dated = Pick<ShownNote, "note_id" | "written_at"> & { readonly amended_at?: string | null | undefined };

/** An amended note is new once more. */
export function stampOf({ note_id, written_at, amended_at }: Dated): string {
  return `${note_id} ${amended_at ?? written_at}`;
}

/** The instant up to which everything unread was seen; nothing where the oldest was not. */
export function readTo(unread: readonly UnreadNote[], seen: ReadonlySet<string>): string | undefined {
  const at = ({ amended_at, written_at }: UnreadNote) => amended_at ?? written_at;
  const oldestFirst = [...unread].sort((one, other) => Date.parse(at(one)) - Date.parse(at(other)));
  const unseen = oldestFirst.findIndex((note) => !seen.has(stampOf(note)));
  const last = oldestFirst[(unseen === -1 ? oldestFirst.length : unseen) - 1];
  return last && at(last);
}
