/** The keeper of a page, with what the browser has for it. Loaded where somebody is signed in, or signs in. */
import { storageOf } from "../data/storage.js";
import { pushRecord } from "../push/record.js";
import { abortAfter } from "./abort-after.js";
import type { Idle } from "./idle.js";
import { Keeper, type Told } from "./keeper.js";
import { type Entry, type Pool, openPool } from "./pool.js";
import { sessionKey } from "./session-key.js";
import { finishWipe } from "./wipe.js";

export { restoreAddress } from "./address.js";
export { wipe } from "./wipe.js";

export interface Held {
  readonly keeper: Keeper;
  /** Staff's only. */
  readonly idle: Idle | undefined;
}

/** `asked`: what the deployment says of itself; after a fault it is asked again. */
export async function openKeeper(page: Window, entry: Entry, tell: (told: Told) => void, asked?: Promise<Response>): Promise<Held> {
  // Where it does not come, nobody of staff is signed in: a page that is never locked is worse than none.
  const locking = entry === "staff" ? (await import("./idle.js")).Idle : undefined;
  const storage = storageOf(page);
  let pool: Pool | undefined;
  let first = asked;
  const name = sessionKey(entry);
  const keeper: Keeper = new Keeper({
    entry,
    storage,
    pool: async () => {
      const answer = first;
      first = undefined;
      // What was asked for early may have failed in a network that is there again.
      if (answer) pool ??= await openPool(entry, answer).catch(() => undefined);
      return (pool ??= await openPool(entry));
    },
    // Browsers before 2022, and pages without TLS, have none.
    locks: page.navigator.locks ?? undefined,
    channel: "BroadcastChannel" in page ? new BroadcastChannel(name) : undefined,
    now: Date.now,
    device: () => pushRecord(page).read()?.device,
    ask: async (method, path, token) => {
      const headers = { authorization: `Bearer ${token}`, ...(method === "DELETE" && { "idempotency-key": crypto.randomUUID() }) };
      return (await fetch(path, { method, headers, keepalive: method === "DELETE", signal: abortAfter(20_000) })).status;
    },
    adopting: () => idle?.touch(true),
    tell,
  });
  const idle = locking && new locking({ storage, now: Date.now, lock: () => void keeper.leave("idle") });
  // What cannot be wiped now is tried again by the next page.
  void finishWipe(page).catch(() => {});
  if (idle?.over()) void keeper.leave("idle");
  idle?.watch(page);
  page.addEventListener("storage", (event) => {
    if (event.key === name || event.key === null) keeper.look();
  });
  page.addEventListener("pageshow", (event) => {
    if (event.persisted) keeper.look();
  });
  return { keeper, idle };
}
