/** Days and times are counted in the pages: here each is held to what `Intl` writes. */
import { expect, test } from "vitest";

import { dates, isoDay, isoTime } from "../../src/words/dates.js";

const ZONE = "Asia/Tokyo";
const DAY_MS = 86_400_000;
const format = (locale: string, options: Intl.DateTimeFormatOptions) => {
  const own = new Intl.DateTimeFormat(locale, { timeZone: ZONE, ...options });
  return (at: Date) => own.format(at);
};

const ja = {
  day: format("ja-JP", { month: "long", day: "numeric", weekday: "short" }), year: format("ja-JP", { year: "numeric" }), birthday: format("ja-JP", { month: "long", day: "numeric" }),
  short: format("ja-JP", { month: "numeric", day: "numeric" }), month: format("ja-JP", { month: "long" }),
  era: format("ja-JP-u-ca-japanese", { era: "long", year: "numeric" }), letter: format("ja-JP-u-ca-japanese", { era: "narrow", year: "numeric" }),
};
const en = { day: format("en-GB", { weekday: "short", day: "numeric", month: "short" }), born: format("en-GB", { day: "numeric", month: "short", year: "numeric" }), short: format("en-GB", { day: "numeric", month: "short" }), month: format("en-GB", { month: "short" }), year: format("en-GB", { year: "numeric" }) };
const iso = { day: format("sv-SE", { dateStyle: "short" }), time: format("sv-SE", { timeStyle: "short" }), clock: format("ja-JP", { hour: "numeric", minute: "2-digit", hourCycle: "h23" }) };

test("every day since Japan counts by this calendar, in Japanese and in English, its era included", () => {
  const [own, english] = [dates("ja"), dates("en")];
  const wrong: unknown[] = [];
  const hold = (found: string, told: string) => void (found === told || wrong.push([found, told]));
  for (let time = Date.parse("1873-01-01T12:00:00+09:00"); time < Date.parse("2101-01-01T00:00:00+09:00"); time += DAY_MS) {
    const at = new Date(time);
    hold(own.day(at), ja.day(at));
    hold(own.year(at), `${ja.year(at)}(${ja.era(at)})`);
    hold(own.whole(at), `${ja.year(at)}(${ja.era(at)})${ja.day(at)}`);
    hold(own.born(at), `${ja.year(at)}(${ja.letter(at).replace("年", "")})${ja.birthday(at)}`);
    hold(own.short(at), ja.short(at));
    hold(own.month(at), ja.month(at));
    hold(english.day(at), en.day(at).replace(",", ""));
    hold(english.year(at), en.year(at));
    hold(english.born(at), en.born(at));
    hold(english.short(at), en.short(at));
    hold(english.month(at), en.month(at));
    hold(isoDay(at), iso.day(at));
  }
  expect(wrong.slice(0, 5)).toEqual([]);
});

test("every quarter of an hour around midnight and through a day is Japan's", () => {
  const own = dates("ja");
  for (let time = Date.parse("2026-11-24T00:00:00Z"); time < Date.parse("2026-11-27T00:00:00Z"); time += 901_000) {
    const at = new Date(time);
    expect([own.time(at), isoTime(at), isoDay(at), own.day(at)]).toEqual([iso.clock(at), iso.time(at), iso.day(at), ja.day(at)]);
  }
});

test.each([["ja", "11月25日(水)", "2026年(令和8年)"], ["easy", "11月(がつ)25日(にち) 水(すい)", "2026年(ねん)"], ["en", "Wed 25 Nov", "2026"]] as const)("in %s", (language, day, year) => {
  const [own, at] = [dates(language), new Date("2026-11-24T15:00:00Z")];
  expect([own.day(at), own.year(at), own.time(at)]).toEqual([day, year, "0:00"]);
});

test("the first year of an era is called so, and before the first there is none", () => {
  const own = dates("ja");
  expect(own.year(new Date("2019-05-01T00:00:00+09:00"))).toBe("2019年(令和元年)");
  expect(own.year(new Date("2019-04-30T23:59:59+09:00"))).toBe("2019年(平成31年)");
  expect(own.year(new Date("1850-01-01T12:00:00+09:00"))).toBe("1850年");
});

test("what is no instant is a dash, and no text where a contract wants one", () => {
  const none = new Date(Number.NaN);
  for (const language of ["ja", "easy", "en"] as const) for (const write of Object.values(dates(language))) expect(write(none, none)).toBe("–");
  for (const at of [none, new Date(8.64e15)]) expect([isoDay(at), isoTime(at)]).toEqual(["", ""]);
});
