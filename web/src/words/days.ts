/** Sums of days as the contract writes them: 2026-11-25. */
const DAY_MS = 86_400_000;

/** Empty where there is no such day, or it is after the year 9999: the contract has none. */
export function addDays(day: string, count: number): string {
  const sum = new Date(Date.parse(`${day}T00:00Z`) + count * DAY_MS);
  const text = Number.isNaN(sum.getTime()) ? "" : sum.toISOString();
  return /^\d{4}-/.test(text) ? text.slice(0, 10) : "";
}

/** How many days lie from one day to another; negative where the other is earlier. */
export function daysFrom(day: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00Z`) - Date.parse(`${day}T00:00Z`)) / DAY_MS);
}

/** 0 for Monday to 6 for Sunday. */
export function weekdayOf(day: string): number {
  return (new Date(`${day}T00:00Z`).getUTCDay() + 6) % 7;
}

/** Whether a text is a day that there is: 2026-02-30 is none. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && addDays(text, 0) === text;
}

/** Whether the clock of this phone shows Japan's time, which the contract's days and times are of. */
export function showsJapan(at: Date): boolean {
  return at.getTimezoneOffset() === -540;
}
