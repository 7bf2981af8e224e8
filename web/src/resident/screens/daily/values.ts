/** What a person types of daily values, and what of it the API takes. The limits are the contract's. */
import type { DailyEntry, DailyRecordReplacement, NewDailyRecord, Refusal, Today } from "../../../api/index.js";
import type { Words } from "../../../words/ja.js";
import { fromJapan, isoDay, isoTime } from "../../../words/dates.js";
import { grouped } from "../../../words/numbers.js";

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
  /** Its own unit, which may stand behind the number. */
  readonly unit: RegExp;
}

const MMHG = /mmhg$/i;

const LIMITS = {
  upper: { low: 40, high: 300, whole: true, unit: MMHG },
  lower: { low: 20, high: 200, whole: true, unit: MMHG },
  pulse: { low: 20, high: 300, whole: true, unit: /(bpm|回|拍)(\/分)?$/i },
  weight: { low: 0.5, high: 300, whole: false, unit: /(kg|キロ)$/i },
  temperature: { low: 30, high: 45, whole: false, unit: /(°?c|度)$/i },
  steps: { low: 0, high: 200_000, whole: true, unit: /歩$/ },
} as const satisfies Partial<Record<Field, Limit>>;

export type Measure = keyof typeof LIMITS;

/** The record that a form comes to, or everything that is to be looked at. */
export function recordOf(draft: Draft, now: Date, words: Words, onlyNumber: string): { readonly record: NewDailyRecord } | { readonly problems: readonly FieldProblem[] } {
  const { errors } = words.record;
  const problems: FieldProblem[] = [];
  const wrong = (field: Field, text: string) => problems.push({ field, text, ours: true });
  const value = (field: Measure): number | undefined => {
    const { low, high, whole } = LIMITS[field];
    const number = numberOf(draft[field], field);
    if (number === undefined) return undefined;
    if (Number.isNaN(number) && BEFORE_WORD.test(half(draft[field]))) wrong(field, onlyNumber);
    else if (!(number >= low && number <= high)) wrong(field, errors.range(grouped(low), grouped(high)));
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

/** A weight by itself, as it was typed; empty is none. Or what is wrong with it. */
export function weightOf(typed: string, { errors }: Words["record"]): { readonly kg: number | null } | { readonly problem: string } {
  const { low, high } = LIMITS.weight;
  const kg = numberOf(typed, "weight") ?? null;
  return kg === null || (kg >= low && kg <= high) ? { kg } : { problem: errors.range(String(low), String(high)) };
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

/** An entry as a form shows it. Day and time stand there: a correction does not move it to now. */
export function draftOf(entry: DailyEntry): Draft {
  const text = (value: number | undefined) => (value === undefined ? "" : String(value));
  const { blood_pressure: pressure } = entry;
  const at = new Date(entry.taken_at);
  return {
    upper: text(pressure?.systolic_mmhg), lower: text(pressure?.diastolic_mmhg), pulse: text(pressure?.pulse_bpm), weight: text(entry.weight_kg), temperature: text(entry.temperature_c),
    steps: text(entry.steps), mood: MOODS.find((mood) => mood === entry.mood), memo: entry.memo ?? "", day: isoDay(at), time: isoTime(at),
  };
}

/** The whole of a corrected entry: what was emptied is cleared, and what the form does not show stays. The seconds of a time that was not changed stay too. */
export function replacementOf(record: NewDailyRecord, before: DailyEntry): DailyRecordReplacement {
  const { record_id: _id, ...values } = record;
  const same = isoDay(new Date(before.taken_at)) === isoDay(new Date(record.taken_at)) && isoTime(new Date(before.taken_at)) === isoTime(new Date(record.taken_at));
  return {
    blood_pressure: null, weight_kg: null, temperature_c: null, steps: null, mood: null, memo: null,
    ...(before.height_cm !== undefined && { height_cm: before.height_cm }),
    ...values,
    ...(same && { taken_at: before.taken_at }),
  };
}

const MOODS = [1, 2, 3, 4, 5] as const;

/** By how much a value may differ from the last one before the form asks whether it is right. A hint: nothing is refused for it. */
const USUAL: Readonly<Record<Measure, { readonly measure: keyof NonNullable<Today["latest"]>; readonly far: (value: number, last: number) => boolean }>> = {
  upper: { measure: "systolic_mmhg", far: (value, last) => Math.abs(value - last) >= 40 },
  lower: { measure: "diastolic_mmhg", far: (value, last) => Math.abs(value - last) >= 30 },
  pulse: { measure: "pulse_bpm", far: (value, last) => Math.abs(value - last) >= 40 },
  weight: { measure: "weight_kg", far: (value, last) => Math.abs(value - last) >= Math.max(2, last * 0.05) },
  temperature: { measure: "temperature_c", far: (value, last) => Math.abs(value - last) >= 2.5 },
  steps: { measure: "steps", far: (value, last) => value >= 30_000 && value >= last * 3 },
};

/** Whether a number is far from the last one that is known; `false` for what is no number that can be kept. */
export function isUnusual(draft: Draft, field: Measure, latest: Today["latest"]): boolean {
  const last = latest?.[USUAL[field].measure]?.value;
  const { low, high } = LIMITS[field];
  const value = numberOf(draft[field], field);
  return last !== undefined && value !== undefined && value >= low && value <= high && USUAL[field].far(value, last);
}

/** What was typed, as it was understood: shown in its place once the person goes on. What is no number stays as it is. */
export function understood(typed: string, field: Field): string {
  const number = field in LIMITS ? numberOf(typed, field as Measure) : undefined;
  return number === undefined || Number.isNaN(number) ? typed : String(number);
}

/**
 * What was typed as a number, also in full width, or with the unit of its field. A comma before three digits of a whole number parts thousands; where a fraction can be, a comma (or 、
 * or 。, which the same key gives) before one or two digits is its point. Everything else with a comma could be either, and is none.
 * Undefined where nothing was typed, NaN where it is none.
 */
function numberOf(typed: string, field: Measure): number | undefined {
  const { whole, unit } = LIMITS[field];
  if (typed.trim() === "") return undefined;
  const text = half(typed).replace(unit, "").trimEnd();
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text);
  if (whole) return /^\d{1,3}(,\d{3})+$/.test(text) ? Number(text.replaceAll(",", "")) : Number.NaN;
  return /^\d+[,、。]\d{1,2}$/.test(text) ? Number(text.replace(/[,、。]/, ".")) : Number.NaN;
}

/** A number that another word follows, such as a unit that is not the field's. */
const BEFORE_WORD = /^\d[\d.,]*\s*[^\d\s.,、。]/;

function half(typed: string): string {
  return typed.normalize("NFKC").trim();
}
