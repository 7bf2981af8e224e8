// @vitest-environment happy-dom
import assert from "node:assert/strict";
import { afterEach, beforeEach, test, vi } from "vitest";

import { fromJapan, isoDay } from "../../src/words/dates.js";
import { PERSON } from "../data/house.js";
import { type Answer, CHILD, type City, button, open, says, type, until } from "./house.js";

/** A camera that reads what the test holds before it. */
const camera: { read?: (code: { bytes: Uint8Array; text: string }) => void } = {};
vi.mock("../../src/scan/scanner.js", () => ({
  Scanner: ({ onCode }: { onCode: NonNullable<typeof camera.read> }) => {
    camera.read = onCode;
    return null;
  },
}));
const see = (text: string) => camera.read?.({ bytes: new TextEncoder().encode(text), text });

const VISIT = "019aa000-0000-7000-8000-0000000000d1";
const CLINIC = { code: "4310112347", name: "あらお中央内科クリニック", kana: "アラオチュウオウナイカ", kind: "medical", address: "荒尾市増永1番地" };
const PHARMACY = { code: "4340112345", name: "みどり薬局", kana: "ミドリヤッキョク", kind: "pharmacy", address: "荒尾市増永4番地" };
const FIVE_HOURS = 5 * 3_600_000;
const SECTIONS = ["profile", "medication", "daily", "visits", "vaccinations", "checkups", "health_guidance", "images"];
const preview = (last: readonly string[], institution: object = CLINIC): Answer => ({
  status: 200, body: { institution, until: "2026-11-26T00:00:00+09:00", sections: SECTIONS.map((section) => ({ section, chosen_last_time: last.includes(section), count_text: `${section}を3件` })) },
});
const grant = (more: object = {}) => ({ visit_id: VISIT, institution: CLINIC, sections: ["profile", "medication"], since: new Date(Date.now() - 60_000).toISOString(), until: new Date(Date.now() + FIVE_HOURS).toISOString(), renewable_from: null, ...more });
const visit = (more: object = {}) => ({ visit_id: VISIT, status: "done", visited_on: isoDay(new Date()), institution_code: CLINIC.code, institution_name: CLINIC.name, reception_code: "K4821", checked_in_at: new Date().toISOString(), notes: [], ...more });
const CHECKED_IN: Answer = { status: 201, body: { visit_id: VISIT, reception_code: "K4821", institution: { code: CLINIC.code, name: CLINIC.name }, grant: { until: "2026-11-26T00:00:00+09:00", sections: ["profile"] } } };
const refused = (status: number, code: string, more: object = {}): Answer => ({ status, body: { type: "urn:x", title: "x", status, code, detail: `言われたこと(${code})`, errors: [], request_id: "req-7f3a", ...more } });
const list = (items: readonly unknown[]): Answer => ({ status: 200, body: { items, next_cursor: null } });

/** A city in which everything goes, but for what a test says otherwise. */
const city = (otherwise: City = () => undefined): City => (method, path, body) => otherwise(method, path, body) ?? (
  path === "/v1/check-in-previews" ? preview(["profile", "medication", "daily", "visits", "checkups", "images"])
    : path === "/v1/check-ins" ? CHECKED_IN
    : path === "/v1/institutions" ? list([CLINIC, PHARMACY, { code: "4300000000", name: "荒尾市役所", kind: "city_office" }])
    : path.endsWith("/grants") ? list([grant()])
    : path.endsWith(`/visits/${VISIT}`) && method === "GET" ? { status: 200, body: visit(), version: '"1"' }
    : undefined
);
const me = (family: readonly object[], resident_id?: string): City => (_method, path) => (path === "/v1/me" ? { status: 200, body: { actor_id: "actor", resident_id, display_name: "花子", memberships: [], family } } : undefined);
const toggles = () => [...document.querySelectorAll<HTMLInputElement>(".toggle input")];
const toggle = (word: string) => [...document.querySelectorAll<HTMLElement>(".toggle")].find((one) => one.textContent?.includes(word))?.querySelector("input");
const bodyOf = <Sent extends { path: string; body: unknown }>(sent: readonly Sent[], path: string) => sent.filter((one) => one.path === path).at(-1)?.body;
let online = true;

