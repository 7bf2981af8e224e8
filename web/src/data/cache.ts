/** What the API answered, kept in memory by operation and shown again at once while it is asked anew. Nothing of it is written to the device. */
import { type Outcome, type Refusal, without } from "../api/index.js";
import { type AnswerOf, type AnyRead, type Read, type ReadId, keyOf } from "./operations.js";
import { cursorOf, joined } from "./pages.js";

/** How a read stands. A value stays when a later look fails: it is shown with its time. */
export interface Shown<Value> {
  readonly value: Value | undefined;
  /** When the value was answered, in milliseconds since 1970. */
  readonly at: number | undefined;
  /** What `If-Match` of a change takes. */
  readonly version: string | undefined;
  /** Why the last look failed. */
  readonly refusal: Refusal<string> | undefined;
  /** Whether something that was done since may have changed it, however new it is. */
  readonly outdated: boolean;
  readonly loading: boolean;
}

/** `version`: of what is shown. Whoever sends it along may be answered 304: nothing is new. */
export type Ask = (read: AnyRead, version?: string) => Promise<Outcome<unknown, string>>;

interface Entry {
  readonly read: AnyRead;
  shown: Shown<unknown>;
  /** How many pages of a list the value is put together of. */
  pages: number;
  /** Which look the entry waits for: the answers of earlier ones are dropped. */
  turn: number;
  waiting: Promise<void> | undefined;
  readonly listeners: Set<() => void>;
}

const NOTHING: Shown<never> = { value: undefined, at: undefined, version: undefined, refusal: undefined, outdated: false, loading: false };

export class Cache {
  readonly #entries = new Map<string, Entry>();
  readonly #ask: Ask;
  readonly #now: () => number;

  constructor(ask: Ask, now: () => number = Date.now) {
    this.#ask = (read, version) => unfailing(() => ask(read, version));
    this.#now = now;
  }

