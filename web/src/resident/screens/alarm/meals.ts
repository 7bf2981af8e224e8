import type { MealTimesOutput } from "../../../api/index.js";

export const MOMENTS = ["wake", "beforeBreakfast", "afterBreakfast", "afterLunch", "afterSupper", "bedtime"] as const;
export type Moment = (typeof MOMENTS)[number];

/** When the moments of a sheet are in a person's day, as alarms are suggested: half an hour before or after a meal. */
export function momentsOf({ wake, breakfast, lunch, supper, bedtime }: MealTimesOutput): Readonly<Record<Moment, string>> {
  return { wake, beforeBreakfast: shifted(breakfast, -30), afterBreakfast: shifted(breakfast, 30), afterLunch: shifted(lunch, 30), afterSupper: shifted(supper, 30), bedtime };
}

/** A time of day so many minutes later, around midnight too. */
export function shifted(time: string, minutes: number): string {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  const sum = (hour * 60 + minute + minutes + 1440) % 1440;
  return `${String(Math.floor(sum / 60)).padStart(2, "0")}:${String(sum % 60).padStart(2, "0")}`;
}
