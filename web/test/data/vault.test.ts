import "fake-indexeddb/auto";

import assert from "node:assert/strict";
import { beforeEach, test, vi } from "vitest";

import { openRows, openVault, wipeVault } from "../../src/data/vault.js";
import type { Write, WriteId } from "../../src/data/writes.js";
import { DOSE, PERSON, done, offline, outbox, settle } from "./house.js";

const MEMO = "肩の痛みはだいぶ楽";
const write = (key: string, changes: Partial<Write<WriteId>> = {}) =>
  ({ key, id: "create-daily-record", path: { resident_id: PERSON }, body: { taken_at: "2026-11-25T08:00:00+09:00", memo: MEMO }, madeAt: 1, ...changes }) as Write<WriteId>;

beforeEach(wipeVault);

/** Everything that the browser keeps, as it keeps it. */
async function kept(): Promise<{ names: string[]; keys: CryptoKey[]; rows: Record<string, unknown>[] }> {
  const names = (await indexedDB.databases()).map(({ name }) => name ?? "");
  if (names.length === 0) return { names, keys: [], rows: [] };
  const database = await asked(indexedDB.open("unsent-writes"));
  const all = (store: string) => asked(database.transaction(store).objectStore(store).getAll());
  const found = { names, keys: await all("keys"), rows: await all("writes") };
  database.close();
  return found;
}

function asked<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error as Error);
  });
}

test("what waits comes back in its order, and a change stays in its place", async () => {
  const vault = await openRows("account");
  await vault.put(write("a"));
  await vault.put(write("b"));
  await vault.put(write("a", { triedAt: 7 }));
  const again = await openRows("account");
  assert.deepEqual(await again.all(), [write("a", { triedAt: 7 }), write("b")]);
  await again.remove("a");
  assert.deepEqual(await vault.all(), [write("b")]);
});

test("nothing that was written can be read on the device, and the key gives itself to nobody", async () => {
  const vault = await openRows("account");
  await vault.put(write("a-key-of-an-action"));
  const { keys, rows } = await kept();
  assert.deepEqual([rows.length, keys.length], [1, 1]);
  const bytes = rows.flatMap((row) => Object.values(row)).map((value) => (typeof value === "string" ? value : new TextDecoder("utf-8").decode(value as ArrayBuffer))).join(" ");
  for (const word of [MEMO, "create-daily-record", PERSON, "a-key-of-an-action", "taken_at"]) assert.ok(!bytes.includes(word), word);
  assert.equal(keys[0]!.extractable, false);
  await assert.rejects(crypto.subtle.exportKey("raw", keys[0]!));
});

test("another account finds nothing, and cannot open what was put before it", async () => {
  const vault = await openRows("one");
  await vault.put(write("a"));
  assert.deepEqual(await (await openRows("another")).all(), []);
  assert.equal((await vault.all()).length, 1);
});

test("after the wipe nothing is left of the account, and what another has waiting here stays", async () => {
  await (await openRows("one")).put(write("a"));
  await (await openRows("another")).put(write("b"));
  await (await openRows("one")).wipe();
  const { keys, rows } = await kept();
  assert.deepEqual([keys.length, rows.length], [1, 1]);
  assert.deepEqual(await (await openRows("another")).all(), [write("b")]);
  await (await openRows("another")).wipe();
  assert.deepEqual(await kept(), { names: [], keys: [], rows: [] });
});

test("a page whose account was wiped by another page keeps nothing more, and finds nothing: no row is left that nobody can read", async () => {
  await (await openRows("another")).put(write("b"));
  const [one, other] = [await openRows("one"), await openRows("one")];
  await one.put(write("a"));
  assert.deepEqual(await other.wipe(), [write("a")]);
  await assert.rejects(one.put(write("c")));
  assert.deepEqual([await one.all(), (await kept()).rows.length], [[], 1]);
});

test("a page whose device was wiped whole by another one knows that what it held is elsewhere", async () => {
  const [page, other] = [await openVault("one"), await openVault("one")];
  await page.put(write("a"));
  assert.deepEqual((await other.wipe())([]).others, [write("a")]);
  assert.deepEqual((await page.look())([write("a")]).gone.map(({ key }) => key), ["a"]);
  assert.deepEqual((await page.wipe())([]).others, []);
});

test("a write that another page has sent does not come back by being changed", async () => {
  const [one, other] = [await openVault("one"), await openVault("one")];
  await one.put(write("a"));
  await other.look();
  await one.remove("a");
  await other.put(write("a", { undone: true }));
  assert.deepEqual((await kept()).rows, []);
});

test("pages of one account take turns, and nobody else waits for them", async () => {
  const names: string[] = [];
  vi.stubGlobal("navigator", { locks: { request: async (name: string, run: () => Promise<unknown>) => (names.push(name), run()) } });
  try {
    const ran = [];
    for (const account of ["one", "one", "another"]) ran.push(await (await openVault(account)).alone(async () => account));
    assert.deepEqual([ran, new Set(names).size, names[0] === names[1]], [["one", "one", "another"], 2, true]);
  } finally {
    vi.unstubAllGlobals();
  }
});

test("a row that nobody can read any more keeps none of the others back", async () => {
  await (await openRows("one")).put(write("a"));
  const database = await asked(indexedDB.open("unsent-writes"));
  const rows = database.transaction("writes", "readwrite").objectStore("writes");
  const [row] = await asked(rows.getAll());
  await asked(rows.put({ ...row, name: "spoilt", iv: new Uint8Array(12) }));
  database.close();
  const vault = await openRows("one");
  await vault.put(write("b"));
  assert.deepEqual(await vault.all(), [write("a"), write("b")]);
});

test("ten doses and records made without a network arrive once each after the page was closed", async () => {
  const first = outbox([offline], await openVault("account"));
  const keys = Array.from({ length: 10 }, (_, index) => (index % 2 === 0
    ? first.box.add("put-intake", { ...DOSE, time: `0${index}:00` }, { status: "taken" })
    : first.box.add("create-daily-record", { resident_id: PERSON }, { taken_at: "2026-11-25T08:00:00+09:00", steps: index })).key);
  // Nothing is answered any more; the page is closed once the device has everything.
  await expectEventually(async () => (await kept()).rows.length === 10);
  const second = outbox(Array.from({ length: 10 }, (_, index) => done({ record_id: `r-${index}` })));
  await second.box.keepIn(() => openVault("account"));
  await expectEventually(async () => (await kept()).rows.length === 0);
  assert.deepEqual(second.sent.map(({ key }) => key), keys);
});

test("where keeping is switched off, nothing stays on the device and what waits is still sent from the page", async () => {
  const { box, sent, clock } = outbox([offline, done({})], await openVault("account"));
  await box.add("put-intake", DOSE, { status: "taken" }).sent;
  await box.keepInPage(() => openVault("account"));
  assert.deepEqual((await kept()).names, []);
  clock.timers.shift()!();
  await settle();
  assert.deepEqual([sent.length, box.waiting.length], [2, 0]);
});

async function expectEventually(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 10_000;
  while (Date.now() < end) {
    if (await holds()) return;
    await settle();
  }
  assert.fail("it did not come to that");
}
