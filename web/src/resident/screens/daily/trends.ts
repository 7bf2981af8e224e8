/** What a line of daily values is made of: which buckets a period has, which of them have values, and what they come to. */
import type { Bucket, DailyTrends, Measure, TrendPoint } from "../../../api/index.js";
import { isoDay } from "../../../words/dates.js";

export const TOPICS = ["pressure", "weight", "temperature", "steps", "mood"] as const;
export const PERIODS = ["month", "half", "year", "ten"] as const;
export const OCCASIONS = ["morning", "evening", "all"] as const;

export type Topic = (typeof TOPICS)[number];
export type Period = (typeof PERIODS)[number];
export type Occasion = (typeof OCCASIONS)[number];

/** What each topic asks for; the first is drawn round, the second as a diamond. */
export const MEASURES = {
  pressure: ["systolic_mmhg", "diastolic_mmhg"],
  weight: ["weight_kg"],
  temperature: ["temperature_c"],
  steps: ["steps"],
  mood: ["mood"],
} as const satisfies Record<Topic, readonly Measure[]>;

/** The guide of blood pressure at home, upper and lower: 日本高血圧学会 高血圧管理・治療ガイドライン2025, 家庭血圧. */
export const HOME_GUIDE = [135, 85] as const;

const BUCKETS: Readonly<Record<Period, Bucket>> = { month: "day", half: "week", year: "month", ten: "month" };
const DAY_MS = 86_400_000;

/** What to ask for. Where the API draws the same days by itself, they are not named, so that midnight makes no new question. */
export function queryOf(topic: Topic, period: Period, now: Date): { readonly measure: Measure[]; readonly bucket: Bucket; readonly from?: string } {
  const measure = [...MEASURES[topic]];
  return { measure, bucket: BUCKETS[period], ...(period === "ten" && { from: bucketsOf("ten", now)[0] ?? isoDay(now) }) };
}

/** The first day of each bucket of a period, oldest first, whether it has values or not. */
export function bucketsOf(period: Period, now: Date): readonly string[] {
  const today = isoDay(now);
  const at = Date.parse(`${today}T00:00:00Z`);
  const iso = (time: number) => new Date(time).toISOString().slice(0, 10);
  if (period === "month") return Array.from({ length: 30 }, (_, day) => iso(at - (29 - day) * DAY_MS));
  if (period === "half") {
    const monday = at - ((new Date(at).getUTCDay() + 6) % 7) * DAY_MS;
    return Array.from({ length: 26 }, (_, week) => iso(monday - (25 - week) * 7 * DAY_MS));
  }
  const months = period === "year" ? 12 : 120;
  const [year = 0, month = 0] = today.split("-").map(Number);
  return Array.from({ length: months }, (_, index) => iso(Date.UTC(year, month - months + index, 1)));
}

/** The points of each measure that was asked for, in the order of {@link MEASURES}. */
export function linesOf(topic: Topic, trends: DailyTrends): readonly (readonly TrendPoint[])[] {
  return MEASURES[topic].map((measure) => ("series" in trends ? (trends.series[measure]?.points ?? []) : trends.points));
}

/** Every notice once: upper and lower value bring the same ones. */
export function noticesOf(trends: DailyTrends) {
  const all = "series" in trends ? Object.values(trends.series).flatMap((line) => line?.notices ?? []) : trends.notices;
  return all.filter((notice, index) => all.findIndex(({ code, occasion }) => code === notice.code && occasion === notice.occasion) === index);
}

/** A point's values of one part of the day, or of all of it; undefined where nothing was measured then. */
export function partOf(point: TrendPoint | undefined, occasion: Occasion): Pick<TrendPoint, "min" | "mean" | "max" | "count"> | undefined {
  return occasion === "all" ? point : point?.[occasion];
}

/** A bucket with a value of each line. */
export interface TrendRow {
  readonly at: string;
  readonly values: readonly (Pick<TrendPoint, "min" | "mean" | "max" | "count"> | undefined)[];
}

/** Every bucket of the period, oldest first: those without values are the gaps of the line. */
export function rowsOf(buckets: readonly string[], lines: readonly (readonly TrendPoint[])[], occasion: Occasion): readonly TrendRow[] {
  const found = lines.map((line) => new Map(line.map((point) => [point.at, point])));
  return buckets.map((at) => ({ at, values: found.map((line) => partOf(line.get(at), occasion)) }));
}

/** The mean of what was measured on the last seven days, weighted by how often; undefined where that is nothing. */
export function lastWeekOf(rows: readonly TrendRow[], line: number): number | undefined {
  const parts = rows.slice(-7).flatMap((row) => row.values[line] ?? []);
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  return count === 0 ? undefined : parts.reduce((sum, part) => sum + part.mean * part.count, 0) / count;
}

/** Which part of the day is shown first: the mornings, else the evenings, else what was measured at whatever time. */
export function firstOccasion(lines: readonly (readonly TrendPoint[])[]): Occasion {
  return OCCASIONS.find((occasion) => lines.some((line) => line.some((point) => partOf(point, occasion) !== undefined))) ?? "all";
}

/** Whether a blood pressure is at or above the guide for measuring at home. */
export function reachesGuide(upper: number, lower: number): boolean {
  return upper >= HOME_GUIDE[0] || lower >= HOME_GUIDE[1];
}
