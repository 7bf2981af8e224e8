/** A page that stays open over midnight: what belongs to a day is asked for again when it is another one. */
import type { Cache } from "./cache.js";
import type { Clock } from "./clock.js";
import type { ReadId } from "./operations.js";

/** Those that answer otherwise once it is another day in Japan, though nobody did anything. A test holds them to what each read shows. */
export const OF_A_DAY: readonly ReadId[] = [
  "get-adherence", "get-alarm", "get-daily-trends", "get-goals", "get-today", "list-alarm-suggestions", "list-alarms", "list-grants", "list-guided", "list-health-guidance", "list-intakes", "list-medications", "list-own-notes", "list-patients",
];

const MINUTE_MS = 60_000;
/** Our clock may be two seconds ahead of the API's, and who asks before its midnight is answered yesterday's. */
const LATE_MS = 5_000;

/** Asks for it on a page that stays in sight, and where the person comes back to it. */
export function followDay(cache: Cache, { now }: Clock, page: Window): void {
  let day = dayOf(now() - LATE_MS);
  const turn = () => {
    const today = dayOf(now() - LATE_MS);
    // What nobody looks at is not looked up.
    if (today === day || page.document.visibilityState !== "visible") return;
    day = today;
    cache.outdate(OF_A_DAY);
  };
  // By the minute, because a computer that slept counts on from where it was.
  const tick = () => {
    turn();
    setTimeout(tick, MINUTE_MS - ((now() - LATE_MS) % MINUTE_MS));
  };
  tick();
  // Before those who look again at what is not outdated.
  page.addEventListener("visibilitychange", turn, { capture: true });
}

/** Which day it is in Japan, counted: nine hours ahead of the world, in every season. */
function dayOf(at: number): number {
  return Math.floor((at + 540 * MINUTE_MS) / (1_440 * MINUTE_MS));
}
