/** What stands in the form of an alarm, and what of it is sent. */
import type { AlarmDraft, AlarmEntry, Anchored, Suggestion, Weekday } from "../../../api/index.js";
import { addDays, isDay } from "../../../words/days.js";
import { splitAmount } from "../../typed-amount.js";

export const KINDS = ["daily", "weekdays", "every_n_days", "days_on_off", "monthly", "as_needed"] as const;
export type Kind = (typeof KINDS)[number];

export interface DraftTime {
  readonly time: string;
  readonly amount: string;
  /** It stands there before anybody chose a time: the first that is chosen takes its place. */
  readonly preset?: true;
}

export interface Draft {
  readonly label: string;
  readonly medicationIds: readonly string[];
  /** None where the days have to be chosen first. */
  readonly kind: Kind | undefined;
  readonly days: readonly Weekday[];
  readonly n: string;
  readonly on: string;
  readonly off: string;
  readonly max: string;
  readonly anchor: string;
  readonly times: readonly DraftTime[];
  readonly from: string;
  readonly until: string;
  readonly paused: string;
  readonly counted: boolean;
  readonly stock: string;
  readonly perDose: string;
  readonly refill: string;
  readonly names: boolean;
  readonly email: boolean;
}

export const MOST_TIMES = 8;
export const MOST_MEDICINES = 10;

/** The form of a new alarm, from today on. */
export function blank(today: string): Draft {
  return {
    label: "", medicationIds: [], kind: "daily", days: [], n: "2", on: "21", off: "7", max: "", anchor: today, times: [{ time: "08:00", amount: "", preset: true }],
    from: today, until: "", paused: "", counted: false, stock: "", perDose: "1", refill: "5", names: false, email: true,
  };
}

/** The form of what is there, or of what is suggested. */
export function draftOf(alarm: AlarmEntry | Suggestion, today: string): Draft {
  const { rhythm } = alarm;
  const kept = "version" in alarm ? alarm : undefined;
  const text = (amount: number | string | null | undefined) => (amount === null || amount === undefined ? "" : String(amount));
  return {
    ...blank(today),
    label: alarm.label,
    medicationIds: alarm.medication_ids,
    ...rhythmIn(rhythm),
    anchor: rhythm.anchor_day ?? alarm.from,
    times: alarm.times.map(({ time, amount }) => ({ time, amount: text(amount) })),
    from: alarm.from,
    until: alarm.until ?? "",
    paused: kept?.paused_until ?? "",
    ...(kept?.stock && { counted: true, stock: text(kept.stock.amount), perDose: text(kept.stock.per_dose), refill: String(kept.stock.refill_at_days) }),
    ...(kept && { names: kept.notification_text === "label", email: kept.second_channel === "email" }),
  };
}

function rhythmIn(rhythm: Anchored): Partial<Draft> {
  switch (rhythm.kind) {
    case "weekdays": return { kind: rhythm.kind, days: rhythm.days };
    case "every_n_days": return { kind: rhythm.kind, n: String(rhythm.n) };
    case "days_on_off": return { kind: rhythm.kind, on: String(rhythm.on), off: String(rhythm.off) };
    case "as_needed": return { kind: rhythm.kind, max: rhythm.max_per_day === undefined ? "" : String(rhythm.max_per_day) };
    // On how many days is said, but not on which: the person says it.
    case "n_per_week": return { kind: "weekdays", days: [] };
    case "unknown": return { kind: undefined };
    default: return { kind: rhythm.kind };
  }
}

export type Slip = "label" | "labelLong" | "kind" | "days" | "n" | "onOff" | "max" | "day" | "order" | "noTime" | "time" | "twice" | "amount" | "unit" | "stock" | "perDose" | "perDoseNeeded" | "refill";

export interface Problem {
  readonly field: string;
  /** Ours, or what the API says. */
  readonly slip?: Slip;
  readonly detail?: string;
}

const TIME = /^([01]\d|2[0-3]):[0-5]\d$/;

