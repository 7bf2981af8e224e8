/** Pages of one browser that hold the same writes, because the device keeps them. */
import assert from "node:assert/strict";
import { expect, test } from "vitest";

import type { Outcome } from "../../src/api/index.js";
import { shared } from "../../src/data/shared-store.js";
import type { Write, WriteId } from "../../src/data/writes.js";
import { DOSE, PERSON, device, done, network, offline, outbox, settle } from "./house.js";

const HOUR = 3_600_000;
const MADE = Date.parse("2026-11-25T07:00:00+09:00");
const ANSWER = { resident_id: PERSON } as const;
const HEAD = { key: "head", id: "put-intake", path: DOSE, body: { status: "taken" }, madeAt: MADE } as unknown as Write<WriteId>;
/** Sent twice, it is two doses. */
const ADDS = { key: "adds", id: "log-intake", path: ANSWER, body: { taken_at: "2026-11-25T07:00:00+09:00" }, madeAt: MADE } as unknown as Write<WriteId>;

/** A device with what was left on it, and a page that found it; the answers are what the page's sends come to, in turn. */
function left(...writes: Write<WriteId>[]) {
  const open = device();
  for (const write of writes) open.rows.set(write.key, write);
  const page = async (answers: Outcome<unknown, string>[]) => {
    const made = outbox(answers);
    await made.box.keepIn(open);
    await settle();
    return { ...made, keys: () => made.sent.map(({ key }) => key), later: async (hours: number) => {
      made.clock.now += hours * HOUR;
      for (const timer of made.clock.timers.splice(0)) timer();
      await settle();
    } };
  };
  return { open, page };
}

test("what another page has sent is not sent by one that was asleep, also after the server forgot its key", async () => {
  const { open, page } = left(HEAD, ADDS);
  const asleep = await page([offline]);
  assert.deepEqual(asleep.box.waiting.map(({ key, triedAt }) => [key, triedAt === undefined]), [["head", false], ["adds", true]]);
  const awake = await page([done({}), done({ intake_id: "i-1" })]);
  assert.deepEqual([awake.keys(), open.keys()], [["head", "adds"], []]);
  await asleep.later(25);
  assert.deepEqual([asleep.keys(), asleep.box.waiting, asleep.box.returned], [["head"], [], []]);
});

test("what another page tried, and had no answer for, counts as tried: after a day it is given back and not sent as new", async () => {
  const { page } = left(HEAD, ADDS);
  const asleep = await page([offline]);
  const awake = await page([done({}), offline]);
  assert.deepEqual(awake.keys(), ["head", "adds"]);
  await asleep.later(25);
  assert.deepEqual([asleep.keys(), asleep.box.returned.map(({ refusal }) => refusal.code)], [["head"], ["key_forgotten"]]);
});

test("one page at a time sends: the next one finds that it was done", async () => {
  const { page } = left(ADDS);
  const first = await page([]);
  const second = await page([]);
  assert.deepEqual([first.keys(), second.keys()], [["adds"], []]);
  first.held[0]!(done({ intake_id: "i-1" }));
  await settle();
  assert.deepEqual([second.keys(), second.box.waiting], [[], []]);
});

test.each([["before", false], ["after", true]])("undo of what another page has sent takes it back, asked %s this page knows of it", async (_when, knows) => {
  const { page } = left(HEAD, ADDS);
  const asleep = await page([offline, done({ intake_id: "i-1" }), done(undefined)]);
  await page([done({}), done({ intake_id: "i-1" })]);
  if (knows) await asleep.later(0);
  const undone = asleep.box.undo("adds");
  await settle();
  assert.deepEqual(await undone, { is: "done" });
  assert.deepEqual(asleep.sent.slice(1).map(({ id, key, path }) => [id, id === "log-intake" ? key : path]), [["log-intake", "adds"], ["delete-intake", { ...ANSWER, intake_id: "i-1" }]]);
  assert.deepEqual(asleep.box.waiting, []);
});

test("undo of what another page sent a day ago is not called done: it would be sent a second time", async () => {
  const { page } = left(HEAD, ADDS);
  const asleep = await page([offline]);
  await page([done({}), done({ intake_id: "i-1" })]);
  asleep.clock.now += 25 * HOUR;
  const undone = asleep.box.undo("adds");
  await settle();
  assert.deepEqual([await undone, asleep.keys(), asleep.box.returned.map(({ refusal }) => refusal.code)], [{ is: "stopped" }, ["head"], ["key_forgotten"]]);
});

