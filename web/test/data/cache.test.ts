import assert from "node:assert/strict";
import { test, vi } from "vitest";

import type { Outcome } from "../../src/api/index.js";
import { Cache } from "../../src/data/cache.js";
import type { Read } from "../../src/data/operations.js";
import { TODAY, done, refused } from "./house.js";

/** A cache whose looks are answered by hand. */
function asked() {
  const waiting: ((outcome: Outcome<unknown, string>) => void)[] = [];
  const clock = { now: 1_000 };
  const cache = new Cache(() => new Promise((answer) => waiting.push(answer)), () => clock.now);
  return { cache, waiting, clock };
}

const read: Read<"get-today"> = { id: "get-today", path: { resident_id: "p" } };

test("two that ask at once ask once, and an answer that is young enough is not asked for again", async () => {
  const { cache, waiting, clock } = asked();
  const both = [cache.refresh(read), cache.refresh(read)];
  assert.equal(waiting.length, 1);
  waiting[0]!(done(TODAY));
  await Promise.all(both);
  assert.deepEqual(cache.peek(read).value, TODAY);
  clock.now += 10;
  await cache.refresh(read, 15);
  assert.equal(waiting.length, 1);
  void cache.refresh(read, 5);
  assert.equal(waiting.length, 2);
});

test("what is known stays in sight when the network goes, with the time of its answer", async () => {
  const { cache, waiting, clock } = asked();
  const first = cache.refresh(read);
  waiting[0]!(done(TODAY));
  await first;
  clock.now = 2_000;
  const second = cache.refresh(read);
  assert.equal(cache.peek(read).loading, true);
  waiting[1]!(refused("unreachable", 0));
  await second;
  const { value, at, refusal, loading } = cache.peek(read);
  assert.deepEqual([value, at, refusal?.code, loading], [TODAY, 1_000, "unreachable", false]);
});

test("a look that throws is over: it says why, is told, and the next one asks again", async () => {
  const told = vi.spyOn(console, "error").mockImplementation(() => {});
  const fault = new Error("a fault of the page");
  let asks = 0;
  const cache = new Cache(async () => {
    asks += 1;
    if (asks === 1) throw fault;
    return done(TODAY);
  });
  await cache.refresh(read);
  assert.deepEqual([cache.peek(read).loading, cache.peek(read).refusal?.code, told.mock.calls[0]?.[0]], [false, "unreadable", fault]);
  await cache.refresh(read);
  assert.deepEqual([cache.peek(read).value, cache.peek(read).refusal, asks], [TODAY, undefined, 2]);
  told.mockRestore();
});

test("a next page that throws is refused, and the list stays", async () => {
  const told = vi.spyOn(console, "error").mockImplementation(() => {});
  const list = { id: "list-visits", path: { resident_id: "p" } } as const;
  const cache = new Cache(async ({ query }) => {
    if (query !== undefined) throw new Error("a fault of the page");
    return done({ items: ["a"], next_cursor: "c" });
  });
  await cache.refresh(list);
  assert.equal((await cache.more(list))?.code, "unreadable");
  assert.deepEqual((cache.peek(list).value as unknown as { items: string[] }).items, ["a"]);
  told.mockRestore();
});

test("what is dropped at once is all that one asked for, and nothing else", async () => {
  const cache = new Cache(async () => done(TODAY));
  const other: Read<"get-today"> = { id: "get-today", path: { resident_id: "q" } };
  await Promise.all([cache.refresh(read), cache.refresh(other)]);
  cache.dropAll(({ path }) => (path as { resident_id: string }).resident_id === "p");
  assert.deepEqual([cache.peek(read).value, cache.peek(other).value], [undefined, TODAY]);
});

test.each([401, 403, 404])("what may not be seen any more is gone from the screen: %i", async (status) => {
  const { cache, waiting } = asked();
  const first = cache.refresh(read);
  waiting[0]!(done(TODAY));
  await first;
  const second = cache.refresh(read);
  waiting[1]!(refused("forbidden", status));
  await second;
  assert.equal(cache.peek(read).value, undefined);
});

test("an answer to a look from before a write does not undo what the write changed", async () => {
  const { cache, waiting } = asked();
  cache.subscribe(read, () => {});
  const old = cache.refresh(read);
  cache.outdate(["get-today"]);
  assert.equal(waiting.length, 2);
  const newer = { ...TODAY, doses: [] };
  waiting[1]!(done(newer));
  waiting[0]!(done(TODAY));
  await old;
  assert.deepEqual(cache.peek(read).value, newer);
});

test("nothing is left after everything is forgotten, and what was on its way does not come back", async () => {
  const { cache, waiting } = asked();
  const first = cache.refresh(read);
  cache.clear();
  waiting[0]!(done(TODAY));
  await first;
  assert.equal(cache.peek(read).value, undefined);
});

test("only what is on the screen is asked for again when the person comes back", async () => {
  const { cache, waiting } = asked();
  const first = cache.refresh(read);
  waiting[0]!(done(TODAY));
  await first;
  await cache.refreshShown();
  assert.equal(waiting.length, 1);
  const end = cache.subscribe(read, () => {});
  void cache.refreshShown();
  assert.equal(waiting.length, 2);
  end();
});
