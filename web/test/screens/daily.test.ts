// @vitest-environment happy-dom
import assert from "node:assert/strict";
import { test, vi } from "vitest";

import { PERSON } from "../data/house.js";
import { button, open, says, type, until } from "./house.js";

const ONE = "019aa000-0000-7000-8000-000000000042";
const ENTRY = { record_id: ONE, taken_at: "2026-11-24T07:30:00+09:00", recorded_at: "2026-11-24T07:30:00+09:00", recorded_by: "self", version: 1, weight_kg: 60.2, memo: "よく眠れた" };
const numbers = () => [...document.querySelectorAll<HTMLInputElement>(".numfield__in")];
const problem = (status: number, code: string) => ({ status, body: { type: "urn:x", title: "x", status, code, detail: "この値は使えません。", errors: [], request_id: "req-7f3a" } });
const today = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeZone: "Asia/Tokyo" }).format(new Date());
const part = (mean: number) => ({ min: mean, mean, max: mean, count: 1 });
const line = (mean: number) => ({ points: [{ at: today, ...part(mean), morning: part(mean) }], notices: [{ code: "home_blood_pressure_high", occasion: "morning", detail: "次の受診で相談してみてください。", since: today, source: "日本高血圧学会" }] });
const city = (method: string, path: string) => {
  if (path.endsWith("/trends")) return { status: 200, body: { series: { systolic_mmhg: line(138), diastolic_mmhg: line(84) }, ...line(60.2) } };
  if (method === "GET" && path.endsWith("/daily-records")) return { status: 200, body: { items: [ENTRY], next_cursor: null } };
  return method === "GET" && path.endsWith(ONE) ? { status: 200, body: ENTRY } : undefined;
};

test("the number comes first, then what is worth talking about with its source, and the line is a table too, in every language", async () => {
  await open("/record", city);
  await until(() => says("138 / 84"));
  const text = document.body.textContent ?? "";
  // One record is no mean of a week, and no range.
  assert.ok(text.includes("この7日間の平均(1回)") && text.includes("この期間の記録は 138/84 の1回です。"));
  assert.ok(text.indexOf("138 / 84") < text.indexOf("次の受診で相談してみてください。") && text.includes("日本高血圧学会"));
  assert.equal(text.split("次の受診で相談してみてください。").length, 2);
  const row = document.querySelector("tbody tr");
  assert.match(row?.textContent ?? "", /138.*84.*目安以上/);
  assert.equal(document.querySelector(".chart")?.getAttribute("aria-hidden"), "true");
  (await until(() => button("晩"))).click();
  await until(() => says("この期間の記録はありません"));
});

test("a record is corrected as a whole, and the list says so", async () => {
  const { sent } = await open(`/record/${ONE}`, (method, path) => (method === "PUT" ? { status: 200, body: { record_id: ONE } } : city(method, path)));
  await until(() => numbers()[3]?.value === "60.2");
  type(numbers()[3]!, "60.4");
  (await until(() => button("直した記録を保存する"))).click();
  await until(() => says("直しました") && location.pathname === "/record/list");
  const put = sent.find(({ method }) => method === "PUT");
  assert.equal(put?.path, `/v1/residents/${PERSON}/daily-records/${ONE}`);
  assert.deepEqual(put?.body, { taken_at: ENTRY.taken_at, weight_kg: 60.4, blood_pressure: null, temperature_c: null, steps: null, mood: null, memo: "よく眠れた" });
});

test("a correction that was overtaken keeps what was typed", async () => {
  await open(`/record/${ONE}`, (method, path) => (method === "PUT" ? problem(412, "version_mismatch") : city(method, path)));
  await until(() => numbers()[3]?.value === "60.2");
  type(numbers()[3]!, "60.4");
  (await until(() => button("直した記録を保存する"))).click();
  await until(() => says("ほかで先に直されていました"));
  assert.equal(numbers()[3]?.value, "60.4");
});

test("a removed record leaves the list, and taken back it is written once more", async () => {
  let gone = false;
  const { sent } = await open(`/record/${ONE}`, (method, path) => {
    if (method === "DELETE") gone = true;
    return gone && method === "GET" && path.endsWith("/daily-records") ? { status: 200, body: { items: [], next_cursor: null } } : city(method, path);
  });
  (await until(() => button("この記録を消す"))).click();
  await until(() => says("記録を消しました") && says("まだ記録がありません"));
  (await until(() => button("取り消す"))).click();
  await until(() => says("もう一度記録しました。"));
  const posted = await until(() => sent.find(({ method }) => method === "POST"));
  const { record_id, ...values } = posted.body as Record<string, unknown>;
  assert.deepEqual(values, { taken_at: ENTRY.taken_at, weight_kg: 60.2, memo: "よく眠れた" });
  assert.notEqual(record_id, ONE);
});

test("who may only see gets the values, says who wrote them, and nothing to change them with", async () => {
  const me = { actor_id: "actor", memberships: [], family: [{ resident_id: PERSON, display_name: "正一", relation: "family", scopes: { daily: "see" } }] };
  await open(`/record/${ONE}`, (method, path) => {
    if (path === "/v1/me") return { status: 200, body: me };
    return method === "GET" && path.endsWith(ONE) ? { status: 200, body: { ...ENTRY, recorded_by: "guardian" } } : undefined;
  });
  await until(() => says("よく眠れた") && says("保護者が記録"));
  assert.equal(button("この記録を消す") ?? button("直した記録を保存する") ?? numbers()[0], undefined);
});

test("a record that waits stands in the list with that word, once", async () => {
  const { services } = await open("/record/list", (method, path) => (method === "POST" ? { status: 0, body: undefined } : city(method, path)));
  await until(() => says("60.2"));
  services.outbox.add("create-daily-record", { resident_id: PERSON }, { taken_at: "2026-11-25T07:00:00+09:00", weight_kg: 61.5 });
  await until(() => says("61.5") && says("まだ送っていません"));
  assert.equal(document.body.textContent?.split("61.5").length, 2);
});

test("what was kept is not said above a later attempt that comes to nothing", async () => {
  await open("/", city);
  await until(() => numbers()[2]);
  type(numbers()[2]!, "60.4");
  (await until(() => button("記録を保存する") ?? button("の記録を保存する"))).click();
  await until(() => says("記録しました") && numbers()[2]?.value === "");
  type(numbers()[2]!, "6000");
  (await until(() => button("記録を保存する") ?? button("の記録を保存する"))).click();
  await until(() => says("0.5〜300 の数で書いてください"));
  assert.ok(!says("記録しました"));
});

test.each([[-540, false], [0, true]])("a phone %i minutes from the world's time is told of Japan's: %s", async (offset, told) => {
  const zone = vi.spyOn(Date.prototype, "getTimezoneOffset").mockReturnValue(offset);
  await open(`/record/${ONE}`, city);
  await until(() => document.querySelector("input[type=time]"));
  assert.equal(says("時刻は日本の時刻です"), told);
  zone.mockRestore();
});
