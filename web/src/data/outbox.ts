/**
 * What a person wrote, until the server has it: sent in order, each with its own `Idempotency-Key` through every attempt, kept while the
 * network is away, and taken back on request. What the screen shows is the cache with these writes on top. Where the device keeps them, other
 * pages hold them too: one page at a time sends, once it has agreed with what the others did (`shared-store.ts`).
 */
import { type Outcome, type Refusal, newAction } from "../api/index.js";
import type { Cache } from "./cache.js";
import type { AnswerOf, BodyOf, OperationId, PathOf, ReadId } from "./operations.js";
import { type Agreement, MEMORY, type WriteStore } from "./store.js";
import { type Returned, type TakeBack, WRITES, type Write, type WriteId, type WriteKind } from "./writes.js";

/** What a first attempt came to: done (with what the API told beside it), waiting for the network, taken back before that was known, or refused. */
export type Sent = { readonly is: "done"; readonly told?: readonly string[] } | { readonly is: "waiting" } | { readonly is: "stopped" } | ({ readonly is: "refused" } & Returned);

export type Send = (write: Write<WriteId>) => Promise<Outcome<unknown, string>>;

/** For how long the server knows a key. A margin is left: the clocks differ. */
const KEY_KEPT_MS = 23 * 3_600_000;
const RETRY_MS = 30_000;
/** Writes that the server does not take for now are passed by those after them; where it takes none of so many, it is asked again later. */
const MOST_PASSED = 3;
/** For how long a person waits for an answer before the page goes on. */
const PATIENCE_MS = 5_000;

interface Clock {
  readonly now: () => number;
  readonly later: (act: () => void, milliseconds: number) => unknown;
}

export class Outbox {
  #writes: readonly Write<WriteId>[] = [];
  #returned: readonly Returned[] = [];
  #running: Promise<void> | undefined;
  #timer: unknown;
  /** The status for which something waits; 0 where nobody answered. */
  #said: number | undefined;
  /** Counts up when everything is forgotten, so that what is on its way changes nothing any more. */
  #turn = 0;
  /** Whether something came in while it ran. */
  #again = false;
  /** Counts up with each change of where writes are kept, so that one that took long does not come over a later one. */
  #moves = 0;
  /** When the device is free of what was there before. */
  #wiped: Promise<unknown> = Promise.resolve();
  /** The end of the line of changes to the store: they happen in the order in which they were asked for. */
  #stored: Promise<unknown> = Promise.resolve();
  readonly #takenBackBy = new Map<string, TakeBack>();
  /** What another page has sent. What it came to is asked for when it is taken back. */
  readonly #sentElsewhere = new Map<string, Write<WriteId>>();
  readonly #waiters = new Map<string, (sent: Sent) => void>();
  readonly #listeners = new Set<() => void>();
  readonly #send: Send;
  readonly #cache: Cache;
  readonly #clock: Clock;
  #store: WriteStore;

  constructor(send: Send, cache: Cache, store: WriteStore, clock: Clock = { now: Date.now, later: (act, time) => setTimeout(act, time) }) {
    this.#send = send;
    this.#cache = cache;
    this.#store = store;
    this.#clock = clock;
  }

  /** What waits, oldest first; without what was taken back. */
  get waiting(): readonly Write<WriteId>[] {
    return this.#writes;
  }

  /** Whether all that waits is on the device as well, and is lost with no page. */
  get outlivesPage(): boolean {
    return this.#writes.every(({ key }) => this.#store.holds(key));
  }

  /** Whether what waits does so although the server answers: it takes it later. */
  get isBusy(): boolean {
    return this.#said !== undefined && this.#said > 401;
  }

