import type { Today } from "../../../api/index.js";
import type { Dates } from "../../../words/dates.js";

type Measure = keyof NonNullable<Today["latest"]>;

/** The value before, with its day, such as `きのう 136/86`. Undefined where one of the measures has none. */
export function lastOf(today: Today | undefined, measures: readonly Measure[], dates: Dates, now: Date, show: (value: number) => string = String): { readonly when: string; readonly value: string } | undefined {
  const values = measures.map((measure) => today?.latest?.[measure]);
  const first = values[0];
  if (first === undefined || values.some((value) => value === undefined)) return undefined;
  const at = new Date(first.at);
  const near = dates.near(at, now);
  return { when: near === dates.day(at) ? dates.short(at) : near, value: values.map((value) => show(value?.value ?? 0)).join("/") };
}