test("what no page has sent is taken back by not sending it, from any page", async () => {
  const { open, page } = left(HEAD, ADDS);
  const one = await page([offline, offline]);
  const other = await page([offline, done({})]);
  const undone = one.box.undo("adds");
  await settle();
  assert.deepEqual([await undone, open.keys()], [{ is: "done" }, ["head"]]);
  await other.later(0);
  assert.deepEqual([other.keys(), other.box.waiting, open.keys()], [["head", "head"], [], []]);
});

test("where one page ends keeping it takes over what waits, and the others neither send it nor call theirs kept", async () => {
  const { open, page } = left(HEAD, ADDS);
  const [one, other] = [await page([offline, done({ record_id: "r-1" }), done({}), done({ intake_id: "i-1" })]), await page([offline, offline])];
  const own = other.box.add("create-daily-record", ANSWER, { taken_at: "2026-11-25T08:00:00+09:00", steps: 1 });
  await settle();
  assert.deepEqual([one.box.outlivesPage, other.box.outlivesPage], [true, true]);
  await one.box.keepInPage(open);
  await settle();
  assert.deepEqual([open.keys(), one.box.waiting, one.keys().slice(1).sort()], [[], [], ["adds", "head", own.key].sort()]);
  await other.later(0);
  assert.deepEqual([other.keys(), other.box.waiting], [["head", "head"], []]);
  one.box.add("put-intake", DOSE, { status: "taken" });
  assert.equal(one.box.outlivesPage, false);
});

test("what another page sent while nobody was signed in here is not sent by who comes back", async () => {
  const { open, page } = left(HEAD, ADDS);
  const { box, keys } = await page([offline]);
  await page([done({}), done({ intake_id: "i-1" })]);
  await box.keepIn(open);
  await settle();
  assert.deepEqual([keys(), box.waiting, open.keys()], [["head"], [], []]);
});

test("what a page puts while it looks is not taken for sent by another", async () => {
  let answer = (_rows: readonly Write<WriteId>[]) => {};
  const store = shared({ all: () => new Promise((resume) => (answer = resume)), put: async () => {}, remove: async () => {}, wipe: async () => [], alone: (run) => run() });
  const looked = store.look();
  await store.put(ADDS);
  answer([]);
  assert.deepEqual((await looked)([ADDS]), { writes: [ADDS], others: [], gone: [] });
});

test("what was on the device is not put back into a page that was signed out of meanwhile", async () => {
  const { open } = left(HEAD);
  const { box, sent } = outbox([]);
  let release = () => {};
  const opened = box.keepIn(async () => {
    await new Promise<void>((resume) => (release = resume));
    return open();
  });
  await settle();
  box.forget();
  release();
  await opened;
  await settle();
  assert.deepEqual([box.waiting, sent], [[], []]);
});

test("a device that is wiped late takes nothing of who signs in meanwhile", async () => {
  const { open, page } = left(HEAD);
  const { box } = await page([offline, offline]);
  let release = () => {};
  const wiped = box.wipe(async () => {
    await new Promise<void>((resume) => (release = resume));
    await (await open()).wipe();
  });
  assert.deepEqual(box.waiting, []);
  const next = box.add("put-intake", DOSE, { status: "skipped" });
  const kept = box.keepIn(open);
  await settle();
  release();
  await Promise.all([wiped, kept]);
  await settle();
  assert.deepEqual([box.waiting.map(({ key }) => key), open.keys()], [[next.key], [next.key]]);
});

test("a write that waited for its token leaves with nobody else's", async () => {
  let give = (_token: string) => {};
  const { services, sent } = network(() => ({ status: 200, body: {} }), { token: () => new Promise((resume) => (give = resume)) });
  void services.outbox.add("put-intake", DOSE, { status: "taken" });
  await settle();
  services.forget();
  services.outbox.forget();
  give("the next person's");
  await settle();
  expect(sent).toEqual([]);
});

test("a write that was refused for its token is not repeated with somebody else's", async () => {
  let looked = (_worth: boolean) => {};
  const { services, sent } = network(() => ({ status: 401, body: {} }), { onRefused: () => new Promise((resume) => (looked = resume)) });
  void services.outbox.add("put-intake", DOSE, { status: "taken" });
  await settle();
  expect(sent.length).toBe(1);
  services.forget();
  services.outbox.forget();
  looked(true);
  await settle();
  expect(sent.length).toBe(1);
});
