/** Days and times as the notebook writes them: of Japan, whatever the device's zone. */
import type { Language } from "../data/preferences.js";

const ZONE = "Asia/Tokyo";

export interface Dates {
  /** 11月25日(水) */
  readonly day: (at: Date) => string;
  /** 2026年(令和8年) */
  readonly year: (at: Date) => string;
  /** 2026年(令和8年)11月25日(水) */
  readonly whole: (at: Date) => string;
  /** 7:40 */
  readonly time: (at: Date) => string;
  /** 今日, きのう, あす, or the day. */
  readonly near: (at: Date, now: Date) => string;
  /** Where there is little room: 11/25 */
  readonly short: (at: Date) => string;
  /** A day of birth, short: 1982年(S57)6月3日 */
  readonly born: (at: Date) => string;
  /** A month: 11月 */
  readonly month: (at: Date) => string;
}

const WEEKDAYS = { 日: "にち", 月: "げつ", 火: "か", 水: "すい", 木: "もく", 金: "きん", 土: "ど" } as Readonly<Record<string, string>>;

/** Of what is no instant a dash is written: nothing that is drawn throws for a day that somebody typed, or for one that does not exist. */
export function dates(language: Language): Dates {
  return Object.fromEntries(Object.entries(written(language)).map(([name, write]: [string, Dates["near"]]) => [name, (at: Date, now: Date) => (isNone(at) ? "–" : write(at, now))])) as unknown as Dates;
}

function written(language: Language): Dates {
  const ja = formats("ja-JP");
  const time = (at: Date) => ja.time.format(at);
  if (language === "en") {
    const en = formats("en-GB");
    const day = (at: Date) => en.day.format(at).replace(",", "");
    const born = (at: Date) => en.born.format(at);
    return { day, born, year: (at) => en.year.format(at), whole: (at) => `${day(at)} ${en.year.format(at)}`, time, near: near(day, "Today", "Yesterday", "Tomorrow"), short: (at) => en.short.format(at), month: (at) => en.month.format(at) };
  }
  const era = new Intl.DateTimeFormat("ja-JP-u-ca-japanese", { era: "long", year: "numeric", timeZone: ZONE });
  const shortEra = new Intl.DateTimeFormat("ja-JP-u-ca-japanese", { era: "narrow", year: "numeric", timeZone: ZONE });
  const born = (at: Date) => `${ja.year.format(at)}(${shortEra.format(at).replace("年", "")})${ja.born.format(at)}`;
  if (language === "easy") {
    const day = (at: Date) => {
      const part = parts(ja.day, at);
      const weekday = part("weekday");
      return `${part("month")}月(がつ)${part("day")}日(にち) ${weekday}(${WEEKDAYS[weekday] ?? ""})`;
    };
    return { day, born, year: (at) => `${parts(ja.year, at)("year")}年(ねん)`, whole: (at) => `${parts(ja.year, at)("year")}年(ねん) ${day(at)}`, time, near: near(day, "今日(きょう)", "きのう", "明日(あした)"), short: (at) => ja.short.format(at), month: (at) => `${parts(ja.month, at)("month")}月(がつ)` };
  }
  const day = (at: Date) => ja.day.format(at);
  return { day, born, year: (at) => `${ja.year.format(at)}(${era.format(at)})`, whole: (at) => `${ja.year.format(at)}(${era.format(at)})${day(at)}`, time, near: near(day, "今日", "きのう", "あす"), short: (at) => ja.short.format(at), month: (at) => ja.month.format(at) };
}

function isNone(at: Date): boolean {
  return Number.isNaN(at.getTime());
}

/** The day in Japan as the contract writes it: 2026-11-25. Of what is no instant it is empty. */
export function isoDay(at: Date): string {
  return isNone(at) ? "" : new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeZone: ZONE }).format(at);
}

/** The time of day in Japan, as an input of that kind takes it: 07:40. Of what is no instant it is empty. */
export function isoTime(at: Date): string {
  return isNone(at) ? "" : new Intl.DateTimeFormat("sv-SE", { timeStyle: "short", timeZone: ZONE }).format(at);
}

/** A time of the contract as it is written elsewhere: 8:00 for 08:00. */
export function shortTime(time: string): string {
  return time.replace(/^0/, "");
}

/** The instant of a day and a time in Japan. */
export function fromJapan(day: string, time: string): Date {
  return new Date(`${day}T${time}:00+09:00`);
}

/** Noon of a day of the contract, so that it is the same day in every sum. */
export function noon(day: string): Date {
  return fromJapan(day, "12:00");
}

/** The hour of the day in Japan. */
export function hourOf(at: Date): number {
  return Number(isoTime(at).slice(0, 2));
}

function near(day: (at: Date) => string, today: string, yesterday: string, tomorrow: string): Dates["near"] {
  return (at, now) => {
    const days = Math.round((noon(isoDay(at)).getTime() - noon(isoDay(now)).getTime()) / 86_400_000);
    if (days === 0) return today;
    if (days === -1) return yesterday;
    return days === 1 ? tomorrow : day(at);
  };
}

function formats(locale: string) {
  const format = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { timeZone: ZONE, ...options });
  return {
    day: format({ month: locale === "ja-JP" ? "long" : "short", day: "numeric", weekday: "short" }),
    year: format({ year: "numeric" }),
    born: format(locale === "ja-JP" ? { month: "long", day: "numeric" } : { day: "numeric", month: "short", year: "numeric" }),
    short: format(locale === "ja-JP" ? { month: "numeric", day: "numeric" } : { month: "short", day: "numeric" }),
    month: format({ month: locale === "ja-JP" ? "long" : "short" }),
    time: format({ hour: "numeric", minute: "2-digit", hourCycle: "h23" }),
  };
}

function parts(format: Intl.DateTimeFormat, at: Date): (type: Intl.DateTimeFormatPartTypes) => string {
  const found = format.formatToParts(at);
  return (type) => (found.find((part) => part.type === type)?.value ?? "").replace("月", type === "month" ? "" : "月");
}
