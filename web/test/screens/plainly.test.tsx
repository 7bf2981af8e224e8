// @vitest-environment happy-dom
/** What is typed and read by hand and by camera, and what the pages say of it. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { BLANK, type Draft, recordOf, understood, weightOf } from "../../src/resident/screens/daily/values.js";
import { ja as alarm } from "../../src/words/alarm/ja.js";
import { ja as daily } from "../../src/words/daily/ja.js";
import { ja } from "../../src/words/ja.js";
import { DAY, open, says, until } from "./house.js";

/** A camera that reads what the test holds before it. */
const camera: { read?: (code: { bytes: Uint8Array; text: string }) => void } = {};
vi.mock("../../src/scan/use-scanner.js", () => ({
  useScanner: (_kind: string, onCode: NonNullable<typeof camera.read>) => {
    camera.read = onCode;
    return { seeing: "looking", video: { current: null }, hasTorch: false, torch: false, switchTorch() {}, again() {}, readPhoto: async () => 0 };
  },
}));
const see = (text: string) => camera.read?.({ bytes: new TextEncoder().encode(text), text });

const NOW = new Date("2026-11-25T07:42:10+09:00");
const record = (draft: Partial<Draft>) => {
  const came = recordOf({ ...BLANK, ...draft }, NOW, ja, daily.record.onlyNumber);
  return "record" in came ? came.record : came.problems.map(({ field }) => field);
};

test.each(["65.2", "65,2", "６５．２", "６５，２", "65、2", "65。2", " 65.2 "])("%s is a weight of 65.2, and is shown so once the person goes on", (typed) => {
  expect(record({ weight: typed })).toMatchObject({ weight_kg: 65.2 });
  expect(understood(typed, "weight")).toBe("65.2");
  expect(weightOf(typed, ja.record)).toEqual({ kg: 65.2 });
});

test("a comma that could be either is no number, and stays as it was typed", () => {
  expect(record({ weight: "1,234" })).toEqual(["weight"]);
  expect(record({ steps: "6,82" })).toEqual(["steps"]);
  expect(record({ steps: "６，８２０" })).toMatchObject({ steps: 6820 });
  expect([understood("1,234", "weight"), understood("6,820", "steps"), understood("", "steps"), understood("6,82", "memo")]).toEqual(["1,234", "6820", "", "6,82"]);
});

test("a form shows how a number was understood once its field is left", async () => {
  await open("/record/new");
  const field = await until(() => document.querySelectorAll<HTMLInputElement>(".numfield__in")[3]);
  field.value = "６５，２";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await new Promise((resume) => setTimeout(resume, 20));
  field.dispatchEvent(new Event("blur"));
  await until(() => document.querySelectorAll<HTMLInputElement>(".numfield__in")[3]?.value === "65.2");
});

test("more days than the goal are said as days, and an amount says what it counts", () => {
  expect([daily.goals.week(7, 3), daily.goals.week(3, 3), daily.goals.lastWeek(5, 3)]).toEqual(["今週 7日(目標は 3日)", "今週 3 / 3日", "先週 5日(目標は 3日)"]);
  expect([alarm.doses.amount("1.5"), alarm.doses.stock("12")]).toEqual(["1回の数 1.5", "のこりの数 12"]);
});

test("before the camera one thing at a time is said of a code", async () => {
  await open("/check-in");
  await until(() => camera.read && says("受付のQRを読む"));
  see("www.example.jp");
  await until(() => says("受付のQRではないようです"));
  expect(says("読めました")).toBe(false);
});

describe("a dose ahead of its time", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date"] });
  });
  afterEach(() => void vi.useRealTimers());

  test.each([
    ["05:03", "8:00 のお薬です。いまは 5:03 です。"], ["07:45", "おすと、いまの時刻で記録します。"], ["09:10", "おすと、いまの時刻で記録します。"],
  ])("at %s its button says so, and stays", async (time, words) => {
    vi.setSystemTime(new Date(`2026-11-25T${time}:00+09:00`));
    await open("/", (_method, path) => (path.endsWith("/today") ? { status: 200, body: DAY } : undefined));
    await until(() => says(words) && [...document.querySelectorAll("button")].some(({ textContent }) => textContent === "飲んだ"));
  });
});