/** A whole number of the contract's range; `undefined` for anything else. */
export function whole(text: string, least: number, most: number): number | undefined {
  const tidy = text.normalize("NFKC").trim();
  const value = /^\d{1,4}$/.test(tidy) ? Number(tidy) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
}

/** Units in which medicines are counted out: an alarm keeps the number alone, and 5mg are no 5. */
const COUNTED = ["錠", "カプセル", "包", "個", "粒", "丸", "枚", "本", "滴"];

/** Whether an amount names a unit that is not the medicine's. */
function isOther(text: string, units: readonly string[]): boolean {
  const unit = splitAmount(text)?.unit ?? "";
  return unit !== "" && !(units.length > 0 ? units.map((one) => one.normalize("NFKC")) : COUNTED).includes(unit);
}

/** An amount as the contract takes it: a number of at most two decimal places, or a fraction as text. Its unit is the medicine's. */
export function amountIn(text: string, least: number, most: number): number | string | undefined {
  const typed = splitAmount(text)?.number ?? "";
  const tidy = typed.startsWith("半") ? "0.5" : typed;
  if (/^([0-9]+ )?[0-9]+\/[1-9][0-9]*$/.test(tidy) && tidy.length <= 16) return tidy;
  const value = /^\d{1,5}(\.\d{1,2})?$/.test(tidy) ? Number(tidy) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
}

/** The rhythm of a form; `undefined` while it does not say which days they are. */
export function rhythmOf({ kind, days, n, on, off, max, anchor }: Draft): Anchored | undefined {
  const anchored = isDay(anchor) ? { anchor_day: anchor } : {};
  switch (kind) {
    case undefined: return undefined;
    case "daily": return { kind };
    case "monthly": return { kind, ...anchored };
    case "weekdays": return days.length === 0 ? undefined : { kind, days: [...days] };
    case "every_n_days": { const count = whole(n, 2, 366); return count === undefined ? undefined : { kind, n: count, ...anchored }; }
    case "days_on_off": {
      const [row, pause] = [whole(on, 1, 366), whole(off, 1, 366)];
      return row === undefined || pause === undefined ? undefined : { kind, on: row, off: pause, ...anchored };
    }
    case "as_needed": { const most = whole(max, 1, 24); return { kind, ...(most !== undefined && { max_per_day: most }) }; }
  }
}

/** What is to be looked at before it can be kept: the contract's own limits. `units`: those of its medicines, as far as they are known. */
export function slipsOf(draft: Draft, units: readonly string[] = []): readonly Problem[] {
  const found: Problem[] = [];
  const say = (field: string, slip: Slip, wrong: boolean) => { if (wrong) found.push({ field, slip }); };
  const { label, kind, from, until, paused, anchor, times, counted } = draft;
  const amountOf = (field: string, slip: Slip, text: string, least: number, most: number) => {
    say(field, slip, amountIn(text, least, most) === undefined);
    say(field, "unit", amountIn(text, least, most) !== undefined && isOther(text, units));
  };
  say("label", "label", label.trim() === "");
  say("label", "labelLong", [...label.trim()].length > 60);
  say("kind", "kind", kind === undefined);
  say("days", "days", kind === "weekdays" && draft.days.length === 0);
  say("n", "n", kind === "every_n_days" && whole(draft.n, 2, 366) === undefined);
  say("on", "onOff", kind === "days_on_off" && whole(draft.on, 1, 366) === undefined);
  say("off", "onOff", kind === "days_on_off" && whole(draft.off, 1, 366) === undefined);
  say("max", "max", kind === "as_needed" && draft.max.trim() !== "" && whole(draft.max, 1, 24) === undefined);
  say("anchor", "day", hasAnchor(kind) && !isDay(anchor));
  const rings = kind !== "as_needed";
  if (rings) {
    say("times", "noTime", times.length === 0);
    times.forEach(({ time, amount }, place) => {
      say(`time-${place}`, "time", !TIME.test(time));
      say(`time-${place}`, "twice", TIME.test(time) && times.findIndex((other) => other.time === time) < place);
      if (amount.trim() !== "") amountOf(`amount-${place}`, "amount", amount, 0.01, 100);
    });
  }
  say("from", "day", !isDay(from));
  say("until", "day", until !== "" && !isDay(until));
  say("until", "order", isDay(until) && until < from);
  say("paused", "day", rings && paused !== "" && !isDay(paused));
  if (counted) {
    amountOf("stock", "stock", draft.stock, 0, 10_000);
    if (draft.perDose.trim() !== "") amountOf("perDose", "perDose", draft.perDose, 0.01, 100);
    say("perDose", "perDoseNeeded", draft.perDose.trim() === "" && (!rings || times.some(({ amount }) => amount.trim() === "")));
    say("refill", "refill", rings && whole(draft.refill, 0, 60) === undefined);
  }
  return found;
}

