import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "vitest";

import { LANGUAGES } from "../../src/data/preferences.js";
import { dates, fromJapan } from "../../src/words/dates.js";
import { easy } from "../../src/words/easy.js";
import { en } from "../../src/words/en.js";
import { ja } from "../../src/words/ja.js";
import type { Lexicon } from "../../src/words/lexicon.js";
import { plain, unread } from "../../src/words/ruby.js";

/** Contexts whose screens are for people at work: やさしい日本語 is the ordinary one. */
const AT_WORK = ["clinic"];

interface Dictionaries {
  readonly context: string;
  readonly ja: unknown;
  readonly easy: unknown;
  readonly en: unknown;
}

/** Every dictionary that there is: the frame's and those of the folders. */
async function dictionaries(): Promise<readonly Dictionaries[]> {
  const folders = readdirSync("src/words", { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const contexts = await Promise.all(folders.map(async (context) => {
    const module = (await import(`../../src/words/${context}/index.ts`)) as Record<string, Lexicon<unknown>>;
    const lexicon = module[`${context}Words`];
    assert.ok(lexicon, `words/${context}/index.ts has no ${context}Words`);
    const [ofJa, ofEasy, ofEn] = await Promise.all(LANGUAGES.map(async (language) => {
      await lexicon.load(language);
      return lexicon.words(language);
    }));
    return { context, ja: ofJa, easy: ofEasy, en: ofEn };
  }));
  return [{ context: "frame", ja, easy, en }, ...contexts];
}

const ALL = await dictionaries();

/** Every sentence of a dictionary, functions called with something. */
function sentences(words: unknown, place = ""): [string, string][] {
  if (typeof words === "string") return [[place, words]];
  if (typeof words === "function") return sentences((words as (...given: unknown[]) => unknown)(2, 5), `${place}()`);
  return Object.entries(words as object).flatMap(([key, value]) => sentences(value, `${place}/${key}`));
}

test.each(ALL.filter(({ context }) => !AT_WORK.includes(context)))("やさしい日本語 has a reading behind every kanji: $context", ({ easy }) => {
  for (const [place, text] of sentences(easy)) assert.equal(unread(text), "", `${place}: ${text}`);
});

test.each(ALL)("only for people at work やさしい日本語 is the ordinary one: $context", ({ context, ja, easy }) => {
  assert.equal(ja === easy, AT_WORK.includes(context));
});

test.each(ALL)("English has no Japanese but the names of the languages: $context", ({ en }) => {
  for (const [place, text] of sentences(en)) {
    if (!place.startsWith("/settings/languages/")) assert.doesNotMatch(text, /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u, place);
  }
});

test.each(ALL)("the words that scare are in no dictionary: $context", ({ ja, easy }) => {
  for (const [place, text] of [...sentences(ja), ...sentences(easy)]) assert.doesNotMatch(plain(text), /エラー|不正|異常|同意いただけない/, place);
});

test.each(ALL)("every dictionary says something wherever another does: $context", ({ ja, easy, en }) => {
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
  assert.deepEqual(["2026-11-24", "2026-11-25", "2026-11-26", "2026-11-23"].map((day) => near(fromJapan(day, "23:59"), now)), ["きのう", "今日", "あす", "11月23日(月)"]);
});
