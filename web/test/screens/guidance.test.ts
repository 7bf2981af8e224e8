// @vitest-environment happy-dom
import assert from "node:assert/strict";
import { test } from "vitest";

// Loaded before the first test, whose patience is for what the page does and not for how busy the machine is.
import "../../src/resident/screens/guidance/book-guidance.js";
import { button, open, says, until } from "./house.js";

const CENTER = { code: "4310100001", name: "荒尾市保健センター" };
const GOAL = { goal_id: "g-1", text: "一日七千歩", status: "not_started", memo: null, said_at: null, said_by: null };
const ITEM = {
  guidance_id: "h-1", institution: CENTER, author_role: "public_health_nurse", channel: "phone", topic: "血圧", text: "歩きましょう", goals: [GOAL],
  next_on: "2027-01-14", written_at: "2026-11-20T01:00:00Z", amended_at: null, retracted_at: null, version: 3,
};
const OFFICE = { institution: CENTER, last_on: "2026-11-20", next_on: "2027-01-14", until: "2027-12-20T15:00:00Z" };
const LIST = { items: [ITEM, { ...ITEM, guidance_id: "h-0", topic: null, text: null, goals: [], retracted_at: "2026-11-21T01:00:00Z" }], next_cursor: null, offices: [OFFICE] };

const city = (method: string, path: string) => (method === "GET" && path.endsWith("/health-guidance") ? { status: 200, body: LIST } : method === "PUT" ? { status: 200, body: { guidance_id: "h-1" }, version: '"4"' } : undefined);

test("how a goal goes is told with the version that is shown, and taken back by a tap", async () => {
  const { sent } = await open("/book/guidance", city);
  (await until(() => button("できている"))).click();
  const put = await until(() => sent.find(({ method }) => method === "PUT"));
  assert.match(put.path, /\/health-guidance\/h-1\/progress$/);
  assert.deepEqual([put.body, put.version], [{ goals: [{ goal_id: "g-1", status: "going_well", memo: null }] }, "3"]);
  (await until(() => button("取り消す"))).click();
  const back = await until(() => sent.filter(({ method }) => method === "PUT")[1]);
  assert.deepEqual([back.body, back.version], [{ goals: [{ goal_id: "g-1", status: "not_started", memo: null }] }, '"4"']);
});

test("what was taken back says so, and an office is ended after a question", async () => {
  const { sent } = await open("/book/guidance", city);
  await until(() => says("保健師さんが取り消しました") && says("荒尾市保健センター"));
  (await until(() => button("おわりにする"))).click();
  assert.equal(sent.find(({ method }) => method === "DELETE"), undefined);
  (await until(() => document.querySelector<HTMLElement>("dialog button"))).click();
  const ended = await until(() => sent.find(({ method }) => method === "DELETE"));
  assert.match(ended.path, /\/guidance-offices\/4310100001$/);
});
