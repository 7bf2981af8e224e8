// @vitest-environment happy-dom
import assert from "node:assert/strict";
import { test } from "vitest";

// Loaded before the first test, whose patience is for what the page does and not for how busy the machine is.
import "../../src/resident/screens/daily/record.js";
import "../../src/resident/screens/daily/record-goals.js";
import { PERSON } from "../data/house.js";
import { CHILD, type City, button, open, says, type, until } from "./house.js";

const week = (from: string, done: number, of: number) => ({ from, done, of });
const line = (kind: string, of: number, done: number, latest: number | null, done_today = false) => ({ kind, done_today, latest, this_week: week("2026-11-23", done, of), last_week: week("2026-11-16", 5, of) });
const GOALS = {
  steps_per_day: 8000, weighing: { days_per_week: 5, target_kg: 60.5 }, blood_pressure: null,
  progress: [line("steps", 7, 4, 5200), line("weighing", 5, 5, 61.8, true)],
};
const SEE = { actor_id: "actor", memberships: [], family: [{ resident_id: CHILD, display_name: "正一", relation: "family", scopes: { daily: "see" } }] };
const refusal = (status: number, code: string) => ({ status, body: { type: "urn:x", title: "x", status, code, detail: "ほかで先にかえられました。", errors: [], request_id: "req-7f3a" } });

const city = (more: City = () => undefined, goals: object = GOALS): City => (method, path, body) =>
  more(method, path, body) ?? (path.endsWith("/goals") ? { status: 200, body: goals, version: method === "GET" ? '"3"' : '"4"' } : path.endsWith("/trends") ? { status: 200, body: { points: [], notices: [], series: {} } } : undefined);
const puts = (sent: Awaited<ReturnType<typeof open>>["sent"]) => sent.filter(({ method }) => method === "PUT");
/** The page has been drawn anew with what was chosen: a person is never faster than that. */
const drawn = () => new Promise((resume) => setTimeout(resume, 30));
const press = (word: string, place = 0) => [...document.querySelectorAll<HTMLElement>("main button")].filter((control) => control.textContent === word)[place]!.click();
const save = async () => {
  await drawn();
  button("この目標にする")!.click();
};

test("this week and the last stand beside each goal, and nothing is said of what was missed", async () => {
  await open("/record", city());
  await until(() => says("今週 4 / 7日") && says("先週 5 / 7日") && says("今日 5,200 / 8,000歩") && says("今週 5 / 5日") && says("今週の目標にとどきました") && says("いちばん新しい体重 61.8kg・目標 60.5kg"));
  assert.equal(document.querySelector(".banner--danger, .banner--warn"), null);
});

test("a goal is set with steppers, and what is chosen is sent with the version that was seen", async () => {
  const { sent } = await open("/record/goals", city());
  await until(() => button("この目標にする"));
  press("ふやす");
  press("へらす", 1);
  type(document.querySelector<HTMLInputElement>(".numfield__in")!, "59.5");
  await until(() => says("8,500"));
  press("目標にする", 2);
  await until(() => says("はかる時間"));
  press("朝と晩");
  await save();
  await until(() => says("目標を保存しました") && location.pathname === "/record");
  assert.deepEqual(puts(sent).map(({ path, body, version }) => ({ path, body, version })), [{
    path: `/v1/residents/${PERSON}/goals`, version: '"3"',
    body: { steps_per_day: 8500, weighing: { days_per_week: 4, target_kg: 59.5 }, blood_pressure: { days_per_week: 5, times: "both" } },
  }]);
});

test("a goal is removed, and taken back it is there again as it was", async () => {
  const { sent } = await open("/record/goals", city());
  await until(() => button("この目標にする"));
  press("決めない", 0);
  press("決めない", 1);
  await save();
  await until(() => says("目標を保存しました"));
  assert.deepEqual(puts(sent)[0]?.body, { steps_per_day: null, weighing: null, blood_pressure: null });
  button("取り消す")!.click();
  await until(() => puts(sent).length === 2 && says("取り消しました"));
  assert.deepEqual([puts(sent)[1]?.body, puts(sent)[1]?.version], [{ steps_per_day: 8000, weighing: { days_per_week: 5, target_kg: 60.5 }, blood_pressure: null }, '"4"']);
});

