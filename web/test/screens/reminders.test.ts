// @vitest-environment happy-dom
import assert from "node:assert/strict";
import { beforeEach, test } from "vitest";

// Loaded before the first test, whose patience is for what the page does and not for how busy the machine is.
import "../../src/resident/screens/alarm/alarm.js";
import "../../src/resident/screens/alarm/alarms.js";
import "../../src/resident/screens/daily/record-goals.js";
import "../../src/resident/screens/daily/record-reminders.js";
import "../../src/resident/screens/daily/reminder-sheet.js";
import "../../src/resident/screens/today/below.js";
import { isoDay } from "../../src/words/dates.js";
import { PERSON } from "../data/house.js";
import { CHILD, type City, button, open, says, type, until } from "./house.js";

const ID = "019aa000-0000-7000-8000-0000000000d1";
const alarm = (more: object = {}) => ({
  alarm_id: ID, about: "record", label: "血圧をはかる", medication_ids: [], times: [{ time: "20:00" }], rhythm: { kind: "daily" }, from: "2026-11-22", until: null, paused_until: null,
  next_at: "2026-11-25T11:00:00Z", stock: null, notification_text: "neutral", second_channel: "email", dispensing_id: null, groups: null, falls_on: null, rings_for_me: true,
  made_by: "self", made_at: "2026-11-22T01:00:00Z", changed_by: "self", changed_at: "2026-11-22T01:00:00Z", version: 3, ...more,
});
const medicines = () => alarm({ alarm_id: "019aa000-0000-7000-8000-0000000000d2", about: "medicines", label: "朝食後のお薬", times: [{ time: "08:00" }] });
/** What is kept, as the API would: the list is read anew after each act. */
let kept: object[] = [];
beforeEach(() => {
  kept = [alarm(), medicines()];
});
const city = (more: City = () => undefined): City => (method, path, body) =>
  more(method, path, body) ?? (method === "GET" && path.endsWith("/alarms") ? { status: 200, body: { items: kept, next_cursor: null } } : undefined);
type Sent = Awaited<ReturnType<typeof open>>["sent"];
const acts = (sent: Sent) => sent.filter(({ method, path }) => method !== "GET" && path.includes("/alarms"));
const sheet = () => document.querySelector<HTMLElement>("dialog");
const time = () => document.querySelector<HTMLInputElement>('dialog input[type="time"]')!;
const press = (word: string) => [...document.querySelectorAll<HTMLElement>("dialog button")].find(({ textContent }) => textContent === word)!.click();
/** The page has been drawn anew with what was chosen: a person is never faster than that. */
const drawn = () => new Promise((resume) => setTimeout(resume, 30));

test("the page of goals shows the reminders to record and no alarm of medicines", async () => {
  await open("/record/goals", city());
  await until(() => says("記録のお知らせ") && says("血圧をはかる") && says("毎日 20:00"));
  assert.equal(says("朝食後のお薬"), false);
  assert.equal(document.querySelector(".banner--danger, .banner--warn"), null, "nothing is said of what was not recorded");
});

test("reminders that this phone does not get say so, with the way to it", async () => {
  await open("/record/goals", city());
  await until(() => document.querySelector('.banner a[href="/book/notifications"]') && says("このスマホへのお知らせは 使えません"));
});

test("a reminder is set with a time and days, and is about recording", async () => {
  kept = [];
  const { sent } = await open("/record/goals", city());
  (await until(() => button("お知らせをつける"))).click();
  await until(() => sheet() && says("その日の記録がもうあっても、この時刻にお知らせします。"));
  assert.equal(time().value, "20:00");
  type(time(), "21:15");
  press("体重をはかる");
  press("曜日をえらぶ");
  await until(() => button("月"));
  press("月");
  await drawn();
  press("木");
  await drawn();
  press("この時刻にお知らせする");
  await until(() => says("お知らせを保存しました") && sheet() === null);
  assert.deepEqual(acts(sent).map(({ method, path, body }) => ({ method, path, body })), [{
    method: "POST", path: `/v1/residents/${PERSON}/alarms`,
    body: {
      about: "record", label: "体重をはかる", medication_ids: [], times: [{ time: "21:15" }], rhythm: { kind: "weekdays", days: ["mon", "thu"] }, from: isoDay(new Date()), until: null,
      paused_until: null, stock: null, notification_text: "neutral", second_channel: "email",
    },
  }]);
});

test("a reminder is changed over the version that was seen, and keeps what the page does not show", async () => {
  kept = [alarm({ rhythm: { kind: "every_n_days", n: 2, anchor_day: "2026-11-22" }, notification_text: "label", second_channel: "off" })];
  const { sent } = await open("/record/goals", city());
  (await until(() => button("血圧をはかる"))).click();
  await until(sheet);
  type(time(), "19:00");
  await drawn();
  press("この時刻にお知らせする");
  await until(() => says("お知らせを保存しました"));
  const [put] = acts(sent);
  assert.deepEqual([put?.method, put?.path, put?.version], ["PUT", `/v1/residents/${PERSON}/alarms/${ID}`, '"3"']);
  const { times, rhythm, notification_text, second_channel, from } = put?.body as Record<string, unknown>;
  assert.deepEqual({ times, rhythm, notification_text, second_channel, from }, { times: [{ time: "19:00" }], rhythm: { kind: "every_n_days", n: 2, anchor_day: "2026-11-22" }, notification_text: "label", second_channel: "off", from: "2026-11-22" });
});