beforeEach(async () => {
  online = true;
  vi.spyOn(navigator, "onLine", "get").mockImplementation(() => online);
  // What an earlier check-in held is forgotten with its page.
  await open("/record/new");
  await new Promise((resume) => setTimeout(resume, 5));
});
afterEach(() => vi.restoreAllMocks());

test("a poster's address is taken out of the address bar, shows what was chosen there last time, and one tap checks in", async () => {
  const { sent } = await open("/check-in?t=eyJa.bb.cc", city());
  const go = await until(() => button("6つを見せて、受付する"));
  assert.equal(location.href.includes("eyJa.bb.cc"), false);
  assert.deepEqual(bodyOf(sent, "/v1/check-in-previews"), { resident_id: PERSON, purpose: "consultation", qr: "eyJa.bb.cc" });
  assert.ok(says(CLINIC.name) && says(CLINIC.address) && says("病院・診療所") && says("前に ここへ来たときと同じです。") && says("medicationを3件") && says("今日の24:00まで"));
  go.click();
  await until(() => location.pathname === `/check-in/${VISIT}` && says("K4821"));
  assert.deepEqual(bodyOf(sent, "/v1/check-ins"), { resident_id: PERSON, purpose: "consultation", qr: "eyJa.bb.cc", sections: ["profile", "medication", "daily", "visits", "checkups", "images"] });
});

test("the token behind # is taken out of the address as well", async () => {
  const { sent } = await open("/check-in#eyJa.bb.dd", city());
  await until(() => button("受付する") && says(CLINIC.name));
  assert.equal(location.hash, "");
  assert.equal((bodyOf(sent, "/v1/check-in-previews") as { qr: string }).qr, "eyJa.bb.dd");
});

test("an address that is no poster's says so, and leaves the ways to choose", async () => {
  await open("/check-in?t=nothing", city());
  await until(() => says("受付のQRではないようです") && says("みどり薬局"));
  assert.equal(location.search, "");
});

test("a new place starts from what is usual for the purpose; what was chosen by hand stays", async () => {
  const { sent } = await open("/check-in?t=eyJa.bb.cc", city((_method, path) => (path === "/v1/check-in-previews" ? preview([]) : undefined)));
  await until(() => button("6つを見せて、受付する"));
  toggle("予防接種")?.click();
  await until(() => button("7つを見せて、受付する"));
  button("お薬")!.click();
  await until(() => button("3つを見せて、受付する"));
  assert.deepEqual(toggles().filter(({ checked }) => checked).length, 3);
  button("3つを見せて")!.click();
  await until(() => sent.some(({ path }) => path === "/v1/check-ins"));
  assert.deepEqual(bodyOf(sent, "/v1/check-ins"), { resident_id: PERSON, purpose: "dispensing", qr: "eyJa.bb.cc", sections: ["profile", "medication", "vaccinations"] });
});

test("with nothing to show nobody checks in", async () => {
  const { sent } = await open("/check-in?t=eyJa.bb.cc", city((_method, path) => (path === "/v1/check-in-previews" ? preview(["profile"]) : undefined)));
  await until(() => button("1つを見せて、受付する"));
  toggle("アレルギー")?.click();
  const none = await until(() => button("見せるものを1つえらんでください"));
  none.click();
  assert.ok(!sent.some(({ path }) => path === "/v1/check-ins"));
});

test("a pharmacy's poster asks by itself for what people come to a pharmacy for", async () => {
  const { sent } = await open("/check-in?t=eyJa.bb.cc", city((_method, path, body) => {
    if (path !== "/v1/check-in-previews") return undefined;
    return (body as { purpose: string }).purpose === "dispensing" ? preview([], PHARMACY) : refused(422, "purpose_not_offered", { purposes: ["dispensing"] });
  }));
  await until(() => button("2つを見せて、受付する"));
  assert.deepEqual(sent.filter(({ path }) => path === "/v1/check-in-previews").map(({ body }) => (body as { purpose: string }).purpose), ["consultation", "dispensing"]);
  assert.equal(button("保健指導"), undefined);
});

