import { expect, test } from "vitest";

import { kindOf } from "../../src/staff/use-clinic-words.js";
import { en } from "../../src/words/clinic/en.js";
import { ja } from "../../src/words/clinic/ja.js";

/** Every sentence of a dictionary, functions called with something. */
function sentences(words: unknown): readonly string[] {
  if (typeof words === "string") return [words];
  if (typeof words === "function") return sentences((words as (...given: unknown[]) => unknown)(2, 5));
  return Object.values(words as object).flatMap(sentences);
}

test("a place is a clinic, a pharmacy or a nursing station by its code, a health centre by who works there", () => {
  const of = (code: string, ...roles: readonly ("doctor" | "nurse" | "public_health_nurse")[]) => kindOf({ code, roles });
  expect([of("4310400017"), of("4330400017"), of("4340400011"), of("4360400011")]).toEqual(["clinic", "clinic", "pharmacy", "nursing"]);
  expect([of("4300400019", "public_health_nurse"), of("4300400019", "nurse"), of("4310400017", "public_health_nurse")]).toEqual(["center", "other", "clinic"]);
});

test.each([
  ["pharmacy", /カルテ|当院|診察/, ["当薬局のひとこと", "薬歴用の文をコピー"]],
  ["center", /カルテ|当院|診察|患者|来院/, ["当センターのひとこと", "記録用の文をコピー", "今日 来た住民の方"]],
  ["nursing", /カルテ|当院|診察|患者/, ["当ステーションのひとこと", "看護記録用の文をコピー"]],
  ["other", /カルテ|当院|診察|患者/, ["こちらのひとこと"]],
] as const)("at a place that is no clinic no word is a clinic's: %s", (kind, foreign, own) => {
  expect(sentences(ja[kind]).filter((text) => foreign.test(text))).toEqual([]);
  expect(sentences(ja[kind])).toEqual(expect.arrayContaining([...own]));
  expect(sentences(ja.clinic)).toEqual(expect.arrayContaining(["当院のひとこと", "カルテ用の文をコピー", "今日の患者"]));
  if (kind !== "pharmacy") expect(sentences(en[kind]).filter((text) => /\bpatient|\bchart/i.test(text))).toEqual([]);
});
