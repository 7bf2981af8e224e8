/** How often an answer is asked for while it is looked at, what is left of a time, and whether there is a network. */
import { useEffect, useState } from "preact/hooks";

import { FRESH_MS } from "../../../data/services.js";

const MINUTE = 60_000;

/** Asks again as long as somebody looks. */
export function useKeptFresh({ again }: { readonly again: () => void }, of: string): void {
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") again();
    }, FRESH_MS);
    return () => clearInterval(timer);
  }, [of]);
}

/** What is left until an instant, begun minutes counted whole: it never says 0 while something is open. */
export function leftUntil(until: Date, now: Date): { readonly hours: number; readonly minutes: number } {
  const minutes = Math.max(0, Math.ceil((until.getTime() - now.getTime()) / MINUTE));
  return { hours: Math.floor(minutes / 60), minutes: minutes % 60 };
}

/** Whether the device has a network, as far as it knows. */
export function useOnline(): boolean {
  const [online, setOnline] = useState(() => navigator.onLine);
  useEffect(() => {
    const look = () => setOnline(navigator.onLine);
    window.addEventListener("online", look);
    window.addEventListener("offline", look);
    // What changed between drawing and listening.
    look();
    return () => {
      window.removeEventListener("online", look);
      window.removeEventListener("offline", look);
    };
  }, []);
  return online;
}