test("the scanner says what is no poster and takes one; what it read is what is asked for", async () => {
  const { sent } = await open("/check-in", city());
  await until(() => says("受付のQRを読む") && camera.read);
  see("www.example.jp");
  await until(() => says("受付のQRではないようです"));
  assert.ok(!sent.some(({ path }) => path === "/v1/check-in-previews"));
  see("https://notebook.example/check-in?t=eyJa.bb.ee");
  await until(() => button("6つを見せて、受付する"));
  assert.equal((bodyOf(sent, "/v1/check-in-previews") as { qr: string }).qr, "eyJa.bb.ee");
});

test.each([
  ["JAHISTC08,1\r\n1,花子", "お薬の紙のQRです", "/medicines/scan"],
  ["JAHIS10\r\n1,1,4310112347", "処方箋のQRです", undefined],
  ["https://elsewhere.example/check-in#top", "受付のQRではないようです", undefined],
  ["www.example.jp", "受付のQRではないようです", undefined],
])("%j before the check-in's camera is explained, and goes nowhere", async (text, words, way) => {
  const { sent } = await open("/check-in", city());
  await until(() => says("受付のQRを読む") && camera.read);
  see(text);
  await until(() => says(words));
  assert.equal(button("お薬の紙を読む")?.getAttribute("href") ?? undefined, way);
  assert.ok(!sent.some(({ path }) => path === "/v1/check-in-previews"));
});

test("a poster that the city did not sign is refused in words, and another can be read", async () => {
  await open("/check-in", city((_method, path) => (path === "/v1/check-in-previews" ? refused(422, "invalid_poster") : undefined)));
  await until(() => says("受付のQRを読む") && camera.read);
  see("https://notebook.example/check-in#eyJa.bb.ff");
  await until(() => says("言われたこと(invalid_poster)"));
  button("ほかの場所をえらぶ")!.click();
  await until(() => says("受付のQRを読む"));
});

test("without a poster a place is found by kana, and what was typed goes nowhere", async () => {
  const { sent } = await open("/check-in", city());
  await until(() => says("みどり薬局") && says("荒尾市増永4番地"));
  assert.ok(!says("荒尾市役所"));
  type(document.querySelector("main input.input") as HTMLInputElement, "みどり やっ");
  await until(() => !says(CLINIC.name));
  const before = sent.length;
  button("みどり薬局")!.click();
  await until(() => sent.length > before);
  assert.deepEqual(bodyOf(sent, "/v1/check-in-previews"), { resident_id: PERSON, purpose: "consultation", institution_code: PHARMACY.code });
});

test("for a child the poster stays, the page says whose notebook it is, and that one is opened", async () => {
  const family = [{ resident_id: CHILD, display_name: "みお", relation: "guardian", scopes: { visits: "manage" } }];
  const { sent } = await open("/check-in?t=eyJa.bb.cc", city(me(family, PERSON)));
  await until(() => button("6つを見せて"));
  document.querySelector<HTMLElement>(".person")!.click();
  (await until(() => [...document.querySelectorAll<HTMLElement>("dialog button.row")].find((row) => row.textContent?.includes("みお")))).click();
  await until(() => says("みおさんの受付です") && button("6つを見せて"));
  button("6つを見せて")!.click();
  await until(() => sent.some(({ path }) => path === "/v1/check-ins"));
  assert.deepEqual([(bodyOf(sent, "/v1/check-ins") as { resident_id: string; qr: string }).resident_id, (bodyOf(sent, "/v1/check-ins") as { qr: string }).qr], [CHILD, "eyJa.bb.cc"]);
});

test("family that may only see is not offered a check-in", async () => {
  const { sent } = await open("/check-in?t=eyJa.bb.cc", city(me([{ resident_id: CHILD, display_name: "正一", relation: "family", scopes: { visits: "record" } }])));
  await until(() => says("この人の受付はできません"));
  assert.ok(!sent.some(({ path }) => path === "/v1/check-in-previews"));
});

