import type { IntakeEntry } from "../../../api/index.js";
import type { AlarmWords } from "../../../words/alarm/ja.js";
import type { Dates } from "../../../words/dates.js";

/** A dose that an alarm planned. */
export type Planned = IntakeEntry & { readonly alarm_id: string; readonly due_at: string };

/** The planned doses of a day, earliest first. */
export function plannedOf(items: readonly IntakeEntry[], day: string): readonly Planned[] {
  return items.filter(isPlanned).filter(({ date }) => date === day).sort((a, b) => a.due_at.localeCompare(b.due_at));
}

function isPlanned(dose: IntakeEntry): dose is Planned {
  return dose.kind === "planned" && dose.alarm_id !== null && dose.due_at !== null;
}

/** Whether nobody has said yet what became of it, and it is not over. */
export function isOpen({ status }: Pick<IntakeEntry, "status">): boolean {
  return status === "due" || status === "snoozed";
}

/** Whether a dose can be put off by so many minutes: the API takes only an instant after the dose's own, to the second. */
export function canPutOff({ due_at }: Pick<Planned, "due_at">, minutes: number, now: Date): boolean {
  return Math.floor(now.getTime() / 1000) + minutes * 60 > Date.parse(due_at) / 1000;
}

/** Whether the notification went out, in a sentence; nothing where there was none. */
export function stands({ delivery }: Pick<IntakeEntry, "delivery">, words: AlarmWords["doses"], dates: Dates): string | undefined {
  if (delivery === null) return undefined;
  const time = dates.time(new Date(delivery.attempted_at));
  if (!delivery.delivered) return words.notDelivered(time);
  if (delivery.channel !== "push") return words.byMail(time);
  return delivery.late ? words.toldLate(time) : words.told(time);
}

/** When a dose was taken: on the day of the dose, or after midnight where that time lies far before it and has come (`now`). */
export function takenAt(due: Date, at: Date, now: Date): Date {
  const HALF_A_DAY = 43_200_000;
  const after = new Date(at.getTime() + 2 * HALF_A_DAY);
  return due.getTime() - at.getTime() > HALF_A_DAY && after.getTime() <= now.getTime() ? after : at;
}
