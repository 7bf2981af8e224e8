import assert from "node:assert/strict";
import { test } from "vitest";

import { uuid7, uuid7Maker } from "../../src/data/uuid7.js";

const FORM = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test("an id bears its time, its version and its variant", () => {
  const id = uuid7Maker(() => 0x019dae3b0a60, (bytes) => bytes.fill(0xff))();
  assert.equal(id, "019dae3b-0a60-77ff-bfff-ffffffffffff");
  assert.match(uuid7(), FORM);
});

test("ids are sorted as they were made: within a millisecond, beyond what one can count, and when the clock is set back", () => {
  let now = 1_764_000_000_000;
  const make = uuid7Maker(() => now);
  const ids = Array.from({ length: 10_000 }, () => make());
  now -= 60_000;
  ids.push(make(), make());
  now += 120_000;
  ids.push(make());
  assert.deepEqual([...ids].sort(), ids);
  assert.equal(new Set(ids).size, ids.length);
  for (const id of ids) assert.match(id, FORM);
});

test("two pages that begin in the same millisecond make different ids", () => {
  const now = () => 1_764_000_000_000;
  assert.notEqual(uuid7Maker(now)(), uuid7Maker(now)());
});
