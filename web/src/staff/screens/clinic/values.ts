/** Home blood pressure and the means of weeks, out of the daily values that the answer shows. Means for reading, no judgement of their own. */
import type { OpenedDailyRecord } from "../../../api/index.js";
import { hourOf, isoDay } from "../../../words/dates.js";
import { addDays, daysFrom, weekdayOf } from "../../../words/days.js";

export type Occasion = "morning" | "evening";

export interface PressureMean {
  readonly systolic: number;
  readonly diastolic: number;
  /** How many values it is the mean of. */
  readonly times: number;
}

const MORNING = 4;
const NOON = 12;
const EVENING = 17;

/** Whether a value is one of the morning or of the evening, and of which day: after midnight it is still the evening before. */
export function occasionOf(at: Date): { readonly occasion: Occasion | undefined; readonly day: string } {
  const hour = hourOf(at);
  if (hour < MORNING) return { occasion: "evening", day: addDays(isoDay(at), -1) };
  if (hour < NOON) return { occasion: "morning", day: isoDay(at) };
  return { occasion: hour >= EVENING ? "evening" : undefined, day: isoDay(at) };
}

/** The mean of the last seven days, today included, by morning and evening; nothing where there is no value. */
export function weekOfPressure(records: readonly OpenedDailyRecord[], today: string): WeekOfValues["pressure"] {
  return pressureOf(records, (day) => daysFrom(day, today) >= 0 && daysFrom(day, today) < 7);
}

/** The means of morning and evening over the days that are wanted. */
function pressureOf(records: readonly OpenedDailyRecord[], isWanted: (day: string) => boolean): WeekOfValues["pressure"] {
  const mean = (wanted: Occasion): PressureMean | undefined => {
    const values = records.flatMap(({ blood_pressure, taken_at }) => {
      const { occasion, day } = occasionOf(new Date(taken_at));
      return blood_pressure !== undefined && occasion === wanted && isWanted(day) ? [blood_pressure] : [];
    });
    if (values.length === 0) return undefined;
    return { systolic: Math.round(average(values.map((one) => one.systolic_mmhg))), diastolic: Math.round(average(values.map((one) => one.diastolic_mmhg))), times: values.length };
  };
  return { morning: mean("morning"), evening: mean("evening") };
}

/** Whether a mean reaches the guide for blood pressure at home, 135/85. */
export function reachesGuide({ systolic, diastolic }: PressureMean): boolean {
  return systolic >= 135 || diastolic >= 85;
}

export interface WeekOfValues {
  /** Its Monday. */
  readonly monday: string;
  /** Blood pressure by part of the day, as on the phone: a mean of both would be a value of neither. What is of neither counts in none. */
  readonly pressure: { readonly [Of in Occasion]: PressureMean | undefined };
  readonly weight: number | undefined;
  /** A day's steps are the last that were written for it. */
  readonly steps: number | undefined;
}

/** The means of the last weeks that hold values, newest first. */
export function weeksOfValues(records: readonly OpenedDailyRecord[], most = 8): readonly WeekOfValues[] {
  const weeks = new Map<string, OpenedDailyRecord[]>();
  for (const record of records) {
    const at = new Date(record.taken_at);
    // Values after midnight are of that day, a blood pressure of then is of the evening before.
    const mondays = [mondayOf(isoDay(at)), ...(record.blood_pressure === undefined ? [] : [mondayOf(occasionOf(at).day)])];
    for (const monday of new Set(mondays)) weeks.set(monday, [...(weeks.get(monday) ?? []), record]);
  }
  return [...weeks.entries()].sort(([a], [b]) => b.localeCompare(a)).slice(0, most).map(([monday, all]) => {
    const mean = (values: readonly (number | undefined)[], digits = 0) => {
      const known = values.filter((value) => value !== undefined);
      return known.length === 0 ? undefined : Math.round(average(known) * 10 ** digits) / 10 ** digits;
    };
    const steps = new Map<string, { readonly at: number; readonly steps: number }>();
    const own = all.filter(({ taken_at }) => mondayOf(isoDay(new Date(taken_at))) === monday);
    for (const { taken_at, steps: count } of own) {
      const [day, at] = [isoDay(new Date(taken_at)), Date.parse(taken_at)];
      if (count !== undefined && at >= (steps.get(day)?.at ?? 0)) steps.set(day, { at, steps: count });
    }
    return {
      monday,
      pressure: pressureOf(all, (day) => mondayOf(day) === monday),
      weight: mean(own.map((one) => one.weight_kg), 1),
      steps: mean([...steps.values()].map((one) => one.steps)),
    };
  });
}

function mondayOf(day: string): string {
  return addDays(day, -weekdayOf(day));
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
