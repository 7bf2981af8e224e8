/** What is said of now, as long as a screen is open: it is that of the minute, and midnight passes. */
import { useEffect, useState } from "preact/hooks";

import { useServices } from "../data/use-read.js";
import { isoDay } from "../words/dates.js";

const MINUTE = 60_000;

/** The instant of a tap, by the API's clock: a phone may be off by minutes, and what lies far ahead of the API is refused. */
export function useNow(): () => Date {
  const { clock } = useServices();
  return () => new Date(clock.now());
}

/** Which day it is in Japan, by the API's clock. */
export function useToday(): () => string {
  const now = useNow();
  return () => isoDay(now());
}

/** The time, anew with each full minute, and at once when the person comes back to the page. */
export function useMinute(): Date {
  const current = useNow();
  const [now, setNow] = useState(current);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tick = () => {
      clearTimeout(timer);
      const at = current();
      setNow((before) => (isSameMinute(before, at) ? before : at));
      timer = setTimeout(tick, MINUTE - (at.getTime() % MINUTE));
    };
    tick();
    document.addEventListener("visibilitychange", tick);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", tick);
    };
  }, []);
  return now;
}

/** The instant of a tap (`at`) on a screen that shows `shown` as now: in that minute, so that what is shown is what is kept. */
export function tappedAt(shown: Date, at: Date): Date {
  return isSameMinute(shown, at) ? at : shown;
}

function isSameMinute(one: Date, other: Date): boolean {
  return Math.floor(one.getTime() / MINUTE) === Math.floor(other.getTime() / MINUTE);
}
