import { type Dates, sameYear } from "../../../words/dates.js";

/** A day; with its year, where that is another one than now's. */
export function saidDay(dates: Dates, at: Date, now: Date): string {
  return sameYear(at, now) ? dates.day(at) : dates.whole(at);
}

/** The same of what comes next: 今日, あす, or the day. */
export function saidNear(dates: Dates, at: Date, now: Date): string {
  const near = dates.near(at, now);
  return near === dates.day(at) ? saidDay(dates, at, now) : near;
}
