/** What is said of now, as long as a screen is open: it is that of the minute, and midnight passes. */
import { useEffect, useState } from "preact/hooks";

const MINUTE = 60_000;

/** The time, anew with each full minute, and at once when the person comes back to the page. */
export function useMinute(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tick = () => {
      clearTimeout(timer);
      const at = new Date();
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

/** The instant of a tap on a screen that shows `shown` as now: in that minute, so that what is shown is what is kept. */
export function tappedAt(shown: Date): Date {
  const at = new Date();
  return isSameMinute(shown, at) ? at : shown;
}

function isSameMinute(one: Date, other: Date): boolean {
  return Math.floor(one.getTime() / MINUTE) === Math.floor(other.getTime() / MINUTE);
}
