// @vitest-environment happy-dom
/** Appointments: what is sent, what is told, and how a month and the next one are shown. */
import assert from "node:assert/strict";
import { beforeEach, expect, test } from "vitest";

import { isoDay } from "../../src/words/dates.js";
import { addDays } from "../../src/words/days.js";
import { BLANK, bodyOf, draftOf, problemsIn } from "../../src/resident/screens/visit/appointment-draft.js";
import { ja } from "../../src/words/appointment/ja.js";
import { PERSON } from "../data/house.js";
import { type City, DAY, button, open, says, type, until } from "./house.js";
import { APPOINTMENT, VISIT, ok } from "./standing.js";

const TODAY = isoDay(new Date());
const IN_A_WEEK = addDays(TODAY, 7);
const shown = (more: object = {}) => ({ ...APPOINTMENT, on: IN_A_WEEK, ...more });
const list = (...items: object[]): City => (method, path) => (method === "GET" && path.endsWith("/appointments") ? ok({ items, next_cursor: null }) : undefined);

beforeEach(() => localStorage.clear());

test("an empty time is none, and two hours before it nobody is reminded", () => {
  const draft = { ...BLANK, day: "2026-12-08", place: " 医院 " };
  assert.deepEqual(bodyOf(draft), {
    on: "2026-12-08", time: null, kind: "consultation", institution_code: null, institution_name: "医院", department: null, memo: null, reminders: { day_before: true, two_hours_before: false },
  });
  assert.deepEqual(bodyOf({ ...draft, time: "09:00", code: "4310112347" }), {
    on: "2026-12-08", time: "09:00", kind: "consultation", institution_code: "4310112347", institution_name: null, department: null, memo: null, reminders: { day_before: true, two_hours_before: true },
  });
  const { on, time, kind, reminders } = bodyOf(draftOf(APPOINTMENT as never));
  assert.deepEqual({ on, time, kind, reminders }, { on: "2199-12-08", time: "15:30", kind: "dental", reminders: { day_before: true, two_hours_before: false } });
});

test("slips are told by the contract's limits, and the day that it had may stay", () => {
  const slips = (changes: Partial<typeof BLANK>, kept?: string) => problemsIn({ ...BLANK, day: "2026-12-08", place: "医院", ...changes }, { today: "2026-11-25", kept }, ja).map(({ field }) => field);
  assert.deepEqual([slips({}), slips({ day: "" }), slips({ day: "2026-11-24" }), slips({ day: "2026-11-24" }, "2026-11-24"), slips({ day: "2026-11-25" })], [[], ["day"], ["day"], [], []]);
  assert.deepEqual([slips({ day: "2028-11-25" }), slips({ day: "2028-11-26" }), slips({ time: "9:00" }), slips({ place: " " }), slips({ memo: "x".repeat(4001) })], [[], ["day"], ["time"], ["place"], ["memo"]]);
});

test("an appointment is written, said to be, and led back to the visits", async () => {
  const { sent } = await open("/visits/appointments/new", (method, path) => (method === "POST" && path.endsWith("/appointments") ? { status: 201, body: { appointment_id: VISIT } } : undefined));
  const field = (type: string) => until(() => document.querySelector<HTMLInputElement>(`input[type="${type}"]`));
  const twoHours = () => document.querySelectorAll<HTMLInputElement>('input[role="switch"]')[1]!;
  await field("date");
  expect([twoHours().checked, twoHours().getAttribute("aria-disabled")]).toEqual([false, "true"]);
  (await until(() => document.querySelector<HTMLElement>('button[type="submit"]'))).click();
  await until(() => document.querySelector(".error-summary"));
  type(await field("date"), IN_A_WEEK);
  type(await field("time"), "15:30");
  button("歯科")!.click();
  const place = await until(() => [...document.querySelectorAll("label")].find((label) => label.textContent?.startsWith("病院")));
  type(document.getElementById(place.htmlFor) as HTMLInputElement, "四ツ山歯科");
  await until(() => twoHours().checked);
  document.querySelector<HTMLElement>('button[type="submit"]')!.click();
  await until(() => says("予約を書きました"));
  expect(location.pathname).toBe("/visits");
  const body = sent.find(({ method }) => method === "POST")?.body;
  expect(body).toMatchObject({ on: IN_A_WEEK, time: "15:30", kind: "dental", institution_name: "四ツ山歯科", reminders: { day_before: true, two_hours_before: true } });
});

