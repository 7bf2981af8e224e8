/** What a person types of daily values, and what of it the API takes. The limits are the contract's. */
import type { NewDailyRecord, Refusal } from "../../../api/index.js";
import type { Words } from "../../../words/ja.js";
import { fromJapan, isoDay, isoTime } from "../../../words/dates.js";

/** A form as it was typed; empty is not measured. */
export interface Draft {
  readonly upper: string;
  readonly lower: string;
  readonly pulse: string;
  readonly weight: string;
  readonly temperature: string;
  readonly steps: string;
  readonly mood: 1 | 2 | 3 | 4 | 5 | undefined;
  readonly memo: string;
  /** Day and time in Japan; empty is now. */
  readonly day: string;
  readonly time: string;
}

export type Field = keyof Draft;

export const BLANK: Draft = { upper: "", lower: "", pulse: "", weight: "", temperature: "", steps: "", mood: undefined, memo: "", day: "", time: "" };

/** What is wrong: a sentence of ours, or one of the API's in its own words. */
export interface FieldProblem {
  readonly field: Field;
  readonly text: string;
  readonly ours: boolean;
}

interface Limit {
  readonly low: number;
  readonly high: number;
  readonly whole: boolean;
}

const LIMITS = {
  upper: { low: 40, high: 300, whole: true },
  lower: { low: 20, high: 200, whole: true },
  pulse: { low: 20, high: 300, whole: true },
  weight: { low: 0.5, high: 300, whole: false },
  temperature: { low: 30, high: 45, whole: false },
  steps: { low: 0, high: 200_000, whole: true },
} as const satisfies Partial<Record<Field, Limit>>;

type Measure = keyof typeof LIMITS;

/** The record that a form comes to, or everything that is to be looked at. */
export function recordOf(draft: Draft, now: Date, words: Words): { readonly record: NewDailyRecord } | { readonly problems: readonly FieldProblem[] } {
  const { errors } = words.record;
  const problems: FieldProblem[] = [];
  const wrong = (field: Field, text: string) => problems.push({ field, text, ours: true });
  const value = (field: Measure): number | undefined => {
    const typed = draft[field].normalize("NFKC").replaceAll(",", "").trim();
    if (typed === "") return undefined;
    const { low, high, whole } = LIMITS[field];
    const number = /^\d+(\.\d+)?$/.test(typed) ? Number(typed) : Number.NaN;
    if (!(number >= low && number <= high)) wrong(field, errors.range(low.toLocaleString("en"), high.toLocaleString("en")));
    else if (whole && !Number.isInteger(number)) wrong(field, errors.whole);
    return number;
  };
  const [upper, lower, pulse] = [value("upper"), value("lower"), value("pulse")];
  const [weight, temperature, steps] = [value("weight"), value("temperature"), value("steps")];
  if (problems.length === 0) {
    if ((upper === undefined) !== (lower === undefined)) wrong(upper === undefined ? "upper" : "lower", errors.both);
    else if (upper !== undefined && lower !== undefined && upper <= lower) wrong("upper", errors.swapped);
    else if (upper === undefined && pulse !== undefined) wrong("pulse", errors.pulseAlone);
  }
  const taken = draft.day === "" && draft.time === "" ? now : fromJapan(draft.day, draft.time);
  if (!(taken.getTime() <= now.getTime())) wrong("time", errors.time);
  const memo = draft.memo.trim();
  const nothing = [upper, weight, temperature, steps, draft.mood].every((one) => one === undefined) && memo === "";
  if (problems.length === 0 && nothing) wrong("upper", errors.empty);
  if (problems.length > 0) return { problems };
  return {
    record: {
      taken_at: `${isoDay(taken)}T${isoTime(taken)}:00+09:00`,
      ...(upper !== undefined && lower !== undefined && { blood_pressure: { systolic_mmhg: upper, diastolic_mmhg: lower, ...(pulse !== undefined && { pulse_bpm: pulse }) } }),
      ...(weight !== undefined && { weight_kg: weight }),
      ...(temperature !== undefined && { temperature_c: temperature }),
      ...(steps !== undefined && { steps }),
      ...(draft.mood !== undefined && { mood: draft.mood }),
      ...(memo !== "" && { memo }),
    },
  };
}

const POINTERS: readonly (readonly [string, Field])[] = [
  ["/blood_pressure/diastolic_mmhg", "lower"], ["/blood_pressure/pulse_bpm", "pulse"], ["/blood_pressure", "upper"], ["/weight_kg", "weight"],
  ["/temperature_c", "temperature"], ["/steps", "steps"], ["/mood", "mood"], ["/memo", "memo"], ["/taken_at", "time"],
];

/** What the API says of fields, at the fields of the form. */
export function problemsOf(refusal: Refusal<string>): readonly FieldProblem[] {
  return refusal.errors.flatMap(({ pointer, detail }) => {
    const field = POINTERS.find(([begin]) => pointer.startsWith(begin))?.[1];
    return field === undefined ? [] : [{ field, text: detail, ours: false }];
  });
}
