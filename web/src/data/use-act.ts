import { useRef, useState } from "preact/hooks";

import type { Refusal } from "../api/index.js";
// Comes with the screen, so that the first tap does not wait for it.
import "./acts.js";
import type { ActArguments, ActId, OutcomeOf } from "./acts.js";
import { useServices } from "./use-read.js";

export interface Acting<Id extends ActId> {
  /** Does it. Says what it came to and never throws; while it runs, a second run is refused as `busy` and has no effect. */
  readonly run: (...what: ActArguments<Id>) => Promise<OutcomeOf<Id>>;
  readonly busy: boolean;
  /** Why the last run did not come to what was wanted. */
  readonly refusal: Refusal<string> | undefined;
  /** Takes the refusal out of sight. */
  readonly clear: () => void;
}

const BUSY: Refusal<"busy"> = { code: "busy", status: 0, detail: "", errors: [], requestId: undefined, retryAfter: undefined, document: undefined };

/** An act of a screen: what is done at once or not at all. */
export function useAct<Id extends ActId>(id: Id): Acting<Id> {
  const { act } = useServices();
  // Known before the screen is drawn again: two taps in one moment are one act.
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal<string>>();
  const run = async (...what: ActArguments<Id>): Promise<OutcomeOf<Id>> => {
    if (running.current) return { ok: false, refusal: BUSY };
    running.current = true;
    setBusy(true);
    setRefusal(undefined);
    const came = await act(id, ...what);
    running.current = false;
    setBusy(false);
    if (!came.ok) setRefusal(came.refusal);
    return came;
  };
  return { run, busy, refusal, clear: () => setRefusal(undefined) };
}
