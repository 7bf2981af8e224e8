// @vitest-environment happy-dom
import assert from "node:assert/strict";
import { expect, test, vi } from "vitest";

// Loaded before the first test waits for it.
import "../../src/resident/screens/alarm/alarm-new.js";
import { isoDay } from "../../src/words/dates.js";
import { ALARM, PERSON } from "../data/house.js";
import { CHILD, type City, button, open, says, type, until } from "./house.js";

const TODAY = isoDay(new Date());
const ENTRY = {
  alarm_id: ALARM, label: "朝食後", medication_ids: ["m-1"], times: [{ time: "08:00", amount: 1 }], rhythm: { kind: "daily" }, from: "2026-01-01", until: null, paused_until: null, next_at: null,
  stock: null, notification_text: "neutral", second_channel: "email", dispensing_id: null, groups: null, falls_on: null, rings_for_me: true, made_by: "self", made_at: `${TODAY}T00:00:00Z`, changed_by: "self", changed_at: `${TODAY}T00:00:00Z`, version: 3,
};
const SUGGESTION = { dispensing_id: "m-1", medication_ids: ["m-1"], groups: [0], label: "朝食後のおくすり", times: [{ time: "08:00" }], rhythm: { kind: "daily" }, from: TODAY, until: "2199-12-31" };
const MEALS = { wake: "06:30", breakfast: "07:30", lunch: "12:00", supper: "18:00", bedtime: "22:00", chosen: true };
const medicines = { items: [{ id: "m-1", dispensed_on: TODAY, owner: "self", pharmacy: { name: "四ツ山薬局" }, groups: [{ drugs: [{ name: "アムロジピン" }] }] }], alerts: [], next_cursor: null };
const refusal = (status: number, code: string, errors: object[] = []) => ({ status, body: { type: "urn:x", title: "x", status, code, detail: "この値は使えません。", errors, request_id: "req-7f3a" } });

function city(more: City = () => undefined): City {
  return (method, path, body) => more(method, path, body)
    ?? (method === "POST" && path.endsWith("/alarms") ? { status: 201, body: ENTRY, version: '"1"' }
      : method === "PUT" && path.includes("/alarms/") ? { status: 200, body: { ...ENTRY, version: 4 } }
        : method !== "GET" ? undefined
          : path.endsWith(`/alarms/${ALARM}`) ? { status: 200, body: ENTRY, version: '"3"' }
            : path.endsWith("/meal-times") ? { status: 200, body: MEALS, version: '"2"' }
              : path.endsWith("/medications") ? { status: 200, body: medicines }
                : undefined);
}

const writes = (sent: Awaited<ReturnType<typeof open>>["sent"]) => sent.filter(({ method }) => method !== "GET");
const found = (label: string) => [...document.querySelectorAll<HTMLLabelElement>("label")].find((one) => one.textContent === label)?.parentElement?.querySelector("input");
const field = (label: string) => until(() => found(label));
const exactly = (word: string) => until(() => [...document.querySelectorAll<HTMLElement>("button")].find((control) => control.textContent === word));
const SEE = { actor_id: "actor", memberships: [], family: [{ resident_id: CHILD, display_name: "正一", relation: "family", scopes: { medication: "see" } }] };

test("an alarm is set with days, a moment of the person's day, and a medicine of the notebook", async () => {
  const { sent } = await open("/alarms/new", city());
  type(await field("アラームの名前"), "骨の薬");
  (await exactly("曜日をえらぶ")).click();
  (await exactly("月")).click();
  (await exactly("木")).click();
  (await until(() => button("夕食後 18:30"))).click();
  (await exactly("お薬手帳からえらぶ")).click();
  (await until(() => document.querySelector<HTMLInputElement>("dialog input"))).click();
  (await exactly("これでよい")).click();
  await until(() => says("次は ") && says("アムロジピン"));
  (await exactly("アラームをつける")).click();
  await until(() => location.pathname === "/alarms" && says("アラームをつけました"));
  const [{ path, body } = { path: "", body: {} }] = writes(sent);
  assert.equal(path, `/v1/residents/${PERSON}/alarms`);
  expect(body).toMatchObject({ label: "骨の薬", medication_ids: ["m-1"], rhythm: { kind: "weekdays", days: ["mon", "thu"] }, times: [{ time: "18:30" }], from: TODAY, until: null, stock: null });
});

