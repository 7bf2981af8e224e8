// @vitest-environment happy-dom
import assert from "node:assert/strict";
import { beforeEach, expect, test, vi } from "vitest";

import type { OpenedEmergencyCard } from "../../src/api/contract.js";
import { openCard } from "../../src/emergency/open-card.js";

const SECRET = "k3Jd_9sLwQ-2xVbN7mTzR4yPcH8fGa1E";
const CARD: OpenedEmergencyCard = {
  legal_name: "荒尾 花子", display_name: null, kana: "アラオ ハナコ", is_proved: true, birth_date: "1982-06-03", age: 44, sex: "female", blood_type: "A+",
  allergies: { items: ["<b>ペニシリン</b>"], is_cut: false }, adverse_reactions: { items: [], is_cut: false }, pregnancy_due_on: "2027-03-01", long_term_illness: null,
  medicines: { items: [{ name: "アムロジピン錠", directions: "1日1錠 朝食後", dispensed_on: "2026-11-10", source: "qr" }], is_cut: true },
  emergency_contacts: [{ name: "荒尾 太郎", relation: "夫", phone: "０９０-1234-5678" }, { name: "となり", relation: null, phone: "大声で呼ぶ" }],
  changed: { allergies: "2026-11-04T15:30:00Z", adverse_reactions: null, pregnancy_due_on: null, long_term_illness: null, blood_type: null, emergency_contacts: null },
  read_at: "2026-11-22T01:00:00Z",
};

const says = (text: string) => document.body.textContent?.includes(text) ?? false;
let listened: Parameters<typeof removeEventListener>[] = [];
let asked: { path: string; init: RequestInit }[] = [];

/** Opens the page at an address; `answers` come one after the other, the last of them again and again. */
function open(hash: string, ...answers: readonly (Response | Error)[]): void {
  history.replaceState(null, "", `/emergency${hash}`);
  document.body.innerHTML = '<main id="card"><h1>x</h1></main>';
  asked = [];
  let next = 0;
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    asked.push({ path, init });
    const answer = answers[Math.min(next, answers.length - 1)];
    next += 1;
    if (answer instanceof Error || answer === undefined) throw answer ?? new TypeError("failed");
    return answer.clone();
  });
  // One page after the other in one window: what listened for the one before hears nothing of this one.
  for (const [type, listener] of listened) removeEventListener(type, listener);
  const listens = vi.spyOn(window, "addEventListener");
  openCard(window);
  listened = listens.mock.calls.map(([type, listener]) => [type, listener]);
  listens.mockRestore();
}
const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
const passes = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  sessionStorage.clear();
});

test("the secret goes in the body, nothing goes along with it, and it leaves the address", async () => {
  open(`#${SECRET}`, json(CARD));
  expect(location.hash).toBe("");
  await passes(1);
  const [{ path, init } = { path: "", init: {} }] = asked;
  expect([path, init.method, init.body]).toEqual(["/v1/emergency-cards", "POST", JSON.stringify({ secret: SECRET })]);
  expect([init.credentials, init.cache, init.referrerPolicy]).toEqual(["omit", "no-store", "no-referrer"]);
  expect(Object.keys(init.headers as object).map((name) => name.toLowerCase())).not.toContain("authorization");
  expect(JSON.stringify({ ...localStorage, ...sessionStorage })).toBe("{}");
});

test("it shows who, what harms, what is taken and whom to call, as it was written and with a day", async () => {
  open(`#${SECRET}`, json(CARD));
  await passes(1);
  expect(document.querySelector("h1")?.textContent).toBe("荒尾 花子");
  for (const text of ["1982年6月3日(昭和57年) 44歳", "3 Jun 1982, 44 years", "A+", "<b>ペニシリン</b>", "最後に変えた日 2026年11月5日", "妊娠 出産予定日 2027年3月1日", "アムロジピン錠", "1日1錠 朝食後", "受け取った日 2026年11月10日", "ほかにもあります", "医療機関が確かめたものではありません"]) assert.ok(says(text), text);
  expect(document.querySelector("b")).toBeNull();
  const calls = [...document.querySelectorAll("a")].map((link) => link.getAttribute("href"));
  expect(calls).toEqual(["tel:09012345678"]);
  assert.ok(says("大声で呼ぶ"));
});

test("nothing recorded is not said as if there were nothing", async () => {
  open(`#${SECRET}`, json({ ...CARD, allergies: { items: [], is_cut: false }, medicines: { items: [], is_cut: false }, emergency_contacts: [], blood_type: "unknown", legal_name: null, display_name: "花子", is_proved: false }));
  await passes(1);
  expect([...document.querySelectorAll(".none")].length).toBe(4);
  assert.ok(says("記録なし(ないとは限りません)") && says("Nothing recorded (this does not mean none)") && says("血液型(本人の申告) 記録なし"));
  assert.ok(says("本人が書いた名前(確認していません)"));
});

