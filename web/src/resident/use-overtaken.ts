/** What a form is written over, and what happens where somebody else changed that first. One way for all forms. */
import { useState } from "preact/hooks";

import type { Refusal } from "../api/index.js";

/** Something as it was read, and the version that `If-Match` names. */
export interface Seen<Value> {
  readonly value: Value;
  readonly version: string | undefined;
}

export interface Overtaking<Value> {
  /** What the next save takes the place of: what the person saw last. */
  readonly over: Seen<Value>;
  /** Whether somebody else was faster than the last save (412). */
  readonly overtaken: boolean;
  /** What stands now, to be shown beside what was typed; undefined until it was read, and then a further save is refused again. */
  readonly now: Value | undefined;
  /** Takes in what a save came to. */
  readonly came: (outcome: { readonly ok: true } | { readonly ok: false; readonly refusal: Refusal<string> }) => void;
}

/**
 * What was typed stays; what stands now is shown; a further save, over that, is the person's decision. A change that is read while somebody
 * types is not taken for what that person saw. `standing`: as it is read now, if it still can be.
 */
export function useOvertaken<Value>(first: Seen<Value>, standing: Seen<Value> | undefined = first): Overtaking<Value> {
  const [seen, setSeen] = useState(first);
  const [overtaken, setOvertaken] = useState(false);
  const moved = overtaken && standing !== undefined && standing.version !== seen.version ? standing : undefined;
  const over = moved ?? seen;
  return {
    over, overtaken,
    now: moved?.value,
    came(outcome) {
      setSeen(over);
      setOvertaken(!outcome.ok && outcome.refusal.status === 412);
    },
  };
}
