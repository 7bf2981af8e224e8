import { expect, test } from "vitest";

import "../../src/data/staff-acts.js";
import { ACTS } from "../../src/data/acts.js";
import { OF_A_DAY } from "../../src/data/day.js";
import { READS, type ReadId } from "../../src/data/operations.js";
import { WRITES } from "../../src/data/writes.js";
import { CHANGES, ELSEWHERE, type Kept, SHOWS } from "./touched.js";

const READ_IDS = Object.keys(READS) as ReadId[];
const showing = (...changed: readonly Kept[]) => READ_IDS.filter((read) => SHOWS[read].some((kept) => changed.includes(kept))).sort();

test.each(Object.entries({ ...ACTS, ...WRITES }))("%s outdates the reads that show something of what it changes, and no other", (id, { outdates }) => {
  expect([...outdates].sort()).toEqual(showing(...CHANGES[id as keyof typeof CHANGES]));
});

test("another day outdates the reads that show something of it, and no other", () => {
  expect([...OF_A_DAY].sort()).toEqual(showing("day"));
});

test("every read shows something, and all of that is changed by an act of these pages or is known to be changed elsewhere", () => {
  expect(READ_IDS.filter((read) => SHOWS[read].length === 0)).toEqual([]);
  const changed = new Set<Kept>(Object.values(CHANGES).flat());
  const shown = new Set(Object.values(SHOWS).flat());
  expect([...shown].filter((kept) => !changed.has(kept)).sort()).toEqual([...ELSEWHERE].sort());
  expect([...changed].filter((kept) => !shown.has(kept))).toEqual([]);
});
