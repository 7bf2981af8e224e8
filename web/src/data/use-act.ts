import { useRef, useState } from "preact/hooks";

import type { Refusal } from "../api/index.js";
// Comes with the screen, so that the first tap does not wait for it.
import { ACTS, type ActArguments, type ActId, type OutcomeOf } from "./acts.js";
import { useServices } from "./use-read.js";

export interface Acting<Id extends ActId> {
  /** Does it. Says what it came to and never throws; while it is `busy`, a second run is refused as such and has no effect. */
  readonly run: (...what: ActArguments<Id>) => Promise<OutcomeOf<Id>>;
  /** From the tap on until what the act outdates was read again: what is on the screen before that is not what the next tap would be about. */
  readonly busy: boolean;
  /** Why the last run did not come to what was wanted. */
  readonly refusal: Refusal<string> | undefined;
  /** Takes the refusal out of sight. */
  readonly clear: () => void;
}

const BUSY: Refusal<"busy"> = { code: "busy", status: 0, detail: "", errors: [], requestId: undefined, retryAfter: undefined, document: undefined };

/** An act of a screen: what is done at once or not at all. */
export function useAct<Id extends ActId>(id: Id): Acting<Id> {
  const { act, cache } = useServices();
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
    if (!came.ok) setRefusal(came.refusal);
    const over = () => {
      running.current = false;
      setBusy(false);
    };
    const anew = cache.readAgain(ACTS[id].outdates);
    if (anew === undefined) over();
    else void anew.then(over, over);
    return came;
  };
  return { run, busy, refusal, clear: () => setRefusal(undefined) };
}
