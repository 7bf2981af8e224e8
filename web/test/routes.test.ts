import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

import { contextsOf, linesOf } from "./routes.js";

test.each(["resident", "staff"] as const)("every line of the routes of %s is read by these tests", (entry) => {
  assert.equal(linesOf(entry).length, readFileSync(`src/${entry}/routes.ts`, "utf8").split("lazyScreen(").length - 1);
});

test.each([...linesOf("resident"), ...linesOf("staff")])("the line of $address names the words that its screen uses", ({ screen, contexts }) => {
  expect([...contexts].sort()).toEqual([...contextsOf(screen)].sort());
});

test("the frame and what is shown without a screen of its own need no words of a context", () => {
  for (const file of ["src/resident/page.tsx", "src/resident/screens/today/home.tsx", "src/staff/page.tsx"]) expect([...contextsOf(file)], file).toEqual([]);
});
