import assert from "node:assert/strict";
import { test } from "vitest";

import type { Outcome } from "../../src/api/index.js";
import { Cache } from "../../src/data/cache.js";
import type { AnyRead, Read } from "../../src/data/operations.js";
import { joined } from "../../src/data/pages.js";
import { done, offline, settle } from "./house.js";

const read: Read<"list-visits"> = { id: "list-visits", path: { resident_id: "p" }, query: { limit: 2 } };

/** Visits in pages of two. */
function pageAt(cursor: string | undefined, all: readonly string[]): Outcome<unknown, string> {
  const from = Number(cursor ?? 0);
  return done({ items: all.slice(from, from + 2).map((visit_id) => ({ visit_id })), next_cursor: from + 2 < all.length ? String(from + 2) : null });
}

function visits(state: { all: readonly string[]; away?: (asked: AnyRead) => boolean }) {
  const asked: (string | undefined)[] = [];
  const cache = new Cache(async (one) => {
    const { cursor } = (one.query ?? {}) as { cursor?: string };
    asked.push(cursor);
    return state.away?.(one) === true ? offline : pageAt(cursor, state.all);
  });
  const shown = () => cache.peek(read).value?.items.map(({ visit_id }) => visit_id).join("");
  return { cache, asked, shown };
}

test("the next page is appended, with all else that was asked for, until there is none", async () => {
  const queries: (object | undefined)[] = [];
  const state = { all: ["a", "b", "c"] };
  const cache = new Cache(async ({ query }) => (queries.push(query), pageAt((query as { cursor?: string }).cursor, state.all)));
  await cache.refresh(read);
  assert.equal(await cache.more(read), undefined);
  assert.deepEqual(cache.peek(read).value?.items.map(({ visit_id }) => visit_id), ["a", "b", "c"]);
  assert.equal(cache.peek(read).value?.next_cursor, null);
  await cache.more(read);
  assert.deepEqual(queries, [{ limit: 2 }, { limit: 2, cursor: "2" }]);
});

test("a next page that does not come leaves the list, and can be asked for again", async () => {
  const state = { all: ["a", "b", "c"], away: ({ query }: AnyRead) => "cursor" in (query ?? {}) };
  const { cache, shown } = visits(state);
  await cache.refresh(read);
  assert.equal((await cache.more(read))?.code, "unreachable");
  assert.deepEqual([shown(), cache.peek(read).refusal], ["ab", undefined]);
  state.away = () => false;
  assert.equal(await cache.more(read), undefined);
  assert.equal(shown(), "abc");
});

test("asked again, a list begins anew, and comes with as many pages at once", async () => {
  const state = { all: ["a", "b", "c", "d", "e"] };
  const { cache, asked, shown } = visits(state);
  await cache.refresh(read);
  await cache.more(read);
  const seen: (string | undefined)[] = [];
  cache.subscribe(read, () => seen.push(shown()));
  state.all = ["n", "a", "b", "c", "d", "e"];
  await cache.refresh(read);
  assert.deepEqual(asked, [undefined, "2", undefined, "2"]);
  assert.deepEqual([...new Set(seen)], ["abcd", "nabc"]);
});

test("a list that could be asked again in part only stays as it was shown", async () => {
  const state = { all: ["a", "b", "c", "d"], away: (_asked: AnyRead) => false };
  const { cache, shown } = visits(state);
  await cache.refresh(read);
  await cache.more(read);
  state.all = ["n", "a", "b", "c"];
  state.away = ({ query }) => "cursor" in (query ?? {});
  await cache.refresh(read);
  assert.deepEqual([shown(), cache.peek(read).refusal?.code], ["abcd", "unreachable"]);
});

test("a list that became shorter ends where it ends", async () => {
  const state = { all: ["a", "b", "c", "d"] };
  const { cache, shown } = visits(state);
  await cache.refresh(read);
  await cache.more(read);
  state.all = ["a"];
  await cache.refresh(read);
  assert.equal(shown(), "a");
});

test("a next page of a list that was asked anew meanwhile is that of the new one", async () => {
  const held: ((outcome: Outcome<unknown, string>) => void)[] = [];
  const cache = new Cache(() => new Promise((answer) => held.push(answer)));
  cache.subscribe(read, () => {});
  const first = cache.refresh(read);
  held[0]!(pageAt(undefined, ["a", "b", "c"]));
  await first;
  const more = cache.more(read);
  await settle();
  cache.outdate(["list-visits"]);
  held[1]!(pageAt("2", ["a", "b", "c"]));
  held[2]!(pageAt(undefined, ["n", "a", "b", "c"]));
  await settle();
  held[3]!(pageAt("2", ["n", "a", "b", "c"]));
  assert.equal(await more, undefined);
  assert.deepEqual(cache.peek(read).value?.items.map(({ visit_id }) => visit_id), ["n", "a", "b", "c"]);
});

test("nothing comes back of a list that was forgotten while its next page was on its way", async () => {
  const held: ((outcome: Outcome<unknown, string>) => void)[] = [];
  const cache = new Cache(() => new Promise((answer) => held.push(answer)));
  const first = cache.refresh(read);
  held[0]!(pageAt(undefined, ["a", "b", "c"]));
  await first;
  const more = cache.more(read);
  await settle();
  cache.clear();
  held[1]!(pageAt("2", ["a", "b", "c"]));
  await more;
  assert.equal(cache.peek(read).value, undefined);
});

test("a write that was done changes every page of a list", async () => {
  const { cache, shown } = visits({ all: ["a", "b", "c"] });
  await cache.refresh(read);
  await cache.more(read);
  cache.amend("list-visits", (list) => ({ ...list, items: list.items.filter(({ visit_id }) => visit_id !== "c") }));
  assert.equal(shown(), "ab");
});

test("a page of the access log that is not whole is not hidden by one that is", () => {
  const page = (verified: boolean, more = {}) => ({ items: [], refused: [], next_cursor: null, refused_next_cursor: null, verified, verified_to: 3, ...more }) as never;
  assert.equal(joined("get-access-log", page(true), page(false, { first_bad: 2 })).verified, false);
  assert.equal(joined("get-access-log", page(true), page(false, { first_bad: 2 })).first_bad, 2);
  assert.equal(joined("get-access-log", page(false), page(true)).verified, false);
});
