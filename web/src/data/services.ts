/** What every screen stands on: one client, one cache, one outbox. Made once by each entry. */
import { type Api, type Connection, type Outcome, connect, outcome, without } from "../api/index.js";
import type { ActArguments, ActId, Acts, FetchId, OutcomeOf } from "./acts.js";
import { Cache, unfailing } from "./cache.js";
import { Clock } from "./clock.js";
import { type PathOf, type QueryOf, READS, type ReadId, TAGGED } from "./operations.js";
import { Outbox } from "./outbox.js";
import type { Session } from "./session.js";
import { MEMORY } from "./store.js";
import { WRITES } from "./writes.js";

export interface Services {
  readonly cache: Cache;
  readonly outbox: Outbox;
  /** Does something at once or not at all; says what it came to and never throws. On a screen, `useAct` stands for it. */
  readonly act: <Id extends ActId>(id: Id, ...what: ActArguments<Id>) => Promise<OutcomeOf<Id>>;
  /** Asks for an answer that is not kept, such as a file; never throws. */
  readonly fetchOnce: <Id extends FetchId>(id: Id, path: PathOf<Id>, query?: QueryOf<Id>) => Promise<OutcomeOf<Id>>;
  /** The time by the API's clock. */
  readonly clock: Clock;
  /** Forgets what was answered and what was tried, and ends what is on its way: it was the person's of before. The outbox is wiped by itself. */
  readonly forget: () => void;
  /** Calls back at each `forget`: for what screens keep in memory beside the cache. */
  readonly onForget: (act: () => void) => void;
  /** Whether a screen holds something that was typed and is nowhere else. */
  readonly holds: () => boolean;
  /** Whether the page can be opened anew without losing what waits or what was typed. */
  readonly mayReopen: () => boolean;
  /** Asks at each of these times whether there is something that a page opened anew would lose. */
  readonly onReopen: (holds: () => boolean) => void;
}

/** Where screens are looked at again, answers younger than this are not asked for again. */
export const FRESH_MS = 15_000;

export function makeServices(connection: Connection & Pick<Session, "onRefused">): Services {
  const clock = new Clock();
  const send = connection.fetch ?? ((request: Request) => fetch(request));
  const timed = async (request: Request) => {
    const sent = Date.now();
    const response = await send(request);
    clock.told(response.headers.get("date"), sent);
    return response;
  };
  let person = new AbortController();
  const call = caller(connect({ ...connection, fetch: timed }), connection.onRefused, () => person.signal);
  const cache = new Cache(({ id, path, query }, version) => call("GET", READS[id], { path, query, ...(version !== undefined && TAGGED.has(id) && { header: { "If-None-Match": version } }) }));
  const forgetters: (() => void)[] = [];
  const holders: (() => boolean)[] = [];
  const outbox = new Outbox(
    ({ id, key, laterKey = key, path, body, version }) =>
      call(WRITES[id].method, WRITES[id].path, { path, header: { "Idempotency-Key": laterKey, ...(version !== undefined && { "If-Match": version }) } }, body),
    cache,
    MEMORY,
  );
  const holds = () => holders.some((held) => held());
  let made: { readonly acts: Acts; readonly fetches: Readonly<Partial<Record<FetchId, string>>> } | undefined;
  const acting = async (): Promise<NonNullable<typeof made>> => {
    const { Acts, FETCHES } = await import("./acts.js");
    return (made ??= { acts: new Acts(call, cache), fetches: FETCHES });
  };
  /** A part that cannot be loaded is a network that is away; a fault of the page is told, and the screen goes on. */
  const safely = async <Value>(run: (parts: NonNullable<typeof made>) => Promise<Outcome<Value, string>>): Promise<Outcome<Value, string>> => {
    let parts;
    try {
      parts = await acting();
    } catch {
      return { ok: false, refusal: without("unreachable") };
    }
    return unfailing(() => run(parts));
  };
  return {
    cache,
    outbox,
    act: (id, ...what) => safely(({ acts }) => acts.act(id, ...what)),
    fetchOnce: (id, path, query) => safely(({ fetches }) => call("GET", fetches[id as FetchId] ?? READS[id as ReadId], { path, query })) as never,
    clock,
    onForget: (act) => void forgetters.push(act),
    holds,
    mayReopen: () => outbox.outlivesPage && !holds(),
    onReopen: (held) => void holders.push(held),
    forget() {
      person.abort();
      person = new AbortController();
      cache.clear();
      for (const act of forgetters) act();
      made?.acts.clear();
    },
  };
}

/** Looks again and sends what waits when the person comes back to the page, or the network to the person; what belongs to a day, when that is over; and what was not answered, until it is. */
export function keepUp({ cache, outbox, clock }: Pick<Services, "cache" | "outbox" | "clock">, page: Window): void {
  const look = () => {
    void outbox.run();
    // What nobody looks at is not looked up: a look into a patient's notebook is told to the person.
    if (page.document.visibilityState === "visible") void cache.refreshShown(FRESH_MS);
  };
  page.addEventListener("online", look);
  page.document.addEventListener("visibilitychange", () => {
    if (page.document.visibilityState === "visible") look();
  });
  const follow = () => void import("./by-the-page.js").then(({ standBy }) => standBy(cache, clock, page), () => page.addEventListener("online", follow, { once: true }));
  follow();
}

export type Call = (method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE", path: string, params: object, body?: unknown) => Promise<Outcome<unknown, string>>;

/**
 * The one place where an operation is called by a name that is a value: the tables that name it are held to the contract by a test. A call is its person's
 * from the moment on that it is made: once `person` has gone it leaves with nobody else's token, also where a token was waited for.
 */
function caller(api: Api, refused: Session["onRefused"], person: () => AbortSignal): Call {
  const methods = api as unknown as Record<string, (path: string, init: object) => Promise<{ data?: unknown; error?: unknown; response: Response }>>;
  return async (method, path, params, body) => {
    const signal = person();
    const ask = async () => (await outcome(methods[method]!(path, { params, signal, ...(body !== undefined && { body }) }))) as Outcome<unknown, string>;
    const came = await ask();
    return !came.ok && came.refusal.status === 401 && (await refused?.()) === true ? ask() : came;
  };
}
