/** Records made without a network, and a server that forgets keys after a day and knows ids for good. */
import "fake-indexeddb/auto";

import assert from "node:assert/strict";
import { beforeEach, test } from "vitest";

import type { NewDailyRecord, Outcome } from "../../src/api/index.js";
import { Cache } from "../../src/data/cache.js";
import { Outbox } from "../../src/data/outbox.js";
import { MEMORY, type WriteStore } from "../../src/data/store.js";
import { openRows, openVault, wipeVault } from "../../src/data/vault.js";
import { PERSON, done, offline, refused, settle } from "./house.js";

const HOUR = 3_600_000;

beforeEach(wipeVault);

/** Keeps a record by its id as the API does: once, whatever the key; and answers a known key as before for 24 hours. */
function city() {
  const clock = { now: Date.parse("2026-11-27T18:00:00+09:00"), timers: [] as (() => void)[] };
  const records = new Map<string, NewDailyRecord>();
  const removed = new Set<string>();
  const keys = new Map<string, number>();
  const network = { away: true, losesAnswers: false, tries: 0 };
  const page = (store: WriteStore = MEMORY) => new Outbox(async ({ key, laterKey = key, body }): Promise<Outcome<unknown, string>> => {
    network.tries += 1;
    if (network.away) return offline;
    const record = body as unknown as NewDailyRecord;
    const { record_id } = record;
    assert.ok(typeof record_id === "string");
    assert.ok(clock.now - (keys.get(laterKey) ?? clock.now) < 24 * HOUR, "a key that the server does not know any more");
    keys.set(laterKey, keys.get(laterKey) ?? clock.now);
    if (removed.has(record_id)) return refused("removed_since", 409);
    records.set(record_id, record);
    return network.losesAnswers ? offline : done({ record_id });
  }, new Cache(async () => done({})), store, { now: () => clock.now, later: (act, time) => (time === 5_000 ? 0 : clock.timers.push(act)) });
  const pass = async (milliseconds: number) => {
    clock.now += milliseconds;
    for (const timer of clock.timers.splice(0)) timer();
    await settle();
  };
  return { clock, records, removed, network, page, pass };
}

const written = () => Array.from({ length: 10 }, (_, steps): NewDailyRecord => ({ taken_at: `2026-11-27T18:0${steps}:00+09:00`, steps }));
const write = (box: Outbox) => written().forEach((record) => void box.add("create-daily-record", { resident_id: PERSON }, record));
const steps = (records: ReadonlyMap<string, NewDailyRecord>) => [...records.values()].map((record) => record.steps);
const EACH_ONCE = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

test("ten records made without a network arrive once each, in order, when it is back", async () => {
  const { network, page, pass, records } = city();
  const box = page();
  write(box);
  await pass(0);
  network.away = false;
  await pass(HOUR);
  assert.deepEqual([steps(records), box.waiting.length, box.returned.length], [EACH_ONCE, 0, 0]);
});

test("they arrive once each also where every answer was lost, and a weekend passed before the next", async () => {
  const { network, page, pass, records } = city();
  const box = page();
  network.away = false;
  network.losesAnswers = true;
  write(box);
  // Each try is heard and its answer lost: the first stays at the head until the network gets better.
  await pass(HOUR);
  await pass(23 * HOUR);
  await pass(40 * HOUR);
  assert.equal(records.size, 1);
  network.losesAnswers = false;
  await pass(HOUR);
  assert.deepEqual([steps(records), box.waiting.length, box.returned.length], [EACH_ONCE, 0, 0]);
  assert.ok(network.tries > 12);
});

test("they arrive once each also where the page was closed with answers lost, and opened after the weekend", async () => {
  const { network, page, pass, records, removed } = city();
  const before = page(await openVault("account"));
  network.away = false;
  network.losesAnswers = true;
  write(before);
  await until(async () => (await (await openRows("account")).all()).length === 10 && records.size === 1);
  // What arrived is removed on another device meanwhile: it does not come back.
  const [gone = ""] = records.keys();
  records.delete(gone);
  removed.add(gone);
  await pass(0);
  network.away = true;
  await pass(64 * HOUR);
  network.away = false;
  network.losesAnswers = false;
  const after = page();
  await after.keepIn(() => openVault("account"));
  // The device forgets a write before the page says so.
  await until(async () => (await (await openRows("account")).all()).length === 0 && after.waiting.length === 0);
  assert.deepEqual([steps(records), after.waiting.length, after.returned.length], [EACH_ONCE.slice(1), 0, 0]);
  // The page of before comes back to life with what it still holds: nothing is there twice.
  await pass(HOUR);
  await until(async () => before.waiting.length === 0);
  assert.deepEqual([steps(records), before.waiting.length, before.returned.length], [EACH_ONCE.slice(1), 0, 0]);
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (!(await holds())) {
    assert.ok(Date.now() < end, "it did not come to that");
    await settle();
  }
}