  /** What was refused after the person had gone on, until it is dismissed. */
  get returned(): readonly Returned[] {
    return this.#returned;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /**
   * Takes a write in. `sent` says what the first attempt came to; a refusal is then the caller's to show. After five seconds without an
   * answer it is `waiting`, and a later refusal is shown with the others.
   */
  add<Id extends WriteId>(id: Id, path: PathOf<Id>, body: BodyOf<Id>, version?: string, was?: unknown): { readonly key: string; readonly sent: Promise<Sent> } {
    const key = newAction();
    const sent = this.#wait(key);
    const { complete } = WRITES[id] as unknown as WriteKind<Id>;
    const more = { ...(version !== undefined && { version }), ...(was !== undefined && { was }) };
    this.#push({ key, id, path, body: complete?.(body) ?? body, ...more, madeAt: this.#clock.now() } as unknown as Write<WriteId>);
    return { key, sent };
  }

  /**
   * Takes a write back: dropped where it was never sent, else undone as soon as it is known what it came to. Says what taking it back came
   * to; a refusal is the caller's to show, because what was written then stands.
   */
  async undo(key: string): Promise<Sent> {
    const elsewhere = this.#sentElsewhere.get(key);
    if (elsewhere !== undefined) {
      // Sent once more, with the same key, it says what it came to.
      this.#sentElsewhere.delete(key);
      this.#writes = [...this.#writes, elsewhere];
    }
    const write = this.#writes.find((waiting) => waiting.key === key);
    if (write === undefined) {
      const back = this.#takenBackBy.get(key);
      this.#takenBackBy.delete(key);
      return back === undefined ? { is: "done" } : this.add(back.id, back.path as never, back.body as never, back.version).sent;
    }
    // Whoever waits for what it came to waits no longer: from here on it is the undo that is told.
    this.#answer(key, { is: "stopped" });
    // What the device keeps, another page may be sending.
    if (write.triedAt === undefined && !this.#store.holds(key)) {
      this.#drop(key);
      return { is: "done" };
    }
    const undoKey = newAction();
    const sent = this.#wait(undoKey);
    void this.#replace({ ...write, undone: true, undoKey });
    void this.run();
    return sent;
  }

  dismiss(returned: Returned): void {
    this.#returned = this.#returned.filter((other) => other !== returned);
    this.#tell();
  }

  /** Takes over what was left on the device, and keeps what waits there from now on; not where it was to be kept elsewhere, or forgotten, before it was open. */
  async keepIn(open: () => Promise<WriteStore>): Promise<void> {
    const move = ++this.#moves;
    await this.#wiped;
    // Of the same person, from before the sign-in ended by itself: another page may have sent something since.
    const known = await this.#store.look().catch(() => undefined);
    const store = await open();
    const agreement = await store.look();
    if (move !== this.#moves) return;
    if (known) this.#agree(known);
    this.#store = store;
    const left = this.#agree(agreement);
    for (const write of this.#writes) this.#keep((kept) => kept.put(write));
    this.#takeOver(left);
  }

  /** Keeps what waits in the page alone from now on, also what other pages have waiting on the device, and leaves nothing there. */
  async keepInPage(open: () => Promise<WriteStore>): Promise<void> {
    this.#moves += 1;
    const [turn, before] = [this.#turn, this.#store];
    this.#store = MEMORY;
    this.#tell();
    const wiped = this.#stored.then(async () => {
      const agreement = await (before === MEMORY ? await open() : before).wipe();
      if (turn === this.#turn) this.#takeOver(this.#agree(agreement));
    });
    this.#wiped = wiped.catch(() => {});
    await wiped;
  }

  /** A refusal that its caller has no place for is shown with the others. */
  giveBack({ write, refusal }: Returned): void {
    this.#returned = [...this.#returned, { write, refusal }];
    this.#tell();
  }

  /** Forgets in this page what waits, and sends nothing of it any more, such as by another person's token. What the device keeps stays there. */
  forget(): void {
    this.#turn += 1;
    this.#moves += 1;
    this.#writes = [];
    this.#returned = [];
    this.#running = undefined;
    this.#takenBackBy.clear();
    this.#sentElsewhere.clear();
    this.#waiters.clear();
    this.#store = MEMORY;
    this.#stored = Promise.resolve();
    this.#tell();
  }

  /** Forgets everything: the page at once, and the device, by `device`, when what was being kept is there. What is kept later waits for that. */
  wipe(device: () => Promise<void>): Promise<void> {
    const wiped = Promise.all([this.#stored, this.#wiped]).then(device);
    this.forget();
    this.#wiped = wiped.catch(() => {});
    return wiped;
  }

  /** Sends what waits, in order, until the network is away. */
  run(): Promise<void> {
    if (this.#running !== undefined) {
      this.#again = true;
      return this.#running;
    }
    const turn = this.#turn;
    const running = this.#store.alone(() => this.#sendAll(turn)).finally(() => {
      if (this.#running !== running) return;
      this.#running = undefined;
      if (this.#again) void this.run();
    });
    this.#again = false;
    this.#running = running;
    return running;
  }

  async #sendAll(turn: number): Promise<void> {
    const store = this.#store;
    await this.#stored;
    // What cannot be looked at is sent as this page knows it.
    const agreement = await store.look().catch(() => undefined);
    if (turn !== this.#turn) return;
    if (agreement) this.#agree(agreement);
    const passed: Write<WriteId>[] = [];
    let later: number | undefined;
    // Where writes are kept elsewhere from now on, it is agreed upon anew.
    while (store === this.#store) {
      for (const { key, undoKey, undone, triedAt } of this.#writes) {
        if (!undone || triedAt !== undefined) continue;
        this.#drop(key);
        if (undoKey !== undefined) this.#answer(undoKey, { is: "done" });
      }
      let write = this.#writes.find((next) => !passed.some((earlier) => earlier.key === next.key || comesAfter(next, earlier)));
      if (write === undefined) {
        if (passed.length === 0) this.#said = undefined;
        break;
      }
      const kind = WRITES[write.id] as unknown as WriteKind<OperationId>;
      const forgotten = write.triedAt !== undefined && this.#clock.now() - write.triedAt > KEY_KEPT_MS;
      if (forgotten && kind.adds) {
        this.#refuse(write, KEY_FORGOTTEN);
        continue;
      }
      // That it was tried is kept before it is: a page that is closed meanwhile does not take it for new.
      if (forgotten || write.triedAt === undefined) {
        write = { ...write, triedAt: this.#clock.now(), ...(forgotten && { laterKey: newAction() }) };
        await this.#replace(write);
      }
      if (turn !== this.#turn) return;
      const outcome = await this.#send(write);
      if (turn !== this.#turn) return;
      // Somebody may have taken it back meanwhile.
      const now = this.#writes.find(({ key }) => key === write?.key) ?? write;
      if (outcome.ok) this.#done(now, kind, outcome.value);
      else if (kind.doneBefore?.includes(outcome.refusal.code)) this.#settle(now, kind, kind.takeBack?.(now as unknown as Write));
      else if (worthWaiting(outcome.refusal)) {
        this.#said = outcome.refusal.status;
        passed.push(now);
        later = outcome.refusal.retryAfter ?? later;
        // Without a network, or without a sign-in that counts, the next one would fare no better.
        if ([0, 401].includes(outcome.refusal.status) || passed.length >= MOST_PASSED) break;
      } else this.#refuse(now, outcome.refusal);
    }
    if (store !== this.#store || passed.length === 0) return;
    for (const { key, undoKey } of this.#writes) for (const asked of [key, undoKey]) if (asked !== undefined) this.#answer(asked, { is: "waiting" });
    this.#tell();
    this.#retryLater(later);
  }

  /** Takes in what other pages did with what waits here. Gives back what waits in the store alone. */
  #agree(agreement: Agreement): readonly Write<WriteId>[] {
    const { writes, others, gone } = agreement(this.#writes);
    this.#writes = writes;
    for (const write of gone) {
      this.#sentElsewhere.set(write.key, write);
      this.#cache.outdate(WRITES[write.id].outdates);
      this.#answer(write.key, { is: "done" });
    }
    this.#tell();
    return others;
  }

  #takeOver(left: readonly Write<WriteId>[]): void {
    this.#writes = [...left, ...this.#writes];
    this.#tell();
    void this.run();
  }

  #done(write: Write<WriteId>, kind: WriteKind<OperationId>, answer: unknown): void {
    for (const [id, change] of Object.entries(kind.expect) as [ReadId, (value: unknown, write: unknown, path: unknown, answer: unknown) => unknown][]) {
      if (!write.undone) this.#cache.amend(id, (value, path) => change(value, write, path, answer) as AnswerOf<ReadId>);
    }
    const version = kind.versionOf?.(answer as AnswerOf<OperationId>);
    if (version !== undefined) {
      for (const later of this.#writes) if (later.key !== write.key && later.triedAt === undefined && sameTarget(later, write)) void this.#replace({ ...later, version });
    }
    this.#settle(write, kind, kind.takeBack?.(write as unknown as Write, answer as AnswerOf<OperationId>), kind.tells?.(answer as AnswerOf<OperationId>));
  }

  /** It was done, and may be taken back so. */
  #settle(write: Write<WriteId>, kind: WriteKind<OperationId>, back: TakeBack | undefined, told: readonly string[] = []): void {
    if (back !== undefined && write.undone) {
      const undo = { key: write.undoKey ?? newAction(), ...back, madeAt: this.#clock.now() } as unknown as Write<WriteId>;
      this.#writes = [undo, ...this.#writes];
      this.#keep((store) => store.put(undo));
    } else if (back !== undefined) this.#takenBackBy.set(write.key, back);
    else if (write.undoKey !== undefined) this.#answer(write.undoKey, { is: "done" });
    this.#drop(write.key);
    this.#cache.outdate(kind.outdates);
    this.#answer(write.key, told.length > 0 ? { is: "done", told } : { is: "done" });
  }

  #refuse(write: Write<WriteId>, refusal: Refusal<string>): void {
    this.#drop(write.key);
    // Refused for what changed meanwhile: what is shown is not how it is.
    if (refusal.status === 412) this.#cache.outdate(WRITES[write.id].outdates);
    // Whoever waits for the first attempt shows it; nobody else would.
    const forgotten = refusal === KEY_FORGOTTEN;
    if (!this.#answer(write.key, { is: "refused", write, refusal }) && (!write.undone || forgotten)) this.giveBack({ write, refusal });
    // Nothing was done, so nothing is to be taken back; of a forgotten key that is not known.
    if (write.undoKey !== undefined) this.#answer(write.undoKey, { is: forgotten ? "stopped" : "done" });
  }

  #wait(key: string): Promise<Sent> {
    this.#clock.later(() => void this.#answer(key, { is: "waiting" }), PATIENCE_MS);
    return new Promise((resolve) => this.#waiters.set(key, resolve));
  }

  #answer(key: string, sent: Sent): boolean {
    const waiter = this.#waiters.get(key);
    this.#waiters.delete(key);
    waiter?.(sent);
    return waiter !== undefined;
  }

  #retryLater(seconds: number | undefined): void {
    if (this.#timer !== undefined) return;
    this.#timer = this.#clock.later(() => {
      this.#timer = undefined;
      void this.run();
    }, seconds === undefined ? RETRY_MS : seconds * 1000);
  }

  #push(write: Write<WriteId>): void {
    this.#writes = [...this.#writes, write];
    this.#tell();
    void this.#keep((store) => store.put(write)).then(() => this.run());
  }

  async #replace(write: Write<WriteId>): Promise<void> {
    this.#writes = this.#writes.map((other) => (other.key === write.key ? write : other));
    this.#tell();
    await this.#keep((store) => store.put(write));
  }

  #drop(key: string): void {
    this.#writes = this.#writes.filter((write) => write.key !== key);
    this.#tell();
    void this.#keep((store) => store.remove(key));
  }

  /** A device that cannot keep it (full, private window) is no reason not to send it. */
  #keep(change: (store: WriteStore) => Promise<void>): Promise<void> {
    const store = this.#store;
    const kept = this.#stored.then(() => change(store)).catch(() => {});
    this.#stored = kept;
    return kept;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Whether two writes are to one thing: the second was made by who saw the first. */
function sameTarget(one: Write<WriteId>, other: Write<WriteId>): boolean {
  return one.id === other.id && JSON.stringify(Object.entries(one.path).sort()) === JSON.stringify(Object.entries(other.path).sort());
}

/** Whether a write has to wait for an earlier one that waits: what is added stands alone, what is changed has an order. */
function comesAfter(next: Write<WriteId>, earlier: Write<WriteId>): boolean {
  return WRITES[next.id].method !== "POST" && sameTarget(next, earlier);
}

/** Not answered (or by somebody in between), asked to wait, or to be signed in again: the write stays. A fault (500) would only hold up all that follows. */
function worthWaiting({ status, code }: Refusal<string>): boolean {
  // `conflict`: another attempt, or another write, was at it in the same moment.
  return [0, 401, 429, 502, 503, 504].includes(status) || (status === 409 && code === "conflict");
}

const KEY_FORGOTTEN: Refusal<"key_forgotten"> = { code: "key_forgotten", status: 0, detail: "", errors: [], requestId: undefined, retryAfter: undefined, document: undefined };
