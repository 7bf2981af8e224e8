// @vitest-environment happy-dom
import assert from "node:assert/strict";
import { test } from "vitest";

import { isoDay } from "../../src/words/dates.js";
import { ALARM, PERSON } from "../data/house.js";
import { CHILD, type City, button, open, says, type, until } from "./house.js";

const TODAY = isoDay(new Date());
const YESTERDAY = isoDay(new Date(Date.now() - 86_400_000));
const dose = (more: object = {}) => ({
  kind: "planned", intake_id: null, alarm_id: ALARM, label: "朝食後", medication_ids: ["m-1"], amount: null, date: TODAY, time: "00:01", due_at: `${TODAY}T00:01:00+09:00`, status: "due",
  answered_at: null, answered_by: null, withdrawn_at: null, taken_at: null, snoozed_until: null, delivery: null, version: null, ...more,
});
const taken = dose({ status: "taken", taken_at: `${TODAY}T00:01:30+09:00`, version: 4 });
const stock = { amount: 24, counted_at: null, per_dose: 1, refill_at_days: 5, days_left: 12, low: false };
const alarm = { alarm_id: ALARM, label: "朝食後", medication_ids: ["m-1"], groups: null, times: [{ time: "00:01" }], rhythm: { kind: "daily" }, from: "2026-01-01", until: null, stock };
const asNeeded = { ...alarm, alarm_id: "needed", label: "痛いとき", rhythm: { kind: "as_needed", max_per_day: 1 }, times: [], stock: null };
const medicines = { items: [{ id: "m-1", groups: [{ drugs: [{ name: "アムロジピン" }] }] }], alerts: [], next_cursor: null };
const list = (items: object[]) => ({ status: 200, body: { items, next_cursor: null } });

/** Yesterday's list is empty where a test says nothing of it: the address tells them apart. */
function city(items: object[], more: City = () => undefined): City {
  return (method, path, body) => more(method, path, body) ?? (method !== "GET" ? undefined
    : path.endsWith("/intakes") ? list(items)
      : path.endsWith("/alarms") ? list([alarm, asNeeded])
        : path.endsWith("/medications") ? { status: 200, body: medicines }
          : undefined);
}

/** The control of exactly this word: other words begin with it. */
const exactly = (word: string) => [...document.querySelectorAll<HTMLElement>("button")].find((control) => control.textContent === word);
const writes = (sent: Awaited<ReturnType<typeof open>>["sent"]) => sent.filter(({ method }) => method !== "GET");

test("a dose is answered by one tap, and the answer names the version that was seen", async () => {
  const { sent } = await open("/medicines/doses", city([dose()]));
  await until(() => says("朝食後 0:01") && says("アムロジピン") && says("のこり 12日分") && says("1回のうち 0回すみ"));
  (await until(() => exactly("飲んだ"))).click();
  await until(() => says("に飲んだと記録しました") && button("取り消す"));
  const [answer] = await until(() => writes(sent).length > 0 && writes(sent));
  assert.deepEqual([answer?.method, answer?.path, answer?.version], ["PUT", `/v1/residents/${PERSON}/intakes/${ALARM}/${TODAY}/00%3A01`, '"0"']);
  const { status, at } = answer?.body as { status: string; at: string };
  assert.equal(status, "taken");
  assert.ok(Math.abs(Date.parse(at) - Date.now()) < 60_000);
});

test("after midnight the open dose of the evening before comes first, and is the one that is answered", async () => {
  const evening = dose({ label: "寝る前", date: YESTERDAY, time: "23:50", due_at: `${YESTERDAY}T23:50:00+09:00` });
  const tonight = dose({ label: "寝る前", time: "23:50", due_at: `${TODAY}T23:50:00+09:00` });
  const { sent } = await open("/medicines/doses", city([evening, tonight]));
  (await until(() => exactly("飲んだ"))).click();
  const [answer] = await until(() => writes(sent).length > 0 && writes(sent));
  assert.equal(answer?.path, `/v1/residents/${PERSON}/intakes/${ALARM}/${YESTERDAY}/23%3A50`);
  assert.equal([...document.querySelectorAll("button")].filter(({ textContent }) => textContent === "飲んだ").length, 1, "a dose of tonight is none to be taken now");
});

test("a phone whose clock is off says when a dose was taken by the city's clock", async () => {
  // Away from midnight, so that the day of the city is the day of the phone.
  const offMs = (new Date(Date.now() + 9 * 3_600_000).getUTCHours() < 12 ? 20 : -20) * 60_000;
  const { sent, services } = await open("/medicines/doses", city([dose()]));
  services.clock.told(new Date(Date.now() + offMs).toUTCString(), Date.now());
  (await until(() => exactly("飲んだ"))).click();
  const [answer] = await until(() => writes(sent).length > 0 && writes(sent));
  assert.ok(Math.abs(Date.parse((answer?.body as { at: string }).at) - Date.now() - offMs) < 5_000);
});

