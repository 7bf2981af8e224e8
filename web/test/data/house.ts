/** What tests of the data layer share. */
import type { Outcome, Today } from "../../src/api/index.js";
import { Cache } from "../../src/data/cache.js";
import { Outbox, type Send } from "../../src/data/outbox.js";
import { makeServices } from "../../src/data/services.js";
import type { Session } from "../../src/data/session.js";
import { shared } from "../../src/data/shared-store.js";
import { MEMORY, type WriteStore } from "../../src/data/store.js";
import type { Write, WriteId } from "../../src/data/writes.js";

export const PERSON = "019aa000-0000-7000-8000-0000000000ae";
export const ALARM = "019aa000-0000-7000-8000-0000000000af";

export const TODAY: Today = {
  doses: [{ alarm_id: ALARM, amount: null, date: "2026-11-25", time: "08:00", label: "朝食後", medications: [], version: null, status: "due" }],
  latest: { weight_kg: { at: "2026-11-24T07:00:00+09:00", value: 60.2 } },
};

export function done(value: unknown): Outcome<unknown, string> {
  return { ok: true, status: 200, value, version: undefined };
}

export function refused(code: string, status: number, retryAfter?: number): Outcome<unknown, string> {
  return { ok: false, refusal: { code, status, detail: "", errors: [], requestId: undefined, retryAfter, document: undefined } };
}

export const offline = refused("unreachable", 0);

/** An outbox whose sends are answered from a list, in turn; what comes after the list waits for `release`. */
export function outbox(answers: Outcome<unknown, string>[], store: WriteStore = MEMORY) {
  const sent: Write<WriteId>[] = [];
  const held: ((outcome: Outcome<unknown, string>) => void)[] = [];
  const clock = { now: Date.parse("2026-11-25T08:00:00+09:00"), timers: [] as (() => void)[], patience: [] as (() => void)[] };
  const send: Send = (write) => {
    sent.push(write);
    const answer = answers.shift();
    return answer === undefined ? new Promise((resolve) => held.push(resolve)) : Promise.resolve(answer);
  };
  const looks: string[] = [];
  const cache = new Cache(async (read) => {
    looks.push(read.id);
    return done(TODAY);
  });
  const box = new Outbox(send, cache, store, { now: () => clock.now, later: (act, time) => (time === 5_000 ? clock.patience : clock.timers).push(act) });
  return { box, cache, sent, held, clock, looks };
}

/** A device that pages share: each call opens it for one more page. */
export function device() {
  const rows = new Map<string, Write<WriteId>>();
  let line: Promise<unknown> = Promise.resolve();
  const open = async (): Promise<WriteStore> => shared({
    all: async () => [...rows.values()],
    put: async (write, again) => {
      if (!again || rows.has(write.key)) rows.set(write.key, structuredClone(write));
    },
    remove: async (key) => void rows.delete(key),
    async wipe() {
      const left = [...rows.values()];
      rows.clear();
      return left;
    },
    alone: (run) => {
      const turn = line.then(run);
      line = turn.catch(() => {});
      return turn;
    },
  });
  return Object.assign(open, { keys: () => [...rows.keys()], rows });
}

export interface Answer {
  /** 0: the network is away. */
  readonly status: number;
  readonly body?: unknown;
  readonly version?: string;
}

/** Services whose requests are answered by a function, and kept. */
export function network(answer: (request: Request) => Answer | Promise<Answer>, session: Partial<Session> = {}) {
  const sent: Request[] = [];
  const services = makeServices({
    address: "http://notebook.test",
    token: async () => undefined,
    language: () => "ja",
    wait: async () => {},
    fetch: async (request) => {
      sent.push(request);
      const { status, body, version } = await answer(request);
      if (status === 0) throw new TypeError("fetch failed");
      return new Response(body === undefined ? null : JSON.stringify(body), { status, headers: { "content-type": "application/json", ...(version !== undefined && { etag: version }) } });
    },
    ...session,
  });
  return { services, sent };
}

/** What the API refuses with. */
export function problem(status: number, code: string): Answer {
  return { status, body: { type: "urn:x", title: "x", status, code, detail: "この値は使えません。", errors: [], request_id: "req-7f3a" } };
}

export const DOSE = { resident_id: PERSON, alarm_id: ALARM, date: "2026-11-25", time: "08:00" };

/** Lets everything that waits for nothing come to its end. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resume) => setImmediate(resume));
}
