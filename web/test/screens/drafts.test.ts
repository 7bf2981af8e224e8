// @vitest-environment happy-dom
/** What was typed and not sent: it is found again, by the same person, for a while, and is never sent twice. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { ALARM, PERSON } from "../data/house.js";
import { type Answer, type City, button, go, open, says, type, until } from "./house.js";
import { APPOINTMENT, ENTRY, MEALS, MEDICINE, RECORD, VISIT, ok } from "./standing.js";

const FOUND = "さっき書いていたものです";
const numbers = () => [...document.querySelectorAll<HTMLInputElement>(".numfield__in")];
const field = (label: string) => until(() => {
  const found = [...document.querySelectorAll("label")].find((one) => one.textContent?.startsWith(label) && one.htmlFor !== "");
  return found && (document.getElementById(found.htmlFor) as HTMLInputElement | null);
});
const weight = () => until(() => numbers()[3]);
/** To a page without a form. */
const away = async (address = "/visits") => {
  go(address);
  await until(() => document.querySelector('button[type="submit"]') === null && document.querySelector(".tabs, nav") !== null);
};
const kept = () => new Promise((resume) => setTimeout(resume, 50));

beforeEach(() => localStorage.clear());
afterEach(() => void vi.restoreAllMocks());

test("a form that was left by mistake has what was typed, says so, and begins anew where that is wanted", async () => {
  await open("/record/new");
  type(await weight(), "60.4");
  await kept();
  await away();
  go("/record/new");
  await until(() => says(FOUND));
  expect((await weight()).value).toBe("60.4");
  (await until(() => button("消して、はじめから書く"))).click();
  await until(() => numbers()[3]?.value === "" && !says(FOUND));
  await away();
  go("/record/new");
  expect((await weight()).value).toBe("");
  expect(says(FOUND)).toBe(false);
});

test("what was begun on the first page goes on in the whole form, and stands there no longer", async () => {
  await open("/");
  const upper = (await until(() => numbers()[0]))!;
  type(upper, "138");
  await kept();
  go("/record/new");
  await until(() => says(FOUND));
  expect(numbers()[0]?.value).toBe("138");
  go("/");
  await until(() => says("朝食後"));
  expect((await until(() => numbers()[0]))?.value).toBe("");
});

test("a time that was typed stands where it can be seen", async () => {
  await open("/record/new");
  (await until(() => button("日時をかえる"))).click();
  const time = (await until(() => document.querySelector<HTMLInputElement>('input[type="time"]')))!;
  type(time, "06:10");
  await kept();
  await away();
  go("/record/new");
  expect((await until(() => document.querySelector<HTMLInputElement>('input[type="time"]')))?.value).toBe("06:10");
});

test("after ten minutes nothing of it is found: a morning's value is not kept in the evening", async () => {
  await open("/visits/new");
  type((await field("病院"))!, "四ツ山歯科");
  await kept();
  await away();
  const now = Date.now();
  vi.spyOn(Date, "now").mockReturnValue(now + 10 * 60_000);
  go("/visits/new");
  expect((await field("病院"))!.value).toBe("");
  expect(says(FOUND)).toBe(false);
});

test("of another person nothing is found", async () => {
  await open("/medicines/new");
  type((await field("薬局"))!, "あお薬局");
  await kept();
  await away();
  (await until(() => button("花子"))).click();
  (await until(() => [...document.querySelectorAll<HTMLElement>("dialog button")].find((one) => one.textContent?.includes("みお")))).click();
  await until(() => document.querySelector("dialog[open]") === null);
  go("/medicines/new");
  expect((await field("薬局"))!.value).toBe("");
});

test("what is on its way is found nowhere, so that it is not sent twice; what was refused is found again", async () => {
  let give: (answer: Answer) => void = () => {};
  const { sent } = await open("/visits/new", (method) => (method === "POST" ? new Promise<Answer>((resolve) => { give = resolve; }) : undefined));
  type((await field("病院"))!, "四ツ山歯科");
  (await until(() => document.querySelector<HTMLButtonElement>('button[type="submit"]'))).click();
  await until(() => sent.some(({ method }) => method === "POST"));
  await away();
  go("/visits/new");
  expect((await field("病院"))!.value).toBe("");
  await away();
  give({ status: 422, body: { type: "urn:x", title: "x", status: 422, code: "invalid", detail: "この値は使えません。", errors: [], request_id: "req-7f3a" } });
  await kept();
  go("/visits/new");
  expect((await field("病院"))!.value).toBe("四ツ山歯科");
  assert.equal(sent.filter(({ method }) => method === "POST").length, 1);
});

test("what was kept is not found again", async () => {
  await open("/record/new");
  type(await weight(), "60.4");
  (await until(() => document.querySelector<HTMLButtonElement>('button[type="submit"]'))).click();
  await until(() => says("記録しました"));
  go("/record/new");
  expect((await weight()).value).toBe("");
});