test("the time that stands there at first goes once one is chosen, and stays where it was touched", async () => {
  const { sent } = await open("/alarms/new", city());
  type(await field("アラームの名前"), "朝と晩");
  (await until(() => button("朝食後 8:00"))).click();
  (await until(() => !button("朝食後 8:00") && button("夕食後 18:30"))).click();
  await until(() => document.querySelectorAll("input[type=time]").length === 2);
  (await exactly("アラームをつける")).click();
  await until(() => says("アラームをつけました"));
  await open("/alarms/new", city((...asked) => { sent.push({ method: asked[0], path: asked[1], key: null, version: null, body: asked[2] }); return undefined; }));
  type(await field("アラームの名前"), "朝と晩");
  type(await field("時刻"), "08:10");
  (await until(() => button("夕食後 18:30"))).click();
  await until(() => document.querySelectorAll("input[type=time]").length === 2);
  (await exactly("アラームをつける")).click();
  await until(() => says("アラームをつけました"));
  assert.deepEqual(writes(sent).map(({ body }) => (body as { times: object[] }).times), [[{ time: "08:00" }, { time: "18:30" }], [{ time: "08:10" }, { time: "18:30" }]]);
});

test("an alarm that never rings says so, and offers nothing that has no effect", async () => {
  await open("/alarms/new", city());
  await until(() => says("つけたら、次に飲む時刻から鳴ります。") && says("知らせ方"));
  (await exactly("必要なとき")).click();
  await until(() => !says("つけたら、次に飲む時刻から鳴ります。") && !says("知らせ方") && says("必要なときのお薬は鳴りません。"));
  document.querySelector<HTMLInputElement>("main input[role=switch]")?.click();
  await until(() => says("いまある数"));
  assert.equal(says("何日分になったら知らせるか"), false);
  await open(`/alarms/${ALARM}`, city((method, path) => (method === "GET" && path.endsWith(ALARM) ? { status: 200, body: { ...ENTRY, rhythm: { kind: "as_needed" }, times: [] }, version: '"3"' } : undefined)));
  await until(() => says("おわりの日") && says("必要なときのお薬は鳴りません。"));
  assert.equal(says("この日まで休む"), false);
});

test("an amount takes the medicine's unit, and asks where it is another one", async () => {
  const boxes = { ...medicines, items: [{ ...medicines.items[0], groups: [{ drugs: [{ name: "アムロジピン", unit: "錠" }] }] }] };
  const { sent } = await open(`/alarms/${ALARM}`, city((method, path) => (method === "GET" && path.endsWith("/medications") ? { status: 200, body: boxes } : undefined)));
  await until(() => says("アムロジピン"));
  type(await field("1回の数"), "2包");
  (await exactly("直した内容で保存する")).click();
  await until(() => says("単位をたしかめて、数だけを書いてください"));
  assert.equal(writes(sent).length, 0);
  type(await field("1回の数"), "2錠");
  (await exactly("直した内容で保存する")).click();
  await until(() => says("アラームを直しました"));
  expect(writes(sent)[0]?.body).toMatchObject({ times: [{ time: "08:00", amount: 2 }] });
});

test("what is set to ring says where this phone does not, with the way to it", async () => {
  const list = (...items: object[]) => city((method, path) => (method === "GET" && path.endsWith("/alarms") ? { status: 200, body: { items, next_cursor: null } } : undefined));
  const link = () => document.querySelector<HTMLAnchorElement>('.banner a[href="/book/notifications"]');
  await open("/alarms", list({ ...ENTRY, next_at: "2028-02-29T08:00:00+09:00" }));
  await until(() => link() && says("このスマホへのお知らせは 使えません") && says("次は 2028年(令和10年)2月29日(火) 8:00"));
  await open("/alarms", list({ ...ENTRY, next_at: null }, { ...ENTRY, alarm_id: "b", next_at: "2028-02-29T08:00:00+09:00", rings_for_me: false }));
  await until(() => says("いまは鳴りません"));
  await new Promise((resume) => setTimeout(resume, 30));
  assert.equal(link(), null);
});

