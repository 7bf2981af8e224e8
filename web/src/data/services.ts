/** What every screen stands on: one client, one cache, one outbox. Made once by each entry. */
import { type Api, type Connection, type Outcome, connect, outcome } from "../api/index.js";
import { Cache } from "./cache.js";
import { READS } from "./operations.js";
import { Outbox } from "./outbox.js";
import { MEMORY } from "./store.js";
import { WRITES } from "./writes.js";

export interface Services {
  readonly cache: Cache;
  readonly outbox: Outbox;
}

/** Where screens are looked at again, answers younger than this are not asked for again. */
export const FRESH_MS = 15_000;

export function makeServices(connection: Connection): Services {
  const call = caller(connect(connection));
  const cache = new Cache(({ id, path, query }) => call("GET", READS[id], { path, query }));
  const outbox = new Outbox(
    ({ id, key, path, body }) => call(WRITES[id].method, WRITES[id].path, { path, header: { "Idempotency-Key": key } }, body),
    cache,
    MEMORY,
  );
  return { cache, outbox };
}

/** Looks again and sends what waits when the person comes back to the page, or the network to the person. */
export function keepUp({ cache, outbox }: Services, page: Window): void {
  const look = () => {
    void outbox.run();
    void cache.refreshShown(FRESH_MS);
  };
  page.addEventListener("online", look);
  page.document.addEventListener("visibilitychange", () => {
    if (page.document.visibilityState === "visible") look();
  });
}

type Call = (method: "GET" | "POST" | "PUT" | "DELETE", path: string, params: object, body?: unknown) => Promise<Outcome<unknown, string>>;

/** The one place where an operation is called by a name that is a value: the tables that name it are held to the contract by a test. */
function caller(api: Api): Call {
  const methods = api as unknown as Record<string, (path: string, init: object) => Promise<{ data?: unknown; error?: unknown; response: Response }>>;
  return (method, path, params, body) => outcome(methods[method]!(path, body === undefined ? { params } : { params, body })) as Promise<Outcome<unknown, string>>;
}