  /** What is known now. */
  peek<Id extends ReadId>(read: Read<Id>): Shown<AnswerOf<Id>> {
    return (this.#entries.get(keyOf(read))?.shown ?? NOTHING) as Shown<AnswerOf<Id>>;
  }

  /** Calls back at each change of a read, until the function that it gives back is called. */
  subscribe(read: AnyRead, listener: () => void): () => void {
    const { listeners } = this.#entry(read);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }

  /** Asks again where the answer is older than `olderThan` milliseconds. Two that ask at once ask once. */
  async refresh(read: AnyRead, olderThan = 0): Promise<void> {
    const entry = this.#entry(read);
    const { at } = entry.shown;
    if (!entry.shown.outdated && at !== undefined && this.#now() - at < olderThan) return;
    await (entry.waiting ?? this.#look(entry));
  }

  /** Asks for the page after those that are known, and appends it. Why that failed is given back: the read itself stays as it is. */
  async more(read: AnyRead): Promise<Refusal<string> | undefined> {
    const entry = this.#entry(read);
    for (;;) {
      await entry.waiting;
      const { turn, shown: { value } } = entry;
      const cursor = cursorOf(read.id, value);
      if (cursor === undefined) return undefined;
      const outcome = await this.#ask(pageOf(read, cursor));
      // The list was asked for anew meanwhile, or forgotten: what comes next is to be seen there.
      if (entry.turn !== turn) continue;
      if (!outcome.ok) return outcome.refusal;
      entry.pages += 1;
      this.#show(entry, { ...entry.shown, value: joined(read.id, entry.shown.value as never, outcome.value as never) });
      return undefined;
    }
  }

  /** Asks again for everything that is on the screen. */
  async refreshShown(olderThan = 0): Promise<void> {
    await Promise.all(this.onScreen().map(({ read }) => this.refresh(read, olderThan)));
  }

  /** What is on the screen. */
  onScreen(): readonly Pick<Entry, "read" | "shown" | "waiting">[] {
    return [...this.#entries.values()].filter(({ listeners }) => listeners.size > 0);
  }

  /** Changes what is known of a read, as a write that was done changed it. */
  amend<Id extends ReadId>(id: Id, change: (value: AnswerOf<Id>, of: Read<Id>) => AnswerOf<Id>): void {
    for (const entry of this.#entries.values()) {
      if (entry.read.id !== id || entry.shown.value === undefined) continue;
      this.#show(entry, { ...entry.shown, value: change(entry.shown.value as AnswerOf<Id>, entry.read as Read<Id>) });
    }
  }

  /** These operations may answer otherwise now: what is on the screen is asked again, and what was asked before does not count. */
  outdate(ids: readonly ReadId[]): void {
    for (const entry of this.#entries.values()) {
      if (!ids.includes(entry.read.id)) continue;
      entry.turn += 1;
      entry.waiting = undefined;
      entry.shown = { ...entry.shown, outdated: true };
      if (entry.listeners.size > 0) void this.#look(entry);
    }
  }

  /** Settles once what is on the screen of these operations was read again; undefined where nothing of it is on its way. */
  readAgain(ids: readonly ReadId[]): Promise<unknown> | undefined {
    const asked = this.onScreen().flatMap(({ read, waiting }) => (waiting !== undefined && ids.includes(read.id) ? [waiting] : []));
    return asked.length === 0 ? undefined : Promise.all(asked);
  }

  /** Forgets one read, what is still on its way included: nothing of it is shown any more until it is asked for again. */
  drop(read: AnyRead): void {
    const entry = this.#entry(read);
    entry.turn += 1;
    entry.waiting = undefined;
    this.#show(entry, NOTHING);
  }

  /** Forgets every read of which this holds, as `drop` does one. */
  dropAll(holds: (read: AnyRead) => boolean): void {
    for (const { read } of [...this.#entries.values()]) if (holds(read)) this.drop(read);
  }

  /** Forgets everything, what is still on its way included. */
  clear(): void {
    this.dropAll(() => true);
    this.#entries.clear();
  }

  #entry(read: AnyRead): Entry {
    const key = keyOf(read);
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      entry = { read, shown: NOTHING, pages: 1, turn: 0, waiting: undefined, listeners: new Set() };
      this.#entries.set(key, entry);
    }
    return entry;
  }

  #look(entry: Entry): Promise<void> {
    entry.turn += 1;
    const { turn } = entry;
    this.#show(entry, { ...entry.shown, loading: true });
    entry.waiting = this.#askAll(entry).then((outcome) => {
      if (entry.turn !== turn) return;
      entry.waiting = undefined;
      if (outcome.ok) this.#show(entry, { value: outcome.value, at: this.#now(), version: outcome.version, refusal: undefined, outdated: false, loading: false });
      else if (outcome.refusal.status === 304) this.#show(entry, { ...entry.shown, at: this.#now(), refusal: undefined, outdated: false, loading: false });
      // Whoever may not see it any more does not go on seeing it.
      else if (GONE.has(outcome.refusal.status)) this.#show(entry, { ...NOTHING, refusal: outcome.refusal });
      else this.#show(entry, { ...entry.shown, refusal: outcome.refusal, loading: false });
    });
    return entry.waiting;
  }

  /** As many pages as are on the screen, one after another: what is shown changes when all are there. */
  async #askAll({ read, pages, shown }: Entry): Promise<Outcome<unknown, string>> {
    let whole = await this.#ask(read, shown.value === undefined ? undefined : shown.version);
    for (let page = 1; page < pages && whole.ok; page += 1) {
      const cursor = cursorOf(read.id, whole.value);
      if (cursor === undefined) break;
      const next = await this.#ask(pageOf(read, cursor));
      if (!next.ok) return next;
      whole = { ...whole, value: joined(read.id, whole.value as never, next.value as never) };
    }
    return whole;
  }

  #show(entry: Entry, shown: Shown<unknown>): void {
    entry.shown = shown;
    for (const listener of entry.listeners) listener();
  }
}

function pageOf(read: AnyRead, cursor: string): AnyRead {
  return { ...read, query: { ...read.query, cursor } };
}

/** A fault of the page's own is told, and is an answer from which nothing can be read: who waits for one does not wait for ever. */
export async function unfailing<Value>(run: () => Promise<Outcome<Value, string>>): Promise<Outcome<Value, string>> {
  try {
    return await run();
  } catch (fault) {
    console.error(fault);
    return { ok: false, refusal: without("unreadable") };
  }
}

const GONE = new Set([401, 403, 404, 410]);
