import type { MedicationEntry } from "../../../api/index.js";
import type { LanePart } from "../../../components/lanes.js";
import { noon } from "../../../words/dates.js";

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