test("a phone whose clock is not Japan's is told whose times these are", async () => {
  const zone = vi.spyOn(Date.prototype, "getTimezoneOffset").mockReturnValue(-540);
  try {
    await open("/alarms/new", city());
    await field("時刻");
    assert.equal(says("時刻は日本の時刻です。"), false);
    zone.mockReturnValue(600);
    await open("/alarms/new", city());
    await until(() => says("時刻は日本の時刻です。"));
    await open("/alarms", city((method, path) => (method === "GET" && path.endsWith("/alarms") ? { status: 200, body: { items: [ENTRY], next_cursor: null } } : undefined)));
    await until(() => says("いまは鳴りません") && says("時刻は日本の時刻です。"));
  } finally {
    zone.mockRestore();
  }
});

test("a form that is not in order sends nothing, keeps what was typed, and leads to the field", async () => {
  const { sent } = await open("/alarms/new", city());
  await field("アラームの名前");
  (await exactly("曜日をえらぶ")).click();
  (await exactly("アラームをつける")).click();
  const summary = await until(() => document.querySelector(".error-summary"));
  assert.ok(says("2か所を見てください") && says("曜日を1つ以上えらんでください") && says("アラームの名前を書いてください"));
  summary.querySelector("a")?.click();
  assert.equal(document.activeElement, await field("アラームの名前"));
  assert.equal(writes(sent).length, 0);
});

test("what the API says of a time stands at that time; what is about no field stands above", async () => {
  let errors: object[] = [{ pointer: "/times/0/time", code: "invalid_value", detail: "この時刻は使えません。" }];
  await open("/alarms/new", city((method) => (method === "POST" ? refusal(422, errors.length > 0 ? "invalid_value" : "too_many_alarms", errors) : undefined)));
  type(await field("アラームの名前"), "朝");
  (await exactly("アラームをつける")).click();
  await until(() => says("この時刻は使えません。") && document.querySelector('input[type=time][aria-invalid="true"]'));
  errors = [];
  (await exactly("アラームをつける")).click();
  await until(() => says("保存できませんでした") && says("書いたものは消えていません。") && says("番号 7F3A"));
  assert.equal((await field("アラームの名前")).value, "朝");
});

test("an alarm is sent back as it was read, with its version and what was changed", async () => {
  const { sent } = await open(`/alarms/${ALARM}`, city());
  type(await field("1回の数"), "1/2");
  (await exactly("今日から3日休む")).click();
  (await exactly("直した内容で保存する")).click();
  await until(() => says("アラームを直しました"));
  const [put] = writes(sent);
  assert.deepEqual([put?.method, put?.version], ["PUT", '"3"']);
  const { alarm_id: _, next_at: __, rings_for_me: ___, made_by: ____, made_at: _____, changed_by: ______, changed_at: _______, version: ________, ...kept } = ENTRY;
  expect(put?.body).toEqual({ ...kept, times: [{ time: "08:00", amount: "1/2" }], paused_until: isoDay(new Date(Date.now() + 2 * 86_400_000)) });
});

test("an alarm that somebody else changed keeps what was typed, shows theirs, and is written over only then", async () => {
  let entry = ENTRY;
  const { sent } = await open(`/alarms/${ALARM}`, city((method, path) => {
    if (method === "PUT" && writes(sent).length < 2) return refusal(412, "version_mismatch");
    return method === "GET" && path.endsWith(ALARM) ? { status: 200, body: entry, version: `"${entry.version}"` } : undefined;
  }));
  type(await field("アラームの名前"), "わたしの名前");
  entry = { ...ENTRY, label: "家族の名前", version: 4 };
  (await exactly("直した内容で保存する")).click();
  await until(() => says("いまのアラームは次のとおりです。") && says("家族の名前"));
  assert.equal((await field("アラームの名前")).value, "わたしの名前");
  (await exactly("直した内容で保存する")).click();
  await until(() => says("アラームを直しました"));
  assert.deepEqual(writes(sent).map(({ version, body }) => [version, (body as { label: string }).label]), [['"3"', "わたしの名前"], ['"4"', "わたしの名前"]]);
});