test("a field that was only touched is nothing that was typed", async () => {
  await open("/");
  const upper = (await until(() => numbers()[0]))!;
  upper.focus();
  upper.blur();
  await kept();
  go("/record/new");
  await weight();
  expect(says(FOUND)).toBe(false);
});

test("what was typed last counts, and what was typed before it is not lost with what is too old", async () => {
  await open("/record/new");
  type(await weight(), "60.4");
  await kept();
  go("/");
  await until(() => says("朝食後") && numbers().length === 3);
  type(numbers()[0]!, "138");
  await kept();
  go("/record/new");
  await until(() => says(FOUND));
  expect([numbers()[0]?.value, numbers()[3]?.value]).toEqual(["138", ""]);
});

test("what is typed after it was sent goes with it, and a later one of the same form keeps its own", async () => {
  const given: ((answer: Answer) => void)[] = [];
  await open("/visits/new", (method) => (method === "POST" ? new Promise<Answer>((resolve) => given.push(resolve)) : undefined));
  type((await field("病院"))!, "四ツ山歯科");
  (await until(() => document.querySelector<HTMLButtonElement>('button[type="submit"]'))).click();
  await until(() => given.length === 1);
  type((await field("病院"))!, "四ツ山歯科医院");
  await away();
  go("/visits/new");
  expect((await field("病院"))!.value).toBe("");
  type((await field("病院"))!, "あらお内科");
  await away();
  given[0]!({ status: 201, body: { visit_id: "019aa000-0000-7000-8000-0000000000d1" } });
  await kept();
  go("/visits/new");
  expect((await field("病院"))!.value).toBe("あらお内科");
});

test("to begin anew leaves nothing of what was wrong", async () => {
  await open("/record/new");
  type(await weight(), "9999");
  await kept();
  await away();
  go("/record/new");
  await until(() => says(FOUND));
  (await until(() => document.querySelector<HTMLButtonElement>('button[type="submit"]'))).click();
  await until(() => document.querySelector('[role="alert"], .error-summary') !== null);
  (await until(() => button("消して、はじめから書く"))).click();
  await until(() => document.querySelector(".error-summary") === null && numbers()[3]?.value === "");
});

const BODY = { display_name: "花子", status: "verified_resident", identity: { alias: null, birth_date: "1982-06-03", former_name: null, kana: "アラオ ハナコ", legal_name: "荒尾 花子", romaji: null, self_reported: ["kana"], sex: "female" }, profile: { allergies: ["えび"], adverse_reactions: [], history: [], blood_type: "A+", emergency_contacts: [], listed_disability: null, long_term_illness: null, pregnancy_due_on: null } };

/** Forms over something that stands already: their address, what the API has there, and a field of them. */
const EDITS: readonly { readonly at: string; readonly path: string; readonly body: object; readonly field: () => Promise<HTMLInputElement | null | undefined>; readonly typed: string }[] = [
  { at: "/record/r-1", path: "/r-1", body: RECORD, field: weight, typed: "60.4" },
  { at: `/visits/${VISIT}/edit`, path: VISIT, body: { visit_id: VISIT, status: "done", visited_on: "2026-11-24", institution_name: "四ツ山歯科", notes: [] }, field: () => field("診療科"), typed: "歯科" },
  { at: `/visits/appointments/${VISIT}/edit`, path: VISIT, body: APPOINTMENT, field: () => field("診療科"), typed: "歯科" },
  { at: `/alarms/${ALARM}`, path: `/alarms/${ALARM}`, body: ENTRY, field: () => field("アラームの名前"), typed: "夜のお薬" },
  { at: "/medicines/m-1/edit", path: "/m-1", body: MEDICINE, field: () => field("薬局"), typed: "あお薬局" },
  { at: "/book/profile", path: `/residents/${PERSON}`, body: BODY, field: () => field("アレルギー"), typed: "えび\nかに" },
];

test.each(EDITS)("what was changed at $at is found again over the same version, and over no other", async ({ at, path, body, field, typed }) => {
  let version = 1;
  const city: City = (method, asked) => (method !== "GET" ? undefined : asked.endsWith(path) ? ok({ ...body, version }, version) : asked.endsWith("/meal-times") ? ok(MEALS) : undefined);
  const { services } = await open(at, city);
  const first = (await field())!.value;
  type((await field())!, typed);
  await kept();
  await away("/book/help");
  go(at);
  await until(() => says(FOUND));
  expect((await field())!.value).toBe(typed);
  await away("/book/help");
  version = 2;
  services.cache.dropAll(({ id }) => id !== "get-me");
  go(at);
  expect((await field())!.value).toBe(first);
  expect(says(FOUND)).toBe(false);
});
