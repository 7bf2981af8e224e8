import { useRef, useState } from "preact/hooks";

import { type Why, whyOf } from "./refusal.js";

export interface Trying {
  /** Runs once at a time: two taps in one moment are one. */
  readonly run: (act: () => Promise<void>) => void;
  readonly busy: boolean;
  readonly why: Why | undefined;
  readonly clear: () => void;
}

/** One attempt of a form at a time, and why it did not come to what was wanted. What was typed stays. */
export function useTrying(at?: Parameters<typeof whyOf>[1]): Trying {
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  const [why, setWhy] = useState<Why>();
  const run = (act: () => Promise<void>) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setWhy(undefined);
    act().catch((fault: unknown) => {
      const found = whyOf(fault, at);
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
