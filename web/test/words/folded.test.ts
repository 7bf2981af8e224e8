import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

import { folded } from "../../src/words/folded.js";

test.each([["宮﨑", "宮崎"], ["𠮷田", "吉田"], ["渡邉", "渡辺"], ["渡邊", "渡辺"], ["髙橋 Ａ", "高橋a"], ["ﾜﾀﾅﾍﾞ", "わたなべ"], ["齋藤", "斉藤"]])("%s is found by %s and the other way round", (one, other) => {
  expect(folded(one)).toBe(folded(other));
});

test("other people are not found", () => {
  for (const [one, other] of [["宮崎", "宮城"], ["吉田", "古田"], ["大島", "犬島"]] as const) expect(folded(one)).not.toBe(folded(other));
});

test("what is a variant for the API is one for a search", () => {
  const program = readFileSync("../shared/notebook/src/medication/name.rs", "utf8");
  const table = program.slice(program.indexOf("fn usual_form"), program.indexOf("other => other"));
  const lines = [...table.matchAll(/((?:'.'(?: \| )?)+) => '(.)'/gu)];
  expect(lines.length).toBeGreaterThan(10);
  for (const [, variants = "", usual = ""] of lines) for (const [, variant = ""] of variants.matchAll(/'(.)'/gu)) expect(folded(variant), variant).toBe(usual);
});