test("without a network it says so before anything is chosen, and goes on once there is one", async () => {
  online = false;
  const { sent } = await open("/check-in?t=eyJa.bb.cc", city());
  await until(() => says("受付には電波が必要です"));
  assert.ok(!sent.some(({ path }) => path === "/v1/check-in-previews"));
  online = true;
  window.dispatchEvent(new Event("online"));
  await until(() => button("6つを見せて、受付する"));
});

const status = (now: string): Answer => ({ status: 200, body: { display_name: "花子", status: now, identity: {}, profile: {} } });

test.each([["identity_proof_required", "カードで本人確認をする", "/start/card"], ["consent_required", "同意の設定を見る", "/book/consents"]])("%s leads to what changes it", async (code, word, address) => {
  await open("/check-in?t=eyJa.bb.cc", city((_method, path) => (path === "/v1/check-in-previews" ? refused(403, code) : path === `/v1/residents/${PERSON}` ? status("unverified") : undefined)));
  assert.equal((await until(() => button(word))).getAttribute("href"), address);
  assert.equal(button("受付する")?.classList.contains("btn--block"), undefined);
});

test.each([
  ["outside_municipality", "受付できるのは、この市に住所のある人です"], ["manual_review", "市の窓口が確認しています"], ["verified_resident", "この手帳は、まだ受付に使えません"],
])("who proved the card is not led back to it: %s", async (now, title) => {
  await open("/check-in?t=eyJa.bb.cc", city((_method, path) => (path === "/v1/check-in-previews" ? refused(403, "identity_proof_required") : path === `/v1/residents/${PERSON}` ? status(now) : undefined)));
  await until(() => says(title) && says("市の窓口") && says("手帳を見せなくても、病院のふだんの受付はできます。"));
  assert.equal(document.querySelector('a[href="/start/card"]'), null);
});

test("for somebody else's notebook nobody is led to a card of their own", async () => {
  const family = [{ resident_id: CHILD, display_name: "みお", relation: "guardian", scopes: { visits: "manage" } }];
  await open("/check-in?t=eyJa.bb.cc", city((method, path, body) => me(family)(method, path, body) ?? (path === "/v1/check-in-previews" ? refused(403, "identity_proof_required") : path === `/v1/residents/${CHILD}` ? status("unverified") : undefined)));
  await until(() => says("この手帳は、まだ受付に使えません"));
  assert.equal(document.querySelector('a[href="/start/card"]'), null);
});

test("a place where nobody can check in says why, and another one can be chosen", async () => {
  await open("/check-in?t=eyJa.bb.cc", city((_method, path) => (path === "/v1/check-in-previews" ? refused(409, "institution_unavailable") : undefined)));
  await until(() => says("言われたこと(institution_unavailable)"));
  button("ほかの場所をえらぶ")!.click();
  await until(() => says("名前からえらぶ") && says("みどり薬局"));
});

test("a check-in without an answer keeps the choice, and the next tap is the same one", async () => {
  let away = true;
  const { sent } = await open("/check-in?t=eyJa.bb.cc", city((_method, path) => (path === "/v1/check-ins" && away ? { status: 0, body: undefined } : undefined)));
  (await until(() => button("6つを見せて"))).click();
  await until(() => says("受付できませんでした"));
  away = false;
  button("6つを見せて")!.click();
  await until(() => says("K4821"));
  const keys = sent.filter(({ path }) => path === "/v1/check-ins").map(({ key }) => key);
  assert.equal(new Set(keys).size, 1);
});

const receipt = (looks: readonly object[], more: object = {}) => ({ visit_id: VISIT, institution: CLINIC, checked_in_at: new Date().toISOString(), opened: null, looks, complete: true, notes: [], all_notes: true, ...more });

test("the code is said letter by letter; how long it is open, what is seen and what is not stand below", async () => {
  await open(`/check-in/${VISIT}`, city((_method, path) => (path.endsWith("/receipt") ? { status: 200, body: receipt([
    { seq: 2, at: new Date().toISOString(), action: "open-notebook", decision: "allowed", sections: ["daily"], actor: { role: "doctor", name: "緒方 誠", institution: CLINIC }, record: "k\n2\nt\na" },
  ]) } : undefined)));
  await until(() => says("緒方 誠 医師が見ました"));
  const code = document.querySelector(".reception__code");
  assert.deepEqual([code?.querySelector("[aria-hidden]")?.textContent, code?.querySelector(".sr")?.textContent], ["K4821", "K 4 8 2 1"]);
  assert.match(document.querySelector(".time-left")?.textContent ?? "", /あと [45]時間/);
  assert.ok(says("見えないもの:毎日の記録、受診の記録") && !says("症状の写真") && !says("予防接種") && says("24:00に自動で閉じます") && !says("前川"));
});