test("where not everything was looked through, that nothing stands there is not said", async () => {
  const cut = { items: [], is_cut: true };
  open(`#${SECRET}`, json({ ...CARD, allergies: cut, adverse_reactions: cut, medicines: cut }));
  await passes(1);
  expect(document.querySelectorAll(".none").length).toBe(0);
  expect(document.body.textContent?.split("ほかにもあります").length).toBe(4);
});

test("directions that are cut say so", async () => {
  const medicine = { name: "錠", directions: "1日1錠…", dispensed_on: "2026-11-10", source: "qr" };
  open(`#${SECRET}`, json({ ...CARD, medicines: { items: [medicine], is_cut: false } }));
  await passes(1);
  assert.ok(says("使い方は途中までです") && says("Directions are cut short"));
  open(`#${SECRET}`, json(CARD));
  await passes(1);
  assert.ok(!says("使い方は途中までです"));
});

/** A second card is scanned into the same tab: the address changes behind the `#` alone, and no page is loaded. */
function scan(hash: string): void {
  history.replaceState(null, "", `/emergency${hash}`);
  dispatchEvent(new Event("hashchange"));
}

test("a second card in the same tab blanks the first at once, leaves the address and is opened", async () => {
  const second = SECRET.toLowerCase();
  open(`#${SECRET}`, json(CARD), json({ ...CARD, legal_name: "大牟田 次郎", allergies: { items: ["そば"], is_cut: false } }));
  await passes(1);
  assert.ok(says("ペニシリン"));
  scan(`#${second}`);
  assert.ok(!says("荒尾 花子") && !says("ペニシリン"), "before the second answers");
  expect(location.hash).toBe("");
  await passes(1);
  expect(asked.map(({ init }) => init.body)).toEqual([SECRET, second].map((secret) => JSON.stringify({ secret })));
  assert.ok(says("大牟田 次郎") && says("そば") && !says("ペニシリン"));
  // The first one's ten minutes end nothing of the second.
  await passes(60_000);
  scan("#short");
  assert.ok(!says("大牟田 次郎") && says("QRコードを読み取れませんでした"));
  await passes(10 * 60_000);
  assert.ok(says("QRコードを読み取れませんでした"));
});

test("an answer that comes after another card was scanned, or the page was left, is not shown", async () => {
  let answer: (response: Response) => void = () => undefined;
  for (const leave of [() => scan("#short"), () => dispatchEvent(new Event("pagehide"))]) {
    open(`#${SECRET}`);
    vi.stubGlobal("fetch", () => new Promise<Response>((resolve) => { answer = resolve; }));
    scan(`#${SECRET}`);
    leave();
    answer(json(CARD));
    await passes(1);
    assert.ok(!says("荒尾 花子"));
  }
});

test("what is shown goes after ten minutes, also where the phone slept meanwhile, and when the page is left", async () => {
  open(`#${SECRET}`, json(CARD));
  await passes(10 * 60_000 - 10);
  assert.ok(says("荒尾 花子"));
  await passes(20);
  assert.ok(!says("荒尾 花子") && says("表示を終わりにしました"));
  open(`#${SECRET}`, json(CARD));
  await passes(1);
  vi.setSystemTime(Date.now() + 11 * 60_000);
  document.dispatchEvent(new Event("visibilitychange"));
  assert.ok(!says("荒尾 花子"));
  open(`#${SECRET}`, json(CARD));
  await passes(1);
  dispatchEvent(new Event("pagehide"));
  assert.ok(!says("荒尾 花子"));
});

test("an ended card is said plainly and not asked for again", async () => {
  open(`#${SECRET}`, json({ code: "not_found" }, 404));
  await passes(60_000);
  assert.ok(says("このカードは使えません") && says("This card does not work"));
  expect(asked.length).toBe(1);
  expect(document.querySelector("a")?.getAttribute("href")).toBe("tel:119");
});

test("without a network and when the service is busy it is asked again by itself, and then by a tap", async () => {
  open(`#${SECRET}`, new TypeError("failed"), json({ message: "Too Many Requests" }, 429), json({}, 503), new TypeError("failed"), json(CARD));
  await passes(60_000);
  expect(asked.length).toBe(4);
  assert.ok(says("電波が届きません"));
  document.querySelector("button")?.click();
  await passes(1);
  assert.ok(says("荒尾 花子"));
});

test.each(["", "#", "#short", `#${SECRET}x`, "#<script>", `#${"あ".repeat(32)}`])("what cannot be a card's address is not sent: %s", async (hash) => {
  open(hash, json(CARD));
  await passes(60_000);
  expect(asked).toEqual([]);
  assert.ok(says("QRコードを読み取れませんでした"));
});
