import { expect, test } from "vitest";

import { ACTS } from "../../src/data/acts.js";
import type { ReadId } from "../../src/data/operations.js";
import { WRITES } from "../../src/data/writes.js";
import { CHANGES, SHOWS } from "./touched.js";

test.each(Object.entries({ ...ACTS, ...WRITES }))("%s outdates every read that shows something of what it changes", (id, { outdates }) => {
  const changed = CHANGES[id as keyof typeof CHANGES];
  const shown = (Object.keys(SHOWS) as ReadId[]).filter((read) => SHOWS[read].some((kept) => changed.includes(kept)));
  expect(shown.filter((read) => !(outdates as readonly ReadId[]).includes(read))).toEqual([]);
});
