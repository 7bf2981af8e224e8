/** How an open notebook stays true: looked at again while somebody works with it, and gone from the page when its day ends. */
import { useEffect, useReducer, useRef, useState } from "preact/hooks";

import type { Read } from "../../../data/operations.js";
import { useServices } from "../../../data/use-read.js";

/** A read whose value is a patient's. */
export type PatientRead = Read<"open-notebook"> | Read<"open-section"> | Read<"list-patients">;

/** How often an open page asks again. The account has 600 looks an hour; this is 120. */
export const AGAIN_MS = 30_000;
/** Who did nothing for so long does not look: nothing new is fetched, and the person is told of no look that nobody had. */
export const IDLE_MS = 120_000;
const ACTS = ["keydown", "pointerdown", "pointermove", "wheel", "scroll", "touchstart"] as const;

/** Asks again in turn, while the page is visible and its user is active. */
export function useLookAgain(again: () => void, every = AGAIN_MS): void {
  const latest = useRef(again);
  latest.current = again;
  useEffect(() => {
    let acted = Date.now();
    const act = () => {
      acted = Date.now();
    };
    for (const kind of ACTS) addEventListener(kind, act, { passive: true, capture: true });
    const timer = setInterval(() => {
      if (document.visibilityState === "visible" && Date.now() - acted < IDLE_MS) latest.current();
    }, every);
    return () => {
      clearInterval(timer);
      for (const kind of ACTS) removeEventListener(kind, act, { capture: true });
    };
  }, [every]);
}

/** The time by the API's clock, drawn again every ten seconds, at `until` itself, and when the page comes back into sight. */
export function useApiTime(until: number | undefined): number {
  const { clock } = useServices();
  const [, draw] = useReducer<number, void>((count) => count + 1, 0);
  const left = until === undefined ? undefined : until - clock.now();
  useEffect(() => {
    const redraw = () => draw();
    const timer = setInterval(redraw, 10_000);
    document.addEventListener("visibilitychange", redraw);
    addEventListener("focus", redraw);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", redraw);
      removeEventListener("focus", redraw);
    };
  }, []);
  useEffect(() => {
    if (left === undefined || left <= 0 || left > 2 ** 31 - 1) return undefined;
    const end = setTimeout(() => draw(), left + 20);
    return () => clearTimeout(end);
  }, [until]);
  return clock.now();
}

/**
 * A page that the browser kept aside shows nothing when it is taken back until the reads were asked again. What is held back is out of sight
 * from the moment at which the page is put aside: what comes back is drawn before any program runs.
 */
export function useHeldBack(reads: readonly PatientRead[]): { readonly held: boolean; readonly ref: preact.RefObject<HTMLDivElement> } {
  const { cache } = useServices();
  const ref = useRef<HTMLDivElement>(null);
  const [held, setHeld] = useState(false);
  const latest = useRef(reads);
  latest.current = reads;
  useEffect(() => {
    const away = () => {
      if (ref.current) ref.current.hidden = true;
    };
    const back = async ({ persisted }: PageTransitionEvent) => {
      if (!persisted) {
        if (ref.current) ref.current.hidden = false;
        return;
      }
      setHeld(true);
      const asked = latest.current;
      await Promise.all(asked.map((read) => cache.refresh(read)));
      // Without an answer it is not known whether it may still be shown.
      for (const read of asked) {
        if (cache.peek(read).refusal?.status !== 0) continue;
        cache.drop(read);
        void cache.refresh(read);
      }
      if (ref.current) ref.current.hidden = false;
      setHeld(false);
    };
    addEventListener("pagehide", away);
    addEventListener("pageshow", back);
    return () => {
      removeEventListener("pagehide", away);
      removeEventListener("pageshow", back);
    };
  }, [cache]);
  return { held, ref };
}