test("a reminder is stopped, and taken back it is set again", async () => {
  const { sent } = await open("/record/goals", city());
  (await until(() => button("血圧をはかる"))).click();
  await until(sheet);
  press("このお知らせをやめる");
  await until(() => says("お知らせをやめました") && sheet() === null);
  assert.deepEqual(acts(sent).map(({ method, version }) => [method, version]), [["DELETE", '"3"']]);
  button("取り消す")!.click();
  await until(() => acts(sent).length === 2 && says("取り消しました"));
  const { about, label, times, from } = acts(sent)[1]?.body as Record<string, unknown>;
  assert.deepEqual([acts(sent)[1]?.method, about, label, times], ["POST", "record", "血圧をはかる", [{ time: "20:00" }]]);
  assert.ok(String(from) >= isoDay(new Date()), "it begins again, and not in the past");
});

test("a form without a name or a day is not sent, and says at its fields what to do", async () => {
  const { sent } = await open("/record/goals", city());
  (await until(() => button("血圧をはかる"))).click();
  await until(sheet);
  type(document.querySelector<HTMLInputElement>("dialog input.input")!, " ");
  press("曜日をえらぶ");
  await drawn();
  press("この時刻にお知らせする");
  await until(() => says("曜日を1つ以上えらんでください") && document.querySelector('dialog [aria-invalid="true"]'));
  assert.equal(acts(sent).length, 0);
});

test("a reminder that somebody changed meanwhile stands beside what was typed, which is sent over it only then", async () => {
  const { sent } = await open("/record/goals", city((method) => {
    if (method !== "PUT" || acts(sent).length > 1) return undefined;
    kept = [alarm({ times: [{ time: "06:30" }], version: 9 })];
    return { status: 412, body: { type: "urn:x", title: "x", status: 412, code: "version_mismatch", detail: "ほかで先にかえられました。", errors: [], request_id: "req-7f3a" } };
  }));
  (await until(() => button("血圧をはかる"))).click();
  await until(sheet);
  type(time(), "19:00");
  await drawn();
  press("この時刻にお知らせする");
  await until(() => says("お知らせを保存できませんでした") && says("6:30") && time().value === "19:00");
  press("この時刻にお知らせする");
  await until(() => says("お知らせを保存しました"));
  assert.deepEqual(acts(sent).map(({ version }) => version), ['"3"', '"9"']);
});

test("family is offered what its sections allow: both to see, and to manage both to change", async () => {
  const as = (scopes: object): City => city((_method, path) => (path === "/v1/me" ? { status: 200, body: { actor_id: "actor", memberships: [], family: [{ resident_id: CHILD, display_name: "正一", relation: "family", scopes }] } } : undefined));
  await open("/record/goals", as({ daily: "see", medication: "see" }));
  await until(() => says("血圧をはかる"));
  assert.deepEqual([button("お知らせをつける"), button("血圧をはかる")], [undefined, undefined]);
  await open("/record/goals", as({ daily: "manage", medication: "see" }));
  await until(() => says("毎日 20:00"));
  assert.equal(button("お知らせをつける"), undefined);
  const { sent } = await open("/record/goals", as({ daily: "manage" }));
  await until(() => button("この目標にする"));
  await drawn();
  assert.deepEqual([says("記録のお知らせ"), sent.some(({ path }) => path.endsWith("/alarms"))], [false, false]);
});

test("the alarms of medicines stand without the reminders, and lead to them", async () => {
  await open("/alarms", city());
  await until(() => says("朝食後のお薬") && button("記録のお知らせ"));
  assert.equal(says("血圧をはかる"), false);
  assert.equal(button("記録のお知らせ")?.getAttribute("href"), "/record/goals");
  kept = [alarm()];
  await open("/alarms", city());
  await until(() => says("アラームはありません"));
});

test("the address of a reminder among the alarms offers no medicine, and leads to where it is changed", async () => {
  await open(`/alarms/${ID}`, city((method, path) => (method === "GET" && path.endsWith(ID) ? { status: 200, body: alarm(), version: '"3"' } : undefined)));
  await until(() => says("血圧をはかる") && button("記録のお知らせ"));
  assert.equal(document.querySelector("main form"), null);
});

test("home shows today's reminders, which lead to a new record, and nothing where there is none", async () => {
  const today = (more: object): City => (_method, path) => (path.endsWith("/today") ? { status: 200, body: { doses: [], latest: {}, goals: [], ...more } } : undefined);
  await open("/", today({ reminders: [{ alarm_id: ID, label: "血圧をはかる", time: "20:00" }] }));
  await until(() => says("今日の記録のお知らせ") && says("20:00"));
  const row = button("血圧をはかる");
  assert.deepEqual([row?.getAttribute("href"), row?.textContent?.includes("記録する")], ["/record/new", true]);
  assert.equal(document.querySelector(".banner--danger, .banner--warn"), null);
  for (const none of [{ reminders: [] }, {}]) {
    await open("/", today(none));
    await until(() => says("体温・歩数・気分・メモも書く"));
    assert.equal(says("今日の記録のお知らせ"), false);
  }
});
