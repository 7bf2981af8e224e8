import type { MedicationEntry } from "../../../api/index.js";
import type { LanePart } from "../../../components/lanes.js";
import { isoDay, noon } from "../../../words/dates.js";
import { addDays } from "../../../words/days.js";
import { folded } from "../../../words/folded.js";
import { medicinesOf } from "./names.js";

const DAY_MS = 86_400_000;
const DAYS = 365;

/** A medicine over the last year. */
export interface MedicineYear {
  readonly name: string;
  readonly parts: readonly LanePart[];
  /** For how many days it was handed out, where the sheets say it in days. */
  readonly days: number;
  /** Whether it lasts until today or longer. */
  readonly now: boolean;
}

/** When each medicine was taken in the year before `today`, as far as the days on the sheets tell; those taken now first. */
export function medicineYears(entries: readonly MedicationEntry[], today: Date): readonly MedicineYear[] {
  const begin = today.getTime() - DAYS * DAY_MS;
  const years = new Map<string, { parts: LanePart[]; days: number; now: boolean }>();
  for (const entry of entries) {
    // Until somebody said whose it is, it counts for nothing.
    if (entry.owner === "unconfirmed") continue;
    const from = noon(entry.dispensed_on).getTime() - DAY_MS / 2;
    for (const { drugs, supply_count, supply_unit } of entry.groups) {
      const days = supply_unit === "日分" && supply_count !== null ? supply_count : 0;
      const to = from + Math.max(days, 1) * DAY_MS;
      if (to <= begin) continue;
      for (const { name } of drugs) {
        const year = years.get(name) ?? { parts: [], days: 0, now: false };
        const start = Math.max(from, begin);
        year.parts.push({ from: (start - begin) / (DAYS * DAY_MS), length: (Math.min(to, today.getTime()) - start) / (DAYS * DAY_MS) });
        year.days += days;
        year.now ||= days > 0 && from <= today.getTime() && today.getTime() < to;
        years.set(name, year);
      }
    }
  }
  return [...years].map(([name, year]) => ({ name, ...year })).sort((one, other) => Number(other.now) - Number(one.now) || latest(other) - latest(one));
}

/** The twelve months before `today`, oldest first, by a day of each. */
export function monthsBefore(today: Date): readonly Date[] {
  return Array.from({ length: 12 }, (_, index) => new Date(today.getTime() - DAYS * DAY_MS + (index + 0.5) * (DAYS / 12) * DAY_MS));
}

function latest({ parts }: { readonly parts: readonly LanePart[] }): number {
  return Math.max(...parts.map(({ from, length }) => from + length));
}

/** By day, by where it was handed out, or only what is taken now. */
export type Order = "day" | "place" | "now";

/** The days of the year that ended so many years ago; the last year is what the API shows by itself. */
export function daysOf(yearsAgo: number, today: Date): { readonly from: string; readonly to: string } | undefined {
  if (yearsAgo === 0) return undefined;
  return { from: addDays(isoDay(today), -(yearsAgo + 1) * DAYS), to: addDays(isoDay(today), -yearsAgo * DAYS - 1) };
}

/** Whether one of its supplies lasts until a day, as far as the sheet says it in days. */
export function isNow({ dispensed_on, groups, owner }: MedicationEntry, today: Date): boolean {
  if (owner === "unconfirmed") return false;
  const from = noon(dispensed_on).getTime() - DAY_MS / 2;
  return groups.some(({ supply_count, supply_unit }) => supply_unit === "日分" && supply_count !== null && today.getTime() < from + supply_count * DAY_MS);
}

/** Whether an entry has what was typed in a name of a medicine or a place, whatever its width and letters. */
export function has(entry: MedicationEntry, wanted: string): boolean {
  const texts = [...medicinesOf(entry), entry.pharmacy.name, entry.prescriber.institution, entry.prescriber.doctor, ...entry.groups.flatMap(({ drugs }) => drugs.map(({ generic_name }) => generic_name))];
  return texts.some((text) => text !== null && folded(text).includes(folded(wanted)));
}

/** Entries under the heading that the order gives them, as they come. */
export function groupsOf(entries: readonly MedicationEntry[], order: Order): readonly { readonly key: string; readonly entries: readonly MedicationEntry[] }[] {
  const groups = new Map<string, MedicationEntry[]>();
  for (const entry of entries) {
    const key = order === "place" ? `${entry.kind} ${entry.pharmacy.name ?? ""}` : entry.dispensed_on.slice(0, 7);
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...groups].map(([key, grouped]) => ({ key, entries: grouped }));
}
