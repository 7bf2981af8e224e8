/** The log as it is read: what each entry was, whose it was, and by which day. */
import type { AccessLogEntry, OperationName, RefusedLooks } from "../../../api/index.js";
import type { IconName } from "../../../components/icon-paths.js";
import { isoDay } from "../../../words/dates.js";

/** What somebody does with a notebook, as far as it matters to the person. */
type Act = "looked" | "took" | "showed" | "renewed" | "cancelled" | "ended" | "agreed" | "proved" | "madeCard" | "endedCard" | "deleted" | "wrote";

/** What became of it: done, or tried and refused. */
export type Deed = Act | "held" | "refused" | "notTaken" | "notShown" | "notProved" | "notWritten";

/** What was tried where it was refused: nobody is said to have tried to look who tried something else. */
const TRIED: Readonly<Record<Act, Deed>> = {
  looked: "refused", took: "notTaken", showed: "notShown", renewed: "notShown", cancelled: "notWritten", proved: "notProved", ended: "notWritten", agreed: "notWritten", madeCard: "notWritten", endedCard: "notWritten", deleted: "notWritten", wrote: "notWritten",
};

export const DEED_ICONS: Readonly<Record<Deed, IconName>> = {
  looked: "eye", took: "download", showed: "lock", renewed: "clock", cancelled: "undo", ended: "lock", agreed: "check", proved: "card", held: "card", madeCard: "card", endedCard: "card", deleted: "close", wrote: "memo",
  refused: "close", notTaken: "close", notShown: "close", notProved: "card", notWritten: "close",
};

/** What an entry was. */
export function deedOf({ action, decision, actor }: Pick<AccessLogEntry, "action" | "decision" | "actor">): Deed {
  // The card was refused at the other notebook, and in this log that is what it was.
  if (actor.role === "stranger") return "held";
  // What came to no write was told how things are there.
  if (decision === "unwritten") return "looked";
  const act = actOf(action);
  return decision === "refused" ? TRIED[act] : act;
}

function actOf(name: OperationName): Act {
  if (name === "check-in") return "showed";
  if (name === "renew-check-in") return "renewed";
  if (name === "cancel-check-in") return "cancelled";
  if (name === "end-check-in" || name === "end-guidance") return "ended";
  if (name === "update-consents" || name === "create-resident") return "agreed";
  if (name === "start-identity-proof" || name === "finish-identity-proof") return "proved";
  // Which parts it names is what the card shows: nothing was written there.
  if (name === "create-emergency-card") return "madeCard";
  if (name === "delete-emergency-card") return "endedCard";
  if (/^(export|print)-/.test(name)) return "took";
  if (/^(get|list|open|preview)-/.test(name)) return "looked";
  return name.startsWith("delete-") ? "deleted" : "wrote";
}

/** Whose looks are shown. */
export const WATCHERS = ["all", "clinic", "family", "city"] as const;
export type Watcher = (typeof WATCHERS)[number];

const CITY = new Set<string>(["public_health_nurse", "city_admin", "operator"]);
const FAMILY = new Set<string>(["self", "guardian", "family"]);

/** Who is nobody's to filter out: whoever it was, the person looks at it. */
const UNKNOWN = new Set<string>(["stranger", "card_holder"]);

/** Whether an entry is of those that are asked for. What a stranger did is always shown, and who held the emergency card. */
export function isOf({ actor: { role } }: Pick<AccessLogEntry, "actor">, watcher: Watcher): boolean {
  if (watcher === "all" || UNKNOWN.has(role)) return true;
  if (CITY.has(role)) return watcher === "city";
  return FAMILY.has(role) ? watcher === "family" : watcher === "clinic";
}

export interface LogDay {
  readonly day: string;
  readonly entries: readonly AccessLogEntry[];
  readonly refused: readonly RefusedLooks[];
}

/** By day in Japan, the newest first. Refused looks of days that are not reached yet come with those days. */
export function byDay(entries: readonly AccessLogEntry[], refused: readonly RefusedLooks[], reachedEnd: boolean): readonly LogDay[] {
  const oldest = entries.at(-1);
  const from = reachedEnd || oldest === undefined ? "" : isoDay(new Date(oldest.at));
  const days = new Map<string, { entries: AccessLogEntry[]; refused: RefusedLooks[] }>();
  const of = (day: string) => {
    const known = days.get(day) ?? { entries: [], refused: [] };
    days.set(day, known);
    return known;
  };
  for (const entry of entries) of(isoDay(new Date(entry.at))).entries.push(entry);
  for (const line of refused) if (line.day >= from) of(line.day).refused.push(line);
  return [...days].sort(([one], [other]) => (one < other ? 1 : -1)).map(([day, rest]) => ({ day, ...rest }));
}

/** Entries that follow one another as one sitting: looks of the same account at the same place, of which most only brought the page up to date. */
export type Sitting = readonly [AccessLogEntry, ...AccessLogEntry[]];

/** A day's entries, newest first, with the looks of one sitting together. Whatever is no look stands by itself, and nothing is left out. */
export function sittingsOf(entries: readonly AccessLogEntry[]): readonly Sitting[] {
  const sittings: [AccessLogEntry, ...AccessLogEntry[]][] = [];
  for (const entry of entries) {
    const before = sittings.at(-1);
    if (before !== undefined && isSameSitting(before[0], entry)) before.push(entry);
    else sittings.push([entry]);
  }
  return sittings;
}

function isSameSitting(one: AccessLogEntry, other: AccessLogEntry): boolean {
  return [one, other].every((entry) => deedOf(entry) === "looked") && accountOf(one) === accountOf(other)
    && one.actor.role === other.actor.role && one.actor.institution?.code === other.actor.institution?.code && one.on_behalf_of === other.on_behalf_of;
}

/** Who it was, by the pseudonymous account in what is hashed: names may be the same, or not there. */
function accountOf({ record }: AccessLogEntry): string {
  return record.split("\n")[3] ?? record;
}
