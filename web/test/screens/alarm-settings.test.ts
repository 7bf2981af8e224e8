// @vitest-environment happy-dom
import assert from "node:assert/strict";
import { expect, test } from "vitest";

import { PERSON } from "../data/house.js";
import { CHILD, type City, button, open, says, type, until } from "./house.js";

const MEALS = { wake: "06:30", breakfast: "07:30", lunch: "12:00", supper: "18:00", bedtime: "22:00", chosen: false };
const SETTINGS = { dose_due: "push", dose_missed: "push", refill: "push", appointment: "push", security: "email", quiet_hours: { from: "21:00", to: "07:00" } };
const DEVICE = { device_id: "d-1", name: null, platform: "web", state: "unreachable", registered_at: "2026-11-01T00:00:00Z", renewed_at: "2026-11-02T00:00:00Z", expires_at: "2027-05-01T00:00:00Z", failed_at: null };
const count = (prescribed: number, taken: number, skipped: number) => ({ prescribed, taken, skipped, missed: prescribed - taken - skipped, percent: 90 });
const ADHERENCE = {
  from: "2026-09-03", to: "2026-11-25", logged: 3, total: count(84, 76, 2), weeks: [{ week: "2026-W47", monday: "2026-11-16", ...count(21, 19, 1) }],
  alarms: [{ alarm_id: "a", label: "朝食後", medication_ids: [], times: [], rhythm: { kind: "daily" }, from: "2026-09-01", until: null, ended_at: null, usual_delay_minutes: 12, logged: 0, weeks: [], ...count(63, 60, 1) }],
};
const THEY = { actor_id: "actor-of-taro", relation: "family", offered_at: null, accepted_at: "2026-11-24T00:00:00Z", told: false };
const refusal = (status: number, code: string, errors: object[] = []) => ({ status, body: { type: "urn:x", title: "x", status, code, detail: "この値は使えません。", errors, request_id: "req-7f3a" } });
const SEE = { actor_id: "actor", memberships: [], family: [{ resident_id: CHILD, display_name: "正一", relation: "family", scopes: { medication: "see" } }] };

function city(more: City = () => undefined): City {
  const list = (items: object[]) => ({ status: 200, body: { items, next_cursor: null } });
  return (method, path, body) => more(method, path, body) ?? (method !== "GET" ? undefined
    : path.endsWith("/meal-times") ? { status: 200, body: MEALS, version: '"0"' }
      : path.endsWith("/notification-settings") ? { status: 200, body: SETTINGS, version: '"7"' }
        : path.endsWith("/devices") ? list([DEVICE])
          : path.endsWith("/adherence") ? { status: 200, body: ADHERENCE }
            : path.endsWith("/missed-dose-watchers") ? list([THEY])
              : undefined);
}

const writes = (sent: Awaited<ReturnType<typeof open>>["sent"]) => sent.filter(({ method }) => method !== "GET");
const exactly = (word: string) => until(() => [...document.querySelectorAll<HTMLElement>("button")].find((control) => control.textContent === word));

test("meal times are kept with the version that was seen, and what is wrong stands at its field", async () => {
  let answer: ReturnType<typeof refusal> | undefined = refusal(422, "invalid_value", [{ pointer: "/lunch", code: "invalid_value", detail: "朝食よりあとにしてください。" }]);
  const { sent } = await open("/alarms/meal-times", city((method) => (method === "PUT" ? answer : undefined)));
  const inputs = await until(() => { const found = document.querySelectorAll<HTMLInputElement>("input[type=time]"); return found.length === 5 && found; });
  assert.ok(says("まだ決めていないので"));
  type(inputs[2]!, "06:00");
  (await exactly("この時刻にする")).click();
  await until(() => says("朝食よりあとにしてください。") && inputs[2]!.getAttribute("aria-invalid") === "true");
  answer = undefined;
  type(inputs[2]!, "12:30");
  (await exactly("この時刻にする")).click();
  await until(() => says("時刻を保存しました") && location.pathname === "/alarms");
  assert.deepEqual([writes(sent).at(-1)?.body, writes(sent).at(-1)?.version], [{ wake: "06:30", breakfast: "07:30", lunch: "12:30", supper: "18:00", bedtime: "22:00" }, '"0"']);
});

test("meal times that somebody else changed keep what was typed, show theirs, and are written over only then", async () => {
  let [meals, version] = [MEALS as object, '"0"'];
  const { sent } = await open("/alarms/meal-times", city((method, path) => {
    if (method === "PUT" && writes(sent).length < 2) return refusal(412, "version_mismatch");
    return method === "GET" && path.endsWith("/meal-times") ? { status: 200, body: meals, version } : undefined;
  }));
  const inputs = await until(() => { const found = document.querySelectorAll<HTMLInputElement>("input[type=time]"); return found.length === 5 && found; });
  type(inputs[2]!, "12:45");
  [meals, version] = [{ ...MEALS, lunch: "13:10" }, '"5"'];
  (await exactly("この時刻にする")).click();
  await until(() => says("いまの時刻は次のとおりです。") && says("13:10"));
  assert.equal(inputs[2]!.value, "12:45");
  (await exactly("この時刻にする")).click();
  await until(() => says("時刻を保存しました"));
  assert.deepEqual(writes(sent).map(({ version: over, body }) => [over, (body as { lunch: string }).lunch]), [['"0"', "12:45"], ['"5"', "12:45"]]);
});

