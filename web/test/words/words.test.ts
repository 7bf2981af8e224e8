import assert from "node:assert/strict";
import { test } from "vitest";

import { dates, fromJapan } from "../../src/words/dates.js";
import { easy } from "../../src/words/easy.js";
import { en } from "../../src/words/en.js";
import { ja } from "../../src/words/ja.js";
import { plain, unread } from "../../src/words/ruby.js";

/** Every sentence of a dictionary, functions called with something. */
function sentences(words: unknown, place = ""): [string, string][] {
  if (typeof words === "string") return [[place, words]];
  if (typeof words === "function") return sentences((words as (...given: unknown[]) => unknown)(2, 5), `${place}()`);
  return Object.entries(words as object).flatMap(([key, value]) => sentences(value, `${place}/${key}`));
}

test("やさしい日本語 has a reading behind every kanji", () => {
  for (const [place, text] of sentences(easy)) assert.equal(unread(text), "", `${place}: ${text}`);
});

test("English has no Japanese but the names of the languages", () => {
  for (const [place, text] of sentences(en)) {
    if (!place.startsWith("/settings/languages/")) assert.doesNotMatch(text, /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u, place);
  }
});

test("the words that scare are in no dictionary", () => {
  for (const [place, text] of [...sentences(ja), ...sentences(easy)]) assert.doesNotMatch(plain(text), /エラー|不正|異常|同意いただけない/, place);
});

test("every dictionary says something wherever another does", () => {
  const spoken = (words: unknown) => sentences(words).filter(([place]) => !/\/[01]$/.test(place));
  for (const words of [ja, easy, en]) for (const [place, text] of spoken(words)) assert.notEqual(text, "", place);
  assert.deepEqual(sentences(easy).map(([place]) => place), sentences(ja).map(([place]) => place));
  assert.deepEqual(sentences(en).map(([place]) => place), sentences(ja).map(([place]) => place));
});

test("days are Japan's, in the form of each language", () => {
  const late = new Date("2026-11-24T23:30:00Z");
  assert.deepEqual([dates("ja").day(late), dates("ja").year(late), dates("ja").time(late)], ["11月25日(水)", "2026年(令和8年)", "8:30"]);
  assert.equal(dates("easy").day(late), "11月(がつ)25日(にち) 水(すい)");
  assert.equal(unread(`${dates("easy").day(late)}${dates("easy").year(late)}${dates("easy").month(late)}`), "");
  assert.equal(dates("en").day(late), "Wed 25 Nov");
});

test("a day of birth has the year of both calendars", () => {
  const born = fromJapan("1982-06-03", "12:00");
  assert.deepEqual([dates("ja").born(born), dates("en").born(born)], ["1982年(S57)6月3日", "3 Jun 1982"]);
});

test("near days are said by name across midnight in Japan", () => {
  const now = fromJapan("2026-11-25", "00:10");
  const { near } = dates("ja");
  assert.deepEqual(["2026-11-24", "2026-11-25", "2026-11-26", "2026-11-23"].map((day) => near(fromJapan(day, "23:59"), now)), ["きのう", "きょう", "あす", "11月23日(月)"]);
});
