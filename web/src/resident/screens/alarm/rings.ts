/** When an alarm rings, so that a form can say it before it is kept. What rings is decided by the API, which says so of every kept alarm. */
import type { Anchored, Weekday } from "../../../api/index.js";
import { addDays, daysFrom, isDay, weekdayOf } from "../../../words/days.js";

export const WEEKDAYS: readonly Weekday[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** Longer than any rhythm pauses (366 days), beyond the first day of an alarm. */
const LOOK_AHEAD_DAYS = 800;

export interface Plan {
  readonly rhythm: Anchored;
  readonly times: readonly string[];
  readonly from: string;
  readonly until: string | null;
  readonly pausedUntil: string | null;
}

/** Whether a rhythm has a dose on a day. */
export function fallsOn(rhythm: Anchored, from: string, day: string): boolean {
  const anchor = rhythm.anchor_day ?? from;
  const since = (period: number) => ((daysFrom(anchor, day) % period) + period) % period;
  switch (rhythm.kind) {
    case "daily": return true;
    case "every_n_days": return since(rhythm.n) === 0;
    case "weekdays": return rhythm.days.includes(WEEKDAYS[weekdayOf(day)] ?? "mon");
    case "days_on_off": return since(rhythm.on + rhythm.off) < rhythm.on;
    case "monthly": return Number(day.slice(8)) === Math.min(Number(anchor.slice(8)), lastOfMonth(day));
    default: return false;
  }
}

/** The next day and time, from a day and a time of Japan on; `undefined` where it does not ring any more. */
export function nextRing({ rhythm, times, from, until, pausedUntil }: Plan, today: string, now: string): { readonly day: string; readonly time: string } | undefined {
  const sorted = [...times].sort();
  const afterPause = pausedUntil !== null && pausedUntil >= today ? addDays(pausedUntil, 1) : today;
  const first = [from, today, afterPause].reduce((latest, day) => (day > latest ? day : latest));
  for (let ahead = 0; ahead <= LOOK_AHEAD_DAYS; ahead += 1) {
    const day = addDays(first, ahead);
    // What was typed so far is no day, or none that an alarm reaches.
    if (!isDay(day)) return undefined;
    if (until !== null && day > until) return undefined;
    if (!fallsOn(rhythm, from, day)) continue;
    const time = sorted.find((one) => day > today || one > now);
    if (time !== undefined) return { day, time };
  }
  return undefined;
}

function lastOfMonth(day: string): number {
  const [year = 0, month = 1] = day.split("-").map(Number);
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