test("a dose is put off by thirty minutes with one tap, and by others with two", async () => {
  const { sent } = await open("/medicines/doses", city([dose()]));
  (await until(() => button("30分後に もう一度知らせる"))).click();
  await until(() => says("30分後に もう一度知らせます"));
  const ahead = (place: number) => Math.round((Date.parse((writes(sent)[place]?.body as { at: string }).at) - Date.now()) / 60_000);
  await until(() => writes(sent).length === 1);
  assert.equal(ahead(0), 30);
  (await until(() => button("時刻をえらぶ・ほかの答え"))).click();
  (await until(() => button("120分"))).click();
  (await until(() => button("120分後に知らせる"))).click();
  await until(() => writes(sent).length === 2);
  assert.deepEqual([ahead(1), (writes(sent)[1]?.body as { status: string }).status], [120, "snoozed"]);
});

test("a dose that is not due for hours cannot be put off, because that would fail", async () => {
  const ahead = new Date(Date.now() + 10 * 3_600_000).toISOString();
  await open("/medicines/doses", city([dose({ due_at: ahead })]));
  (await until(() => button("時刻をえらぶ・ほかの答え"))).click();
  await until(() => document.querySelector("dialog"));
  assert.deepEqual([says("もう一度知らせる"), says("分後に知らせる")], [false, false]);
  // In three quarters of an hour: only what lies behind that is offered.
  await open("/medicines/doses", city([dose({ due_at: new Date(Date.now() + 45 * 60_000).toISOString() })]));
  (await until(() => button("時刻をえらぶ・ほかの答え"))).click();
  await until(() => document.querySelector("dialog") && says("60分後に知らせる") && button("120分"));
  assert.deepEqual([says("30分後に もう一度知らせる"), exactly("30分")], [false, undefined]);
});

test("an answer is corrected with the version that was seen, and taken back", async () => {
  const { sent } = await open("/medicines/doses", city([taken]));
  (await until(() => says("飲みました 0:01") && button("直す・取り消す"))).click();
  (await until(() => document.querySelector("dialog") && button("とばす"))).click();
  await until(() => writes(sent).length === 1);
  assert.deepEqual([writes(sent)[0]?.body, writes(sent)[0]?.version], [{ status: "skipped" }, '"4"']);
  (await until(() => button("直す・取り消す"))).click();
  (await until(() => button("答えを取り消す"))).click();
  await until(() => writes(sent).length === 2 && says("答えを取り消しました"));
  assert.deepEqual(writes(sent)[1]?.body, { status: "due" });
});

test("a time that has not come yet is not sent", async () => {
  const { sent } = await open("/medicines/doses", city([dose({ time: "23:59", due_at: `${TODAY}T23:59:00+09:00`, status: "skipped", version: 1 })]));
  (await until(() => button("直す・取り消す"))).click();
  type(await until(() => document.querySelector<HTMLInputElement>("dialog input[type=time]")), "23:59");
  (await until(() => document.querySelector<HTMLElement>("dialog .btn--block"))).click();
  await until(() => says("いまより前の時刻を書いてください"));
  assert.equal(writes(sent).length, 0);
});

test("without a network an answer waits, and one that was overtaken is given back with what stands there now", async () => {
  let way: "away" | "overtaken" = "away";
  const mismatch = { status: 412, body: { type: "urn:x", title: "x", status: 412, code: "version_mismatch", detail: "ほかの人が先に直しました。", errors: [], request_id: "req-7f3a" } };
  const { services } = await open("/medicines/doses", city([dose()], (method, path) => {
    if (method === "PUT") return way === "away" ? { status: 0, body: undefined } : mismatch;
    return way === "overtaken" && path.endsWith("/intakes") ? list([dose({ status: "skipped", version: 1 })]) : undefined;
  }));
  (await until(() => exactly("飲んだ"))).click();
  await until(() => says("つながったら送ります。"));
  way = "overtaken";
  await services.outbox.run();
  await until(() => says("送れなかったものがあります") && says("ほかの人が先に直しました。") && says("いまの記録: とばしました"));
  (await until(() => button("わかりました"))).click();
  await until(() => !says("送れなかったものがあります"));
});

test("other days are gone back to, and what was missed there is answered with its own time", async () => {
  const missed = dose({ date: YESTERDAY, time: "19:00", due_at: `${YESTERDAY}T19:00:00+09:00`, label: "夕食後", status: "missed", delivery: { attempted_at: `${YESTERDAY}T19:00:00+09:00`, channel: "push", delivered: true, late: false } });
  const { sent } = await open("/medicines/doses", city([missed]));
  await until(() => says("飲み忘れ 1回") && says("19:00 に知らせました。"));
  (await until(() => button("実は飲んでいた"))).click();
  await until(() => writes(sent).length === 1);
  assert.deepEqual([writes(sent)[0]?.path.includes(YESTERDAY), writes(sent)[0]?.body], [true, { status: "taken", at: `${YESTERDAY}T19:00:00+09:00` }]);
  (await until(() => button("前の日"))).click();
  await until(() => says("この日のお薬") && button("次の日"));
});

