import { useRef, useState } from "preact/hooks";

import { type Why, whyOf } from "./refusal.js";

export interface Trying<Reason> {
  /** Runs once at a time: two taps in one moment are one. */
  readonly run: (act: () => Promise<void>) => void;
  readonly busy: boolean;
  readonly why: Reason | undefined;
  readonly clear: () => void;
}

/** One attempt of a form at a time, and why it did not come to what was wanted. What was typed stays. */
export function useTrying(at?: Parameters<typeof whyOf>[1]): Trying<Why> {
  return useAttempts((fault) => whyOf(fault, at));
}

/** The same where other things may be in the way: `reasonOf` names them. */
export function useAttempts<Reason extends string>(reasonOf: (fault: unknown) => Reason): Trying<Reason> {
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState<Reason>();
  const run = (act: () => Promise<void>) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setWhy(undefined);
    act().catch((fault: unknown) => {
      const found = reasonOf(fault);
      // What nobody foresaw is to be found.
      if (found === "other") console.error(fault);
      setWhy(found);
    }).finally(() => {
      running.current = false;
      setBusy(false);
    });
  };
  return { run, busy, why, clear: () => setWhy(undefined) };
}
