/** Tabs of one browser: a storage, locks and a channel that they share. */
import { Keeper, type Parts, type Told } from "../../src/session/keeper.js";
import type { Tokens } from "../../src/session/tokens.js";
import { signIn } from "../../src/session/sign-in.js";
import { FakePool } from "./fake-pool.js";

export class Browser {
  readonly fake = new FakePool();
  readonly storage = memory();
  /** What the API was asked by keepers, and what it answers. */
  readonly api: string[] = [];
  status = 200;
  readonly #ports: Port[] = [];
  #line: Promise<unknown> = Promise.resolve();

  constructor() {
    this.fake.add("hanako@example.jp", "Correct horse 13");
    this.fake.add("kenichi@example.jp", "Correct horse 13");
  }

  /** A tab, and what its pages were told. */
  tab(more: Partial<Parts> = {}) {
    const told: Told[] = [];
    const port = new Port(this.#ports);
    const keeper = new Keeper({
      entry: "residents",
      pool: async () => this.fake.pool(),
      storage: this.storage,
      locks: { request: ((_name: string, act: () => Promise<unknown>) => (this.#line = this.#line.then(act, act))) as unknown as LockManager["request"] },
      channel: port as unknown as BroadcastChannel,
      now: () => this.fake.now,
      ask: async (method, path, token) => {
        this.api.push(`${method} ${path} ${token}`);
        return this.status;
      },
      tell: (one) => told.push(one),
      ...more,
    });
    return { keeper, told };
  }

  async tokens(email = "hanako@example.jp"): Promise<Tokens> {
    const step = await signIn(this.fake.pool(), email, "Correct horse 13");
    if (step.is !== "in") throw new Error(step.is);
    return step.tokens;
  }

  /** The refresh token that counts, as it is stored. */
  get refresh(): string | undefined {
    const kept = this.storage.getItem("session-residents");
    return kept === null ? undefined : (JSON.parse(kept) as { refresh: string }).refresh;
  }

  later(minutes: number): void {
    this.fake.now += minutes * 60_000;
  }
}

/** Messages arrive at the others at once. */
class Port {
  readonly #ports: Port[];
  #listener: ((event: { data: unknown }) => void) | undefined;

  constructor(ports: Port[]) {
    this.#ports = ports;
    ports.push(this);
  }

  addEventListener(_kind: string, listener: (event: { data: unknown }) => void): void {
    this.#listener = listener;
  }

  postMessage(message: unknown): void {
    for (const other of this.#ports) if (other !== this) other.#listener?.({ data: structuredClone(message) });
  }
}

export function memory(): Storage {
  const values = new Map<string, string>();
  return {
    getItem: (name) => values.get(name) ?? null,
    setItem: (name, value) => void values.set(name, value),
    removeItem: (name) => void values.delete(name),
    clear: () => values.clear(),
    key: (index) => [...values.keys()][index] ?? null,
    get length() {
      return values.size;
    },
  };
}