test("a dose as needed is logged, its warning is said, and it is taken back", async () => {
  const logged = { ...dose({ kind: "logged", alarm_id: "needed", intake_id: "i-1", due_at: null, status: "taken", taken_at: `${TODAY}T00:00:30+09:00`, label: "痛いとき" }) };
  const { sent } = await open("/medicines/doses", city([logged], (method) => (method === "POST" ? { status: 201, body: { intake_id: "i-2", warnings: [{ code: "max_per_day_exceeded", max_per_day: 1, taken: 2, text: "1日1回までのお薬です。" }] } } : undefined)));
  await until(() => says("この日 1回(1日 1回まで)") && says("1日の分は すみました"));
  (await until(() => button("いま飲んだ"))).click();
  await until(() => says("1日1回までのお薬です。"));
  assert.equal((writes(sent)[0]?.body as { alarm_id: string }).alarm_id, "needed");
  (await until(() => document.querySelector<HTMLElement>(".banner--ok .btn"))).click();
  await until(() => writes(sent).some(({ method, path }) => method === "DELETE" && path.endsWith("/intakes/i-2")));
});

test("a dose that was logged counts from the tap on and stays counted, also where the list cannot be read again", async () => {
  let [away, held] = [false, () => {}];
  await open("/medicines/doses", city([], (method, path) => {
    if (method === "POST") return new Promise((answer) => { held = () => answer({ status: 201, body: { intake_id: "i-2", warnings: [] } }); });
    return away && path.endsWith("/intakes") ? { status: 0, body: undefined } : undefined;
  }));
  const counts: string[] = [];
  const look = new MutationObserver(() => { counts.push(/この日 (\d)回/.exec(document.body.textContent ?? "")?.[1] ?? "-"); });
  (await until(() => says("この日 0回(1日 1回まで)") && button("いま飲んだ"))).click();
  await until(() => says("この日 1回(1日 1回まで)") && says("1日の分は すみました"));
  look.observe(document.body, { childList: true, subtree: true, characterData: true });
  away = true;
  held();
  await until(() => says("電波がありません") || says("つながって") || document.querySelector(".banner--offline"));
  await until(() => document.querySelectorAll(".btn--quiet").length > 1);
  look.disconnect();
  assert.ok(says("この日 1回(1日 1回まで)"));
  assert.deepEqual(counts.filter((count) => count !== "1"), []);
});

test("a dose that waits counts on its own day and on no other", async () => {
  await open("/medicines/doses", city([], (method) => (method === "POST" ? { status: 0, body: undefined } : undefined)));
  (await until(() => button("いま飲んだ"))).click();
  await until(() => says("この日 1回(1日 1回まで)"));
  (await until(() => button("前の日"))).click();
  await until(() => says("この日 0回(1日 1回まで)"));
});

test("a logged dose that is gone already is deleted, and nobody is troubled", async () => {
  const logged = dose({ kind: "logged", alarm_id: "needed", intake_id: "i-1", due_at: null, status: "taken", taken_at: `${TODAY}T00:00:30+09:00`, label: "痛いとき" });
  const gone = { status: 404, body: { type: "urn:x", title: "x", status: 404, code: "not_found", detail: "ありません。", errors: [], request_id: "req-7f3a" } };
  let items: object[] = [logged];
  await open("/medicines/doses", (method, path, body) => {
    if (method === "DELETE") items = [];
    return method === "DELETE" ? gone : city(items)(method, path, body);
  });
  await until(() => says("この日 1回(1日 1回まで)"));
  (await until(() => button("取り消す"))).click();
  await until(() => says("この日 0回(1日 1回まで)") && says("取り消しました"));
  assert.ok(!says("送れなかったものがあります"));
});

test("who may only look is offered no answer", async () => {
  const me = { actor_id: "actor", memberships: [], family: [{ resident_id: CHILD, display_name: "正一", relation: "family", scopes: { medication: "see" } }] };
  await open("/medicines/doses", city([dose(), taken], (_method, path) => (path === "/v1/me" ? { status: 200, body: me } : undefined)));
  await until(() => says("朝食後 0:01"));
  for (const word of ["飲んだ", "とばす", "直す・取り消す", "いま飲んだ", "実は飲んでいた"]) assert.equal(exactly(word), undefined, word);
});

test("a day without doses says so, and where alarms are", async () => {
  await open("/medicines/doses", (_method, path) => (path.endsWith("/intakes") ? list([]) : undefined));
  await until(() => says("今日のアラームはありません") && button("アラームを見る"));
});