test("an alarm that somebody else changed is not ended before it was seen as it stands", async () => {
  let entry = ENTRY;
  const { sent } = await open(`/alarms/${ALARM}`, city((method, path) => {
    if (method === "DELETE" && writes(sent).length < 2) return refusal(412, "version_mismatch");
    return method === "GET" && path.endsWith(ALARM) ? { status: 200, body: entry, version: `"${entry.version}"` } : undefined;
  }));
  (await exactly("このアラームを終わりにする")).click();
  entry = { ...ENTRY, label: "家族の名前", version: 4 };
  (await exactly("終わりにする")).click();
  await until(() => document.querySelector("dialog") === null && says("家族の名前"));
  (await exactly("このアラームを終わりにする")).click();
  (await exactly("終わりにする")).click();
  await until(() => says("アラームを終わりにしました"));
  assert.deepEqual(writes(sent).map(({ version }) => version), ['"3"', '"4"']);
});

test("an alarm is ended after it was asked once", async () => {
  const { sent } = await open(`/alarms/${ALARM}`, city());
  (await exactly("このアラームを終わりにする")).click();
  assert.equal(writes(sent).length, 0);
  (await exactly("終わりにする")).click();
  await until(() => says("アラームを終わりにしました") && location.pathname === "/alarms");
  assert.deepEqual(writes(sent).map(({ method, version }) => [method, version]), [["DELETE", '"3"']]);
});

test("who may only look sees the alarm, and no form", async () => {
  await open(`/alarms/${ALARM}`, city((_method, path) => (path === "/v1/me" ? { status: 200, body: SEE } : undefined)));
  await until(() => says("8:00") && says("直せるのは、手帳の持ち主と"));
  assert.equal(document.querySelectorAll("input, .btn--danger").length, 0);
  await open("/alarms/new", city((_method, path) => (path === "/v1/me" ? { status: 200, body: SEE } : undefined)));
  await until(() => says("見る許可がありません"));
});

test("a suggestion becomes an alarm by one tap, and another takes it back", async () => {
  const { sent } = await open("/alarms", city((method, path) => (method === "GET" && path.endsWith("/alarm-suggestions") ? { status: 200, body: { items: [SUGGESTION], next_cursor: null } } : undefined)));
  await until(() => says("まだアラームのないお薬") && says("アムロジピン"));
  (await exactly("このアラームをつける")).click();
  await until(() => says("アラームをつけました"));
  assert.deepEqual(writes(sent)[0]?.body, SUGGESTION);
  (await exactly("取り消す")).click();
  await until(() => writes(sent).some(({ method, path }) => method === "DELETE" && path.endsWith(ALARM)) && says("取り消しました"));
});

test("a suggestion that does not name its days is opened to choose them", async () => {
  await open("/alarms", city((method, path) => (method === "GET" && path.endsWith("/alarm-suggestions") ? { status: 200, body: { items: [{ ...SUGGESTION, rhythm: { kind: "n_per_week", n: 4 } }], next_cursor: null } } : undefined)));
  (await until(() => button("曜日を決めてつける"))).click();
  await until(() => location.pathname === "/alarms/new" && found("アラームの名前")?.value === SUGGESTION.label);
  (await exactly("アラームをつける")).click();
  await until(() => says("曜日を1つ以上えらんでください"));
});

test("alarms that have ended, pause or run low say so", async () => {
  const items = [{ ...ENTRY, until: "2026-01-02" }, { ...ENTRY, alarm_id: "b", paused_until: "2199-12-31" }, { ...ENTRY, alarm_id: "c", stock: { amount: 3, days_left: 3, low: true, per_dose: 1, refill_at_days: 5, counted_at: "" } }];
  await open("/alarms", city((method, path) => (method === "GET" && path.endsWith("/alarms") ? { status: 200, body: { items, next_cursor: null } } : undefined)));
  await until(() => says("1月2日(金)に 終わりました") && says("まで休み") && says("お薬は あと 3日分") && says("お薬が少なくなりました") && says("アムロジピン"));
});
