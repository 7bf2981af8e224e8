// @vitest-environment happy-dom
import assert from "node:assert/strict";
import { beforeEach, expect, test, vi } from "vitest";

import { PERSON } from "../data/house.js";
import { type Answer, type City, button, open, says, until } from "./house.js";

const SECRET = "k3Jd_9sLwQ-2xVbN7mTzR4yPcH8fGa1E";
const MADE = { status: 201, body: { secret: SECRET, address: `/emergency#${SECRET}`, made_at: "2026-11-25T00:00:00Z" } };
const OPENINGS = [{ from: "2026-11-24T09:02:00Z", until: "2026-11-24T09:09:00Z", count: 3 }, { from: "2026-11-10T05:20:00Z", until: "2026-11-10T05:20:00Z", count: 1 }];
const STANDING = { card: { made_at: "2026-11-03T00:00:00Z", made_as: "self", ends_on: null }, openings: OPENINGS };
const NONE = { card: null, openings: [] };
const ok = (body: unknown): Answer => ({ status: 200, body });

/** A city with a card, or without; what is done to it is so from then on. */
function city(otherwise: City = () => undefined, first: object = NONE): City {
  let shown: object = first;
  return (method, path, body) => {
    const answer = otherwise(method, path, body);
    if (answer !== undefined) return answer;
    if (!path.endsWith("/emergency-card")) return undefined;
    if (method === "GET") return ok(shown);
    shown = method === "POST" ? STANDING : { card: null, openings: OPENINGS };
    return method === "POST" ? MADE : { status: 204, body: null };
  };
}
const press = async (word: string) => (await until(() => button(word))).click();
const inDialog = (word: string) => until(() => [...document.querySelectorAll<HTMLElement>("dialog button")].find((one) => one.textContent?.includes(word)));
const acts = (sent: readonly { method: string; path: string }[]) => sent.filter(({ method }) => method !== "GET").map(({ method, path }) => [method, path]);

beforeEach(() => {
  localStorage.clear();
  vi.restoreAllMocks();
});

test("a card is made by one tap, and its code is shown on it with the proved name and the words for whoever finds it", async () => {
  const { sent } = await open("/book/emergency", city());
  await until(() => says("カードを拾った人も見られます"));
  await press("緊急カードをつくる");
  const card = await until(() => document.querySelector<HTMLElement>(".emergency-card"));
  await until(() => card.textContent?.includes("荒尾 花子"));
  for (const words of ["緊急カード", "EMERGENCY CARD", "緊急のときに読み取ってください", "Scan in an emergency"]) assert.ok(card.textContent?.includes(words), words);
  expect(card.querySelector("svg.qr path")?.getAttribute("d")).toMatch(/^M/);
  assert.ok(says("このQRコードが出るのは、いまだけです") && button("印刷する") && button("画像で残す"));
  expect(acts(sent)).toEqual([["POST", `/v1/residents/${PERSON}/emergency-card`]]);
  expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toContain(SECRET);
});

test("printing is the browser's own, and a picture that cannot be drawn is said", async () => {
  const print = vi.fn();
  vi.stubGlobal("print", print);
  await open("/book/emergency", city());
  await press("緊急カードをつくる");
  await press("印刷する");
  expect(print).toHaveBeenCalledTimes(1);
  vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(null);
  await press("画像で残す");
  await until(() => says("画像を残せませんでした"));
});

test("of a card that stands it is said since when it works and when it was opened, and that its code is not shown again", async () => {
  await open("/book/emergency", city(undefined, STANDING));
  await until(() => says("使えるカードがあります"));
  assert.ok(says("11月3日(火)につくりました。つくった人は、本人です。"));
  assert.ok(says("18:02") && says("18:09までに 3回") && says("14:20") && says("だれが開いたかは分かりません"));
  assert.ok(says("同じQRコードは、もう出せません"));
  expect(document.querySelector(".qr")).toBeNull();
});

test("a card is ended after one question, and that it ended is said", async () => {
  const { sent } = await open("/book/emergency", city(undefined, STANDING));
  await press("カードを終わりにする");
  await until(() => says("もとにはもどせません"));
  (await inDialog("このままにする")).click();
  expect(acts(sent)).toEqual([]);
  await press("カードを終わりにする");
  (await inDialog("終わりにする")).click();
  await until(() => says("カードを終わりにしました") && button("緊急カードをつくる"));
  expect(acts(sent)).toEqual([["DELETE", `/v1/residents/${PERSON}/emergency-card`]]);
  // When it was opened is still to be seen.
  assert.ok(says("18:09までに 3回"));
});

test("a new card in the place of one asks first; what is refused is said in the dialog", async () => {
  let tries = 0;
  const { sent } = await open("/book/emergency", city((method) => {
    if (method !== "POST") return undefined;
    tries += 1;
    return tries === 1 ? { status: 429, body: { type: "urn:x", title: "x", status: 429, code: "too_many_requests", detail: "少し待ってください。", errors: [], request_id: "r" } } : undefined;
  }, STANDING));
  await press("カードをつくり直す");
  (await inDialog("つくり直す")).click();
  await until(() => document.querySelector("dialog")?.textContent?.includes("少し待ってください。"));
  (await inDialog("つくり直す")).click();
  await until(() => document.querySelector(".qr"));
  expect(acts(sent).length).toBe(2);
});

test("family that manages only one of what a card shows is told who can make one", async () => {
  const other = "019aa000-0000-7000-8000-0000000000f1";
  const me = { actor_id: "actor", memberships: [], family: [{ resident_id: other, display_name: "正一", relation: "family", scopes: { profile: "manage", medication: "see" }, since: "2026-11-05T01:00:00Z", ends_on: null }] };
  await open("/book/emergency", city((_method, path) => (path === "/v1/me" ? ok(me) : undefined)));
  await until(() => says("カードをつくれるのは、本人と"));
  expect(button("緊急カードをつくる")).toBeUndefined();
});