test("the looks of one sitting are one line on the page of the check-in, and each is inside", async () => {
  const look = (seq: number, account = "a") => ({ seq, at: new Date().toISOString(), action: "open-notebook", decision: "allowed", sections: ["daily"], actor: { role: "doctor", name: "緒方 誠", institution: CLINIC }, record: `k\n${seq}\nt\n${account}\n` });
  await open(`/check-in/${VISIT}`, city((_method, path) => (path.endsWith("/receipt") ? { status: 200, body: receipt([look(1), look(2), look(3), look(4, "b")]) } : undefined)));
  await until(() => says("3回分を1つずつ見る"));
  assert.deepEqual([document.querySelectorAll("details .timeline > li").length, document.querySelectorAll(".card > .timeline > li").length], [3, 4]);
});

test("the end asks once, says what ends, and then says that it is closed", async () => {
  let ended = false;
  const { sent } = await open(`/check-in/${VISIT}`, city((method, path) => {
    if (method === "DELETE") ended = true;
    if (path.endsWith("/grants") && ended) return list([]);
    return path.endsWith(`/visits/${VISIT}`) && ended ? { status: 200, body: visit({ ended_at: new Date().toISOString() }) } : undefined;
  }));
  (await until(() => button("いま見せるのをやめる"))).click();
  const asked = await until(() => document.querySelector("dialog"));
  assert.ok(asked.textContent?.includes(CLINIC.name) && asked.textContent.includes("お薬手帳"));
  assert.ok(!sent.some(({ method }) => method === "DELETE"));
  [...asked.querySelectorAll("button")].find((one) => one.textContent === "見せるのをやめる")!.click();
  await until(() => says("見せるのをやめました") && button("もう一度受付する"));
  assert.equal(document.querySelector("h1")?.textContent, "この受付は終わりました");
  assert.deepEqual(sent.filter(({ method }) => method === "DELETE").map(({ path }) => path), [`/v1/check-ins/${VISIT}`]);
  assert.equal(button("いま見せるのをやめる"), undefined);
  assert.ok(says("K4821") && !says("受付の人にこの番号を言ってください"));
});

test("checked in a second time, the morning stays in what happened, and what the doctor wrote is one tap away", async () => {
  const MINUTE = 60_000;
  const at = (ago: number) => new Date(Date.now() - ago * MINUTE).toISOString();
  const entry = (seq: number, ago: number, action: string) => ({ seq, at: at(ago), action, decision: "allowed", sections: [], actor: { role: "doctor", name: "緒方 誠", institution: CLINIC }, record: `k\n${seq}\nt\na\n` });
  await open(`/check-in/${VISIT}`, city((method, path) => (
    path.endsWith("/receipt") ? { status: 200, body: receipt([entry(1, 25, "open-notebook"), entry(2, 1, "add-note")]) }
      : path.endsWith("/grants") ? list([grant({ since: at(5) })])
      : path.endsWith(`/visits/${VISIT}`) && method === "GET" ? { status: 200, body: visit({ checked_in_at: at(30), notes: [{ note_id: "n-1", text: "また来週", written_at: at(1), author: { name: "緒方 誠", role: "doctor" } }] }) }
      : undefined
  )));
  const lines = () => [...document.querySelectorAll(".timeline > li")].map(({ textContent }) => /受付しました|見ました|書きました|読む/.exec(textContent ?? "")?.[0]);
  await until(() => lines().length === 5);
  assert.deepEqual(lines(), ["受付しました", "見ました", "受付しました", "書きました", "読む"]);
  assert.equal(button("先生のひとことを読む")?.getAttribute("href"), `/visits/${VISIT}`);
  assert.ok(!says("このあと"));
});