test("the nearest comes first, and whose reminders reach nobody says so", async () => {
  await open("/visits", list(shown({ on: addDays(TODAY, 20), institution_name: "あとの医院" }), shown({ time: null, institution_name: "時刻のない医院" }), shown({ time: "09:00", reminds: "nobody" })));
  await until(() => says("時刻のない医院"));
  const text = document.body.textContent ?? "";
  expect([text.indexOf("時刻のない医院"), text.indexOf("四ツ山歯科"), text.indexOf("あとの医院")]).toEqual([...["時刻のない医院", "四ツ山歯科", "あとの医院"].map((name) => text.indexOf(name))].sort((one, other) => one - other));
  expect([text.split("お知らせは届きません").length - 1, text.includes("時刻は決まっていません")]).toEqual([1, true]);
});

test("a month is a table with a caption; a day that has some says how many, and another month lists its own", async () => {
  await open("/visits", list(shown({ on: TODAY, time: "23:59" })));
  const marked = await until(() => document.querySelector(".calendar__day--marked"));
  const table = marked.closest("table")!;
  expect(table.caption?.textContent).toContain("月");
  expect([...table.querySelectorAll("thead th")].map((head) => head.getAttribute("scope"))).toEqual(Array(7).fill("col"));
  expect(table.querySelectorAll('[aria-current="date"]').length).toBe(1);
  expect([marked.querySelector(".sr:last-child")?.textContent?.trim(), table.querySelectorAll(".calendar__day--marked").length]).toEqual(["予約 1つ", 1]);
  const rows = () => document.querySelectorAll(`a[href="/visits/${VISIT}"]`).length;
  expect(rows()).toBe(1);
  const before = table.caption?.textContent;
  button("次の月")!.click();
  await until(() => document.querySelector(".calendar caption")?.textContent !== before);
  await until(() => rows() === 2);
  // Every day of the month stands there once.
  const days = [...document.querySelectorAll(".calendar__day")].map((day) => Number.parseInt(day.textContent ?? "", 10));
  expect(days).toEqual(Array.from({ length: days.length }, (_, index) => index + 1));
  expect(days.length).toBeGreaterThanOrEqual(28);
});

test("the first page has the next appointment, and nothing where there is none", async () => {
  const next = { appointment_id: VISIT, on: addDays(TODAY, 1), time: "09:00", kind: "consultation", institution_code: null, institution_name: "あらお中央内科", department: null };
  const city = (next_appointment: unknown): City => (_method, path) => (path.endsWith("/today") ? ok({ ...DAY, next_appointment }) : undefined);
  await open("/", city(next));
  const row = await until(() => button("あらお中央内科"));
  expect([row.textContent?.includes("あす"), row.textContent?.includes("9:00"), row.getAttribute("href")]).toEqual([true, true, `/visits/${VISIT}`]);
  await open("/", city(null));
  await until(() => says("文字の大きさ"));
  expect(document.querySelector('section[aria-label="次の予約"]')).toBeNull();
});

test("a deleted appointment is put back with what was written of its visit", async () => {
  const { sent } = await open(`/visits/appointments/${VISIT}/edit`, (method, path) => {
    if (method === "GET" && path.endsWith(`/visits/${VISIT}`)) return ok({ visit_id: VISIT, status: "planned", visited_on: IN_A_WEEK, time: "15:30", institution_name: "四ツ山歯科", reason: "歯の掃除", notes: [] });
    if (method === "GET" && path.endsWith(VISIT)) return ok(shown());
    return method === "POST" && path.endsWith("/appointments") ? { status: 201, body: { appointment_id: "new" } } : undefined;
  });
  (await until(() => button("この予約を消す"))).click();
  await until(() => says("予約を消しました"));
  (await until(() => button("取り消す") ?? button("もとにもどす") ?? button("もどす"))).click();
  await until(() => sent.some(({ method, path }) => method === "PUT" && path.endsWith("/visits/new")));
  expect(sent.find(({ method }) => method === "POST")).toMatchObject({ path: `/v1/residents/${PERSON}/appointments`, body: { time: "15:30", kind: "dental" } });
  expect(sent.find(({ method }) => method === "PUT")?.body).toMatchObject({ reason: "歯の掃除", status: "planned" });
});
