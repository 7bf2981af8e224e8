/**
 * The seal of the log of who looked, recomputed in this browser. Each entry stands in a text (`record`) whose SHA-256 is its `hash`, and
 * the text ends with the hash of the entry before it: whoever changes or takes away one entry would have to change every later one.
 */
import type { AccessLogEntry } from "../../../api/index.js";

/** What stands before the first entry. */
export const GENESIS = "0".repeat(64);

const KIND = "health-notebook-audit-1";

/** `whole`: the entries reach down to the first one of the log. `seq`: the first entry, from the newest on, that is not as it was written. */
export type Checked = { readonly good: true; readonly count: number; readonly whole: boolean } | { readonly good: false; readonly seq: number };

/** Checks entries, the newest first, as the API answers them. */
export async function checkChain(entries: readonly AccessLogEntry[]): Promise<Checked> {
  for (const [place, entry] of entries.entries()) {
    const before = entries[place + 1];
    const linked = before === undefined ? (entry.seq === 1) === (entry.prev === GENESIS) : entry.prev === before.hash && entry.seq === before.seq + 1;
    if (!linked || !saysTheSame(entry) || (await sha256(entry.record)) !== entry.hash) return { good: false, seq: entry.seq };
  }
  const last = entries.at(-1);
  return { good: true, count: entries.length, whole: last === undefined || last.seq === 1 };
}

/** Whether what is shown is what is sealed. Names are not: they are as they are known today. */
function saysTheSame({ record, seq, at, actor, action, sections, decision, prev }: AccessLogEntry): boolean {
  const [kind, number, time = "", account, role, institution, act, shown, said, about, before, ...more] = record.split("\n");
  return (
    kind === KIND && number === String(seq) && Date.parse(time) === Date.parse(at) && account !== undefined && role === actor.role && institution === (actor.institution?.code ?? "") &&
    act === action && shown === sections.join(",") && said === decision && about !== undefined && before === prev && more.length === 0
  );
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** An entry that was kept and is not in the log any more as it was: the log was written anew, however well its seals fit. */
export function differsFrom(kept: readonly Pick<AccessLogEntry, "seq" | "hash">[], entries: readonly AccessLogEntry[]): number | undefined {
  const now = new Map(entries.map(({ seq, hash }) => [seq, hash]));
  return kept.find(({ seq, hash }) => now.get(seq) !== hash)?.seq;
}

/** The entries of a file that was kept; `undefined` where it is no such file. */
export function readKept(text: string): readonly { readonly seq: number; readonly hash: string }[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const items: unknown = typeof value === "object" && value !== null && "items" in value ? value.items : undefined;
    return Array.isArray(items) && items.every(isKept) ? items : undefined;
  } catch {
    return undefined;
  }
}

function isKept(value: unknown): value is { readonly seq: number; readonly hash: string } {
  return typeof value === "object" && value !== null && "seq" in value && typeof value.seq === "number" && "hash" in value && typeof value.hash === "string";
}