test("an end that did not come through says that it is still open", async () => {
  await open(`/check-in/${VISIT}`, city((method) => (method === "DELETE" ? { status: 0, body: undefined } : undefined)));
  (await until(() => button("いま見せるのをやめる"))).click();
  [...(await until(() => document.querySelector("dialog"))).querySelectorAll("button")].find((one) => one.textContent === "見せるのをやめる")!.click();
  await until(() => says("まだ見せています"));
});

const MINUTE_MS = 60_000;
const midnight = (days: number) => new Date(fromJapan(isoDay(new Date()), "00:00").getTime() + days * 24 * 60 * MINUTE_MS).toISOString();
const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE_MS).toISOString();

test("from when the API takes it the page asks whether the place may see on, and the time that is left follows the tap", async () => {
  let until_ = midnight(1);
  const { sent } = await open(`/check-in/${VISIT}`, city((method, path) => {
    if (method === "POST" && path.endsWith("/renewals")) {
      until_ = midnight(2);
      return { status: 200, body: { visit_id: VISIT, institution: { code: CLINIC.code, name: CLINIC.name }, grant: { until: until_, sections: ["profile", "medication"] } } };
    }
    return path.endsWith("/grants") ? list([grant({ until: until_, renewable_from: until_ === midnight(1) ? ago(1) : null })]) : undefined;
  }));
  (await until(() => says("24:00に自動で閉じます") && button("あすの24:00まで見せる"))).click();
  await until(() => says("あすの24:00に自動で閉じます") && button("あすの24:00まで見せる") === undefined);
  assert.deepEqual(sent.filter(({ method }) => method === "POST").map(({ path }) => path), [`/v1/check-ins/${VISIT}/renewals`]);
  assert.ok(/あと (2[4-9]|[34]\d)時間/.test(document.body.textContent ?? ""));
  assert.ok(button("いま見せるのをやめる"));
});

test("nobody is asked before, nor family that may not open all of what is open", async () => {
  await open(`/check-in/${VISIT}`, city((_method, path) => (path.endsWith("/grants") ? list([grant({ renewable_from: ago(-60) })]) : undefined)));
  await until(() => button("いま見せるのをやめる"));
  assert.ok(!says("あすも見てもらいますか"));
  const family = [{ resident_id: CHILD, display_name: "みお", relation: "family", scopes: { visits: "manage", profile: "manage" } }];
  await open(`/check-in/${VISIT}`, city((method, path, body) => me(family)(method, path, body) ?? (path.endsWith("/grants") ? list([grant({ renewable_from: ago(1) })]) : undefined)));
  await until(() => button("いま見せるのをやめる"));
  assert.ok(!says("あすも見てもらいますか"));
});

test("what was not extended says so, and what to do", async () => {
  await open(`/check-in/${VISIT}`, city((method, path) => (
    method === "POST" && path.endsWith("/renewals") ? refused(409, "institution_unavailable")
      : path.endsWith("/grants") ? list([grant({ renewable_from: ago(1) })])
      : undefined
  )));
  (await until(() => button("あすの24:00まで見せる"))).click();
  await until(() => says("まだ延びていません") && says("言われたこと(institution_unavailable)"));
});

test("what the clinic cancelled says so, with why, and can be checked in to again", async () => {
  await open(`/check-in/${VISIT}`, city((method, path) => (
    path.endsWith("/grants") ? list([])
      : path.endsWith(`/visits/${VISIT}`) && method === "GET" ? { status: 200, body: visit({ cancelled_at: new Date().toISOString(), cancellation_reason: "other_day" }) }
      : undefined
  )));
  await until(() => says("病院が受付を取り消しました") && says("受診の日がちがったため") && button("もう一度受付する"));
});

test("past midnight the page says that it has ended", async () => {
  await open(`/check-in/${VISIT}`, city((_method, path) => {
    if (path.endsWith("/grants")) return list([grant({ until: new Date(Date.now() - 1000).toISOString() })]);
    return path.endsWith(`/visits/${VISIT}`) ? { status: 200, body: visit({ visited_on: "2026-01-05" }) } : undefined;
  }));
  await until(() => says("24:00に終わりました"));
  assert.ok(!says("K4821") && button("いま見せるのをやめる") === undefined && button("もう一度受付する") === undefined);
});