/** Whether the rhythm's days are counted from one of them. */
export function hasAnchor(kind: Kind | undefined): boolean {
  return kind === "every_n_days" || kind === "days_on_off" || kind === "monthly";
}

/** What is sent of a form that is in order. Of a kept alarm everything that it has is sent back, changed or not; `null` clears. */
export function bodyOf(draft: Draft, base: AlarmEntry | Suggestion | undefined): AlarmDraft {
  const kept = base !== undefined && "version" in base ? base : undefined;
  const rhythm = rhythmOf(draft);
  const amount = amountIn(draft.stock, 0, 10_000);
  return {
    label: draft.label.trim(),
    medication_ids: [...draft.medicationIds],
    times: draft.kind === "as_needed" ? [] : [...draft.times].sort((a, b) => (a.time < b.time ? -1 : 1)).map(({ time, amount: each }) => timeOf(time, amountIn(each, 0.01, 100))),
    ...(rhythm && { rhythm }),
    from: draft.from,
    until: draft.until === "" ? null : draft.until,
    paused_until: isDay(draft.paused) ? draft.paused : null,
    stock: draft.counted && amount !== undefined
      ? { amount, counted_at: kept?.stock?.counted_at ?? null, per_dose: amountIn(draft.perDose, 0.01, 100) ?? null, refill_at_days: whole(draft.refill, 0, 60) ?? 5 }
      : null,
    notification_text: draft.names ? "label" : "neutral",
    second_channel: draft.email ? "email" : "off",
    ...(base && originOf(base, draft.medicationIds)),
  };
}

/** From which suggestion an alarm comes. Without the dispensing among its medicines it comes from none any more. */
function originOf(base: AlarmEntry | Suggestion, medicationIds: readonly string[]): Partial<AlarmDraft> {
  const kept = base.dispensing_id !== null && medicationIds.includes(base.dispensing_id);
  const instead = "instead_of" in base && base.instead_of !== undefined ? { instead_of: base.instead_of } : {};
  if (!kept) return { dispensing_id: null, groups: null, falls_on: null };
  return { dispensing_id: base.dispensing_id, groups: base.groups, falls_on: base.falls_on ?? null, ...instead };
}

function timeOf(time: string, amount: number | string | undefined) {
  return amount === undefined ? { time } : { time, amount };
}

/** The field that the API speaks of. */
export function fieldOf(pointer: string): string {
  const [, first = "", second = "", third = ""] = pointer.split("/");
  if (first === "times") return second === "" ? "times" : `${third === "amount" ? "amount" : "time"}-${second}`;
  if (first === "rhythm") return { days: "days", n: "n", on: "on", off: "off", max_per_day: "max", anchor_day: "anchor" }[second] ?? "kind";
  if (first === "stock") return { per_dose: "perDose", refill_at_days: "refill" }[second] ?? "stock";
  return { label: "label", from: "from", until: "until", paused_until: "paused", medication_ids: "medicines" }[first] ?? "";
}

/** The last day of a pause of so many days, today included. */
export function pauseOf(today: string, days: number): string {
  return addDays(today, days - 1);
}