test("a stepper stops at its bounds", async () => {
  const { sent } = await open("/record/goals", city(undefined, { ...GOALS, steps_per_day: 50_000, weighing: { days_per_week: 7, target_kg: null } }));
  await until(() => says("50,000"));
  press("ふやす", 0);
  press("ふやす", 1);
  assert.equal(document.querySelectorAll('.stepper [aria-disabled="true"]').length, 2);
  await save();
  await until(() => says("目標を保存しました"));
  assert.deepEqual(puts(sent)[0]?.body, { steps_per_day: 50_000, weighing: { days_per_week: 7, target_kg: null }, blood_pressure: null });
});

test("a weight that cannot be one is said at its field before anything is sent, and what was typed stays", async () => {
  const { sent } = await open("/record/goals", city());
  const input = await until(() => document.querySelector<HTMLInputElement>(".numfield__in"));
  type(input, "605");
  await save();
  await until(() => says("0.5〜300 の数で書いてください") && input.getAttribute("aria-invalid") === "true");
  assert.deepEqual([puts(sent).length, input.value], [0, "605"]);
});

test("goals that somebody changed meanwhile stand beside what was chosen, which is sent over them only then", async () => {
  let [goals, version] = [GOALS as object, '"3"'];
  const { sent } = await open("/record/goals", (method, path, body) => {
    if (method === "PUT" && puts(sent).length < 2) return refusal(412, "version_mismatch");
    return method === "GET" && path.endsWith("/goals") ? { status: 200, body: goals, version } : city()(method, path, body);
  });
  await until(() => says("8,000"));
  press("ふやす");
  [goals, version] = [{ ...GOALS, steps_per_day: 3000, weighing: null }, '"9"'];
  await save();
  await until(() => says("目標を保存できませんでした") && says("ほかで先にかえられました。") && says("歩く: 3,000 歩") && says("体重をはかる: 決めない") && says("8,500"));
  await save();
  await until(() => says("目標を保存しました"));
  assert.deepEqual(puts(sent).map((put) => [put.version, (put.body as { steps_per_day: number }).steps_per_day]), [['"3"', 8500], ['"9"', 8500]]);
});

test("who may only look sees the weeks, and nothing to change them with", async () => {
  const they = city((_method, path) => (path === "/v1/me" ? { status: 200, body: SEE } : undefined));
  await open("/record/goals", they);
  await until(() => says("今週 4 / 7日"));
  assert.equal(document.querySelectorAll("main form, main .stepper, .action-bar").length, 0);
  await open("/record", they);
  await until(() => says("今週 4 / 7日"));
  assert.equal(button("目標をかえる"), undefined);
});

test("without a goal the page of records says what would be there, and leads to setting one", async () => {
  await open("/record", city(undefined, { steps_per_day: null, weighing: null, blood_pressure: null, progress: [] }));
  await until(() => says("目標はまだありません"));
  assert.equal(button("目標を決める")?.getAttribute("href"), "/record/goals");
});

test("home says today's steps and this week's days, and nothing where there is no goal", async () => {
  const goal = (kind: string, unit: string, done: number, of: number, done_today = false) => ({ kind, unit, done, of, done_today });
  const today = (goals: object[]): City => (_method, path) => (path.endsWith("/today") ? { status: 200, body: { doses: [], latest: {}, goals } } : undefined);
  await open("/", today([goal("steps", "steps", 8200, 8000, true), goal("weighing", "days", 2, 5, true), goal("blood_pressure", "days", 1, 7)]));
  await until(() => says("今日 8,200 / 8,000歩") && says("今日の目標にとどきました") && says("今週 2 / 5日") && says("今日の分は記録しました") && says("今週 1 / 7日") && button("目標をかえる"));
  await open("/", today([]));
  // Whichever hour it is.
  await until(() => ["朝の記録", "今日の記録", "晩の記録"].some(says));
  assert.equal(says("目標"), false);
});
