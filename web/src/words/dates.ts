/**
 * Days and times as the notebook writes them: of Japan, whatever the device's zone. Counted here and not asked of `Intl`, whose first answers hold up a slow
 * phone for a third of a second; a test holds every day to what `Intl` says.
 */
import type { Language } from "../data/preferences.js";

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

const WEEKDAYS = [..."日月火水木金土"];
const READINGS = ["にち", "げつ", "か", "すい", "もく", "きん", "ど"];
const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"];

/** The newest first. */
const ERAS: readonly Era[] = [
  { name: "令和", letter: "R", from: 20190501 },
  { name: "平成", letter: "H", from: 19890108 },
  { name: "昭和", letter: "S", from: 19261225 },
  { name: "大正", letter: "T", from: 19120730 },
  { name: "明治", letter: "M", from: 18680908 },
];

/** Of what is no instant a dash is written: nothing that is drawn throws for a day that somebody typed, or for one that does not exist. */
export function dates(language: Language): Dates {
  return Object.fromEntries(Object.entries(written(language)).map(([name, write]: [string, Dates["near"]]) => [name, (at: Date, now: Date) => (isNone(at) ? "–" : write(at, now))])) as unknown as Dates;
}

function written(language: Language): Dates {
  const time = of(({ hour, minute }) => `${hour}:${two(minute)}`);
  if (language === "en") {
    const short = of(({ month, day }) => `${day} ${MONTHS[month - 1] ?? ""}`);
    const year = of(({ year }) => String(year));
    const day = (at: Date) => `${of(({ weekday }) => DAYS[weekday] ?? "")(at)} ${short(at)}`;
    return { day, born: (at) => `${short(at)} ${year(at)}`, year, whole: (at) => `${day(at)} ${year(at)}`, time, near: near(day, "Today", "Yesterday", "Tomorrow"), short, month: of(({ month }) => MONTHS[month - 1] ?? "") };
  }
  const short = of(({ month, day }) => `${month}/${day}`);
  const born = of((at) => `${at.year}年${inEra(at, (era, year) => `(${era.letter}${year})`)}${at.month}月${at.day}日`);
  if (language === "easy") {
    const day = of(({ month, day, weekday }) => `${month}月(がつ)${day}日(にち) ${WEEKDAYS[weekday] ?? ""}(${READINGS[weekday] ?? ""})`);
    const year = of(({ year }) => `${year}年(ねん)`);
    return { day, born, year, whole: (at) => `${year(at)} ${day(at)}`, time, near: near(day, "今日(きょう)", "きのう", "明日(あした)"), short, month: of(({ month }) => `${month}月(がつ)`) };
  }
  const day = of(({ month, day, weekday }) => `${month}月${day}日(${WEEKDAYS[weekday] ?? ""})`);
  const year = of((at) => `${at.year}年${inEra(at, (era, year) => `(${era.name}${year}年)`)}`);
  return { day, born, year, whole: (at) => year(at) + day(at), time, near: near(day, "今日", "きのう", "あす"), short, month: of(({ month }) => `${month}月`) };
}

/** An instant as calendars and clocks of Japan show it. */
interface Shown {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** From Sunday on. */
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
}

function of(write: (shown: Shown) => string): (at: Date) => string {
  return (at) => {
    const japan = inJapan(at);
    return write({ year: japan.getUTCFullYear(), month: japan.getUTCMonth() + 1, day: japan.getUTCDate(), weekday: japan.getUTCDay(), hour: japan.getUTCHours(), minute: japan.getUTCMinutes() });
  };
}

/** Nine hours ahead of the world in every season: what is read of it as of UTC is Japan's. */
function inJapan(at: Date): Date {
  return new Date(at.getTime() + 9 * 3_600_000);
}

interface Era {
  readonly name: string;
  readonly letter: string;
  /** Its first day, as a number: 20190501. */
  readonly from: number;
}

function inEra({ year, month, day }: Shown, write: (era: Era, year: string) => string): string {
  const era = ERAS.find(({ from }) => year * 10_000 + month * 100 + day >= from);
  if (era === undefined) return "";
  const count = year - Math.floor(era.from / 10_000) + 1;
  return write(era, count === 1 ? "元" : String(count));
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}

function isNone(at: Date): boolean {
  return Number.isNaN(at.getTime());
}

/** The day in Japan as the contract writes it: 2026-11-25. Of what is no instant it is empty. */
export function isoDay(at: Date): string {
  return written8601(at)[0] ?? "";
}

/** Whether what ends at an instant is still there when today is over. */
export function lastsTomorrow(until: Date, now: Date): boolean {
  return isoDay(new Date(until.getTime() - 1)) > isoDay(now);
}

/** Whether two days are of one year in Japan: of another year a day alone misleads. */
export function sameYear(one: Date, other: Date): boolean {
  return isoDay(one).slice(0, 4) === isoDay(other).slice(0, 4);
}

/** The time of day in Japan, as an input of that kind takes it: 07:40. Of what is no instant it is empty. */
export function isoTime(at: Date): string {
  return written8601(at)[1]?.slice(0, 5) ?? "";
}

function written8601(at: Date): readonly string[] {
  const japan = inJapan(at);
  return isNone(japan) ? [] : japan.toISOString().split("T");
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