test("loaded anew, a child's check-in opens the child's notebook by itself", async () => {
  const family = [{ resident_id: CHILD, display_name: "みお", relation: "guardian", scopes: { visits: "manage" } }];
  const theirs = "019aa000-0000-7000-8000-0000000000d9";
  await open(`/check-in/${theirs}`, city((method, path, body) => me(family, PERSON)(method, path, body) ?? (
    path === `/v1/residents/${PERSON}/visits/${theirs}` ? refused(404, "not_found")
      : path === `/v1/residents/${CHILD}/visits/${theirs}` ? { status: 200, body: visit({ visit_id: theirs }) }
      : path.endsWith("/grants") ? list([grant({ visit_id: theirs })])
      : undefined
  )));
  await until(() => says("K4821") && says("みおさんの受付です"));
  // Whoever goes back to the own notebook stays there.
  document.querySelector<HTMLElement>(".person")!.click();
  (await until(() => [...document.querySelectorAll<HTMLElement>("dialog button.row")].find((row) => row.textContent?.includes("花子")))).click();
  await until(() => says("言われたこと(not_found)"));
  await new Promise((resume) => setTimeout(resume, 30));
  assert.ok(!says("みおさんの受付です"));
});

test.each([["English", "Visits", "Check in at a clinic or pharmacy", "Share 6 items and check in"], ["やさしい日本語", "病院", "受付", "6つ"]])("in %s no word is missing", async (language, tab, tile, go) => {
  await open("/book/settings", city());
  (await until(() => button(language))).click();
  const tabs = () => document.querySelector<HTMLElement>('.tabbar a[href="/visits"]');
  await until(() => tabs()?.textContent?.includes(tab));
  tabs()!.click();
  await until(() => document.querySelector<HTMLElement>('a.btn[href="/check-in"]')?.textContent?.includes(tile));
  document.querySelector<HTMLElement>('a.btn[href="/check-in"]')!.click();
  await until(() => location.pathname === "/check-in" && camera.read);
  (await until(() => button(CLINIC.name))).click();
  (await until(() => [...document.querySelectorAll<HTMLElement>(".action-bar .btn")].find((one) => one.textContent?.includes(go)))).click();
  await until(() => document.querySelector(".reception__code"));
  assert.ok(!says("undefined"));
});

test("the receipt says what was shown, who looked and what was written, and not that nobody did where it was cut", async () => {
  const look = { seq: 2, at: "2026-11-24T05:12:00Z", action: "open-notebook", decision: "allowed", sections: ["daily", "medication"], actor: { role: "doctor", name: "緒方 誠", institution: CLINIC }, record: "k\n2\nt\na" };
  const note = { note_id: "n-1", author_role: "doctor", written_at: "2026-11-24T05:30:00Z", amended_at: "2026-11-24T06:02:00Z", retracted: false };
  const opened = { sections: ["daily", "profile"], from: "2026-11-24T04:50:00Z", until: "2026-11-24T15:00:00Z", ended_at: "2026-11-24T06:10:00Z" };
  const address = `/visits/${VISIT}/receipt`;
  const answer = (looks: readonly object[], more: object = {}): City => city((_method, path) => (path.endsWith("/receipt") ? { status: 200, body: receipt(looks, { checked_in_at: "2026-11-24T04:50:00Z", ...more }) } : undefined));
  await open(address, answer([look], { opened, notes: [note] }));
  await until(() => says("緒方 誠 医師が見ました") && says("毎日の記録、お薬手帳"));
  assert.ok(says("11月24日(火) 15:10 に見せるのをやめました") && says("医師のひとこと") && says("11月24日(火) 15:02 に直しました"));
  assert.ok(!says("ここの人は、だれも見ていません。"));
  await open(address, answer([]));
  await until(() => says("ここの人は、だれも見ていません。") && says("書かれたものはありません"));
  await open(address, answer([], { complete: false }));
  await until(() => says("多いため、ここには全部は出ていません"));
  assert.ok(!says("ここの人は、だれも見ていません。"));
});