test("who may only look sees the meal times, and no form", async () => {
  await open("/alarms/meal-times", city((_method, path) => (path === "/v1/me" ? { status: 200, body: SEE } : undefined)));
  await until(() => says("7:30") && says("22:00"));
  assert.equal(document.querySelectorAll("input, form").length, 0);
});

test("what was taken is said in counts, by week and by alarm, for the weeks that are chosen", async () => {
  const { sent } = await open("/alarms/adherence", city());
  await until(() => says("84回のうち 76回 飲みました") && says("とばした 2回・記録なし 6回") && says("19/21") && says("たいてい、12分あとに飲んでいます。") && says("必要なときのお薬 3回"));
  const asked = sent.filter(({ path }) => path.endsWith("/adherence")).length;
  (await exactly("4週間")).click();
  await until(() => sent.filter(({ path }) => path.endsWith("/adherence")).length > asked);
});

test("without a dose the summary says where doses are recorded", async () => {
  await open("/alarms/adherence", city((_method, path) => (path.endsWith("/adherence") ? { status: 200, body: { ...ADHERENCE, logged: 0, total: count(0, 0, 0), weeks: [], alarms: [] } } : undefined)));
  await until(() => says("まだ記録がありません") && button("今日のお薬を見る"));
});

test("who wants to be told of missed doses is told once the person agrees, and no longer once that is taken back", async () => {
  let they: object = THEY;
  const { sent } = await open("/alarms/family", city((method, path) => {
    if (method === "PUT") they = { ...THEY, offered_at: "2026-11-25T00:00:00Z", told: true };
    return method === "GET" && path.endsWith("/missed-dose-watchers") ? { status: 200, body: { items: [they], next_cursor: null } } : undefined;
  }));
  await until(() => says("家族は知らせてほしいと言っています。"));
  (await exactly("この家族に知らせる")).click();
  (await exactly("知らせるのをやめる")).click();
  await until(() => writes(sent).length === 2);
  assert.deepEqual(writes(sent).map(({ method, path, body }) => [method, path.split("/").at(-1), body]), [["PUT", "actor-of-taro", {}], ["DELETE", "actor-of-taro", undefined]]);
});

test("of oneself one says both sides with one switch", async () => {
  const { sent } = await open("/alarms/family", city());
  (await until(() => document.querySelector<HTMLInputElement>("input[role=switch]"))).click();
  await until(() => writes(sent).length === 2);
  assert.deepEqual(writes(sent).map(({ path, body }) => [path.replace(`/v1/residents/${PERSON}/`, ""), body]), [["missed-dose-watch", { agreed: true }], ["missed-dose-watchers/actor", {}]]);
});

test("family agrees to be told in another's notebook, and is offered nothing that the owner decides", async () => {
  const { sent } = await open("/alarms/family", city((_method, path) => (path === "/v1/me" ? { status: 200, body: SEE } : undefined)));
  await until(() => says("飲み忘れを知らせてもらう"));
  assert.equal(button("この家族に知らせる"), undefined);
  (await until(() => document.querySelector<HTMLInputElement>("input[role=switch]"))).click();
  await until(() => writes(sent).length === 1);
  assert.deepEqual([writes(sent)[0]?.path, writes(sent)[0]?.body], [`/v1/residents/${CHILD}/missed-dose-watch`, { agreed: true }]);
});

test("each choice of notices is sent with all others and the version that was seen", async () => {
  const { sent } = await open("/book/notifications", city());
  (await exactly("知らせない")).click();
  await until(() => says("保存しました"));
  assert.deepEqual([writes(sent)[0]?.body, writes(sent)[0]?.version], [{ ...SETTINGS, refill: "off" }, '"7"']);
});

test("quiet hours are changed together, and what is wrong with them is said", async () => {
  const { sent } = await open("/book/notifications", city((method) => (method === "PUT" ? refusal(422, "invalid_value", [{ pointer: "/quiet_hours/to", code: "invalid_value", detail: "14時間までにしてください。" }]) : undefined)));
  const [from] = await until(() => { const found = document.querySelectorAll<HTMLInputElement>("input[type=time]"); return found.length === 2 && found; });
  type(from!, "12:00");
  (await exactly("この時間にする")).click();
  await until(() => says("14時間までにしてください。"));
  expect(writes(sent)[0]?.body).toMatchObject({ quiet_hours: { from: "12:00", to: "07:00" } });
  assert.equal(from!.value, "12:00");
});

test("a phone that is not reached says so and what to do, and is taken off; this browser says what it is", async () => {
  const { sent } = await open("/book/notifications", city());
  await until(() => says("記録のお知らせ") && says("届きません") && says("そのスマホで手帳を開くと、また届くようになります。") && says("このスマホへのお知らせは 使えません"));
  (await exactly("このスマホをはずす")).click();
  await until(() => writes(sent).some(({ method, path }) => method === "DELETE" && path === "/v1/me/devices/d-1"));
});

test.each(["/medicines/doses", "/alarms", "/alarms/new", "/alarms/meal-times", "/alarms/adherence", "/alarms/family", "/book/notifications"])("%s says without a network what to do, and opens once it is there", async (address) => {
  let away = true;
  await open(address, city((_method, path) => (away && path !== "/v1/me" ? { status: 0, body: undefined } : undefined)));
  if (address === "/alarms/new") return void await until(() => says("アラームの名前"));
  await until(() => says("電波がないか、弱いようです。") && button("もう一度ためす"));
  away = false;
  for (const again of document.querySelectorAll<HTMLElement>('[role="alert"] .btn')) again.click();
  await until(() => !says("電波がないか、弱いようです。"));
});
