// @vitest-environment happy-dom
import "fake-indexeddb/auto";

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeAll, beforeEach, expect, test, vi } from "vitest";

import { PERSON } from "../data/house.js";
import { BODY, CODES, type Matrix, picture } from "../scan/pictures.js";
import { type Answer, CHILD, type City, button, open, says, type, until } from "./house.js";

// A document in a test has no canvas: what a photo shows is said here.
const shown: { codes: readonly Matrix[] } = { codes: [] };
// No thread of its own here: the decoder itself.
vi.mock("../../src/scan/away.js", () => import("../../src/scan/decode.js"));
vi.mock("../../src/scan/picture.js", async () => ({ lookAt: () => undefined, openPhoto: async () => picture(...shown.codes) }));
const stopped = vi.fn();
/** Until what was typed stands on the page. */
const typed = () => new Promise((resume) => setTimeout(resume, 20));

const A = "019aa000-0000-7000-8000-0000000000b1";
const B = "019aa000-0000-7000-8000-0000000000b2";
const SHEET = "019aa000-0000-7000-8000-0000000000b9";
const drug = (name: string, quantity: number, quantity_basis: string, unit: string) => ({ name, quantity, quantity_basis, unit, code: null, generic_name: null, generic_name_code: null, notes: [] });
const group = (usage_text: string, supply_count: number, supply_unit: string, drugs: object[]) => ({ rp: 1, usage_text, supply_count, supply_unit, dosage_form: "oral", notes: [], drugs });
const entry = (id: string, name: string, more: object = {}) => ({
  id, kind: "dispensing", dispensed_on: "2026-11-20", owner: "resident", concealed: false, source: "qr", added_at: "2026-11-20T15:00:00+09:00", added_by: "self", edit_version: 1, version: "JAHISTC08",
  pharmacy: { code: null, name: "みどり薬局", phone: null }, prescriber: { institution: "荒尾内科", doctor: "髙﨑", department: null, institution_code: null },
  groups: [group("毎食後", 5, "日分", [drug(name, 3, "per_day", "錠")])], cautions: [], leftovers: [], provided: [], remarks: [], ...more,
});
const clash = { alert_id: "x".repeat(43), code: "duplicate_ingredient", current: true, known: null, detail: { confidence: "high", reason: "ingredient_code" }, drug: { dispensing_id: A, group: 0, drug: 0 }, medication_ids: [A, B], with: { kind: "drug", dispensing_id: B, group: 0, drug: 0 } };
const list = (items: object[], more: object = {}) => ({ items, next_cursor: null, alerts: [], alerts_left_out: 0, all_compared: true, known_alerts: [], known_alerts_left_out: 0, unconfirmed_left_out: 0, patient_notes: { allergies: ["ペニシリン"], adverse_reactions: [], history: [] }, ...more });
const suggestion = { dispensing_id: A, groups: [0], medication_ids: [A], label: "毎食後のお薬", from: "2026-11-25", until: "2026-11-28", rhythm: { kind: "daily" }, times: [{ time: "08:00" }] };
const scanned = (more: object = {}) => ({
  sheet_id: SHEET, owner: "resident", already_registered: false, concealed: [], known: [], links: [], notes: [], profile_notes: [], profile_additions: { allergies: [], adverse_reactions: [], history: [] },
  dispensings: [entry(A, "アムロジピン錠")], alerts: [], suggested_alarms: [], not_suggested: [], warnings: [], ...more,
});
const ok = (body: unknown, status = 200): Answer => ({ status, body });
const refused = (code: string, errors: object[] = []): Answer => ({ status: 422, body: { type: "urn:x", title: "x", status: 422, code, detail: "この値は使えません。", errors, request_id: "req-7f3a" } });

// On a busy machine the first load of the program takes longer than a test waits for what it shows.
beforeAll(async () => {
  await Promise.all([import("../../src/resident/elsewhere.js"), import("../../src/resident/screens/medication/medicines.js"), import("../../src/resident/screens/medication/medicine.js"), import("../../src/resident/screens/medication/scan.js"), import("../../src/words/medication/ja.js"), import("../../src/words/scan/ja.js")]);
}, 120_000);

beforeEach(async () => {
  stopped.mockClear();
  Object.defineProperty(navigator, "mediaDevices", { configurable: true, value: undefined });
  const { prepareFrom } = await import("../../src/scan/decode.js");
  const file = readFileSync("node_modules/zxing-wasm/dist/reader/zxing_reader.wasm");
  await prepareFrom(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer);
});

async function photograph(...codes: readonly Matrix[]) {
  shown.codes = codes;
  const chooser = await until(() => document.querySelector<HTMLInputElement>("input[type=file]"));
  Object.defineProperty(chooser, "files", { configurable: true, value: [new File(["x"], "x.jpg")] });
  chooser.dispatchEvent(new Event("change", { bubbles: true }));
}

const scan = (answer: Answer, more: City = () => undefined): City => (method, path, body) => (method === "POST" && path.endsWith("/dispensings") ? answer : more(method, path, body) ?? (path.endsWith("/medications") ? ok(list([])) : undefined));

test("without a camera the scanner says what to do, and reads photos: the parts of a sheet in any order, sent as their bytes", async () => {
  const { sent } = await open("/medicines/scan", scan(ok(scanned({ suggested_alarms: [suggestion] }), 201)));
  await until(() => says("このブラウザではカメラを使えません"));
  const [one, two, three] = CODES.appended;
  assert.ok(one && two && three);
  await photograph(three, one);
  await until(() => says("あと1つです") && says("3つのうち 2つ読めました"));
  await photograph(one, two);
  await until(() => says("お薬手帳に 紙1枚(お薬1つ)を入れました"));
  const [post, ...more] = sent.filter(({ method }) => method === "POST");
  assert.equal(more.length, 0);
  assert.equal(post?.path, `/v1/residents/${PERSON}/dispensings`);
  assert.ok(post.key);
  const { parts } = post.body as { parts: { bytes_base64: string; append: { index: number; total: number; parity: number } }[] };
  assert.deepEqual(parts.map(({ append }) => [append.index, append.total]), [[0, 3], [1, 3], [2, 3]]);
  assert.deepEqual(Buffer.concat(parts.map(({ bytes_base64 }) => Buffer.from(bytes_base64, "base64"))), BODY);
  assert.ok(says("アムロジピン錠") && says("1日3錠・毎食後・5日分"));
});

test("a suggested alarm is set by one tap, as it was suggested", async () => {
  const { sent } = await open("/medicines/scan", scan(ok(scanned({ suggested_alarms: [suggestion] }), 201)));
  await photograph(...CODES.single);
  (await until(() => button("このアラームをつける"))).click();
  await until(() => says("アラームをつけました"));
  const alarm = sent.find(({ path }) => path.endsWith("/alarms"));
  assert.deepEqual(alarm?.body, suggestion);
});

test.each([
  ["prescription", "処方箋のQRです"],
  ["poster", "受付のポスターのQRです"],
  ["foreign", "お薬のQRではありません"],
] as const)("a code of the kind %s is explained and not sent", async (name, words) => {
  const { sent } = await open("/medicines/scan", scan(ok(scanned(), 201)));
  await photograph(...CODES[name]);
  await until(() => says(words));
  assert.equal(sent.some(({ method }) => method === "POST"), false);
  const link = button("受付へ進む");
  assert.equal(link?.getAttribute("href") ?? null, name === "poster" ? "/check-in#eyJhbGciOiJFUzI1NiJ9.e30.c2ln" : null);
});

test("another sheet in between asks, and is begun with where the person wants so", async () => {
  const { sent } = await open("/medicines/scan", scan(ok(scanned(), 201)));
  const [one] = CODES.appended;
  assert.ok(one);
  await photograph(one);
  await until(() => says("あと2つです"));
  await photograph(...CODES.single);
  (await until(() => button("新しい紙から読みなおす"))).click();
  await until(() => says("お薬手帳に 紙1枚(お薬1つ)を入れました"));
  assert.equal((sent.find(({ method }) => method === "POST")?.body as { parts: object[] }).parts.length, 1);
});

test("what is refused stays and can be sent again", async () => {
  let away = true;
  await open("/medicines/scan", (method, path) => (method === "POST" && path.endsWith("/dispensings") ? (away ? { status: 0, body: null } : ok(scanned({ already_registered: true, sheet_id: null }))) : undefined));
  await photograph(...CODES.single);
  await until(() => says("手帳に入れられませんでした") && says("電波がないか、弱いようです"));
  away = false;
  (await until(() => button("もう一度送る"))).click();
  await until(() => says("もう手帳に入っています"));
});

test("another person's sheet is moved to the child", async () => {
  const { sent } = await open("/medicines/scan", scan(ok(scanned({ owner: "unconfirmed" }), 201), (method, path) => (method === "GET" && path.endsWith("/dispensings") ? ok({ items: [{ sheet_id: SHEET, edit_version: 4, named: { name: "宮崎 太郎", kana: null } }], next_cursor: null }) : path.endsWith("/transfers") ? ok({ resident_id: CHILD, sheet_id: SHEET, owner: "resident", already_registered: false, medication_ids: [] }, 201) : undefined)));
  await photograph(...CODES.single);
  // Nobody says whose it is without having read the name on it.
  await until(() => says("だれのお薬の紙ですか") && says("宮崎 太郎"));
  (await until(() => button("みおさんの手帳にうつす"))).click();
  await until(() => says("みおさんの手帳にうつしました"));
  const moved = sent.find(({ path }) => path.endsWith("/transfers"));
  assert.equal(moved?.path, `/v1/residents/${PERSON}/dispensings/${SHEET}/transfers`);
  assert.deepEqual(moved.body, { to: CHILD });
});

test("a camera that is refused is explained; the picture that was opened is closed on leaving", async () => {
  const stream = { getVideoTracks: () => [{ getCapabilities: () => ({ torch: true }), applyConstraints: async () => {} }], getTracks: () => [{ stop: stopped }] };
  const asked = vi.fn().mockRejectedValueOnce(new DOMException("no", "NotAllowedError")).mockResolvedValue(stream);
  Object.defineProperty(navigator, "mediaDevices", { configurable: true, value: { getUserMedia: asked } });
  HTMLMediaElement.prototype.play = async () => {};
  Object.defineProperty(HTMLMediaElement.prototype, "srcObject", { configurable: true, writable: true, value: null });
  await open("/medicines/scan", (_, path) => (path.endsWith("/medications") ? ok(list([])) : undefined));
  await until(() => says("カメラを使う許可がありません"));
  (await until(() => button("もう一度ためす"))).click();
  await until(() => button("明るくする"));
  expect(asked.mock.calls[1]?.[0]).toMatchObject({ audio: false, video: { facingMode: { ideal: "environment" } } });
  (await until(() => button("もどる"))).click();
  await until(() => stopped.mock.calls.length > 0);
});

test("the year can be looked through, by names in whatever letters, and an alert leads to what it is about", async () => {
  await open("/medicines", (_, path) => (path.endsWith("/medications") ? ok(list([entry(A, "アムロジピン錠"), entry(B, "ロキソプロフェン錠", { pharmacy: { code: null, name: "梨の花薬局", phone: null } })], { alerts: [clash] })) : undefined));
  await until(() => says("同じ成分のお薬が 2つ") && says("アムロジピン錠、ロキソプロフェン錠") && says("ペニシリン"));
  type(await until(() => document.querySelector<HTMLInputElement>("input[type=search]")), "ろきそ");
  await until(() => document.querySelectorAll("a.row").length === 1);
  assert.equal(document.querySelector("a.row")?.getAttribute("href"), `/medicines/${B}`);
});

test("an alert that a pharmacist was asked about is known, and can be looked at again", async () => {
  let known = false;
  const { sent } = await open("/medicines/alerts", (method, path, body) => {
    if (method === "PUT") {
      ({ known } = body as { known: boolean });
      return ok({ alert_id: clash.alert_id, known: null });
    }
    const by = { at: "2026-11-25T07:00:00+09:00", relation: "self" };
    return path.endsWith("/medications") ? ok(list([entry(A, "ア"), entry(B, "ロ")], known ? { known_alerts: [{ ...clash, known: by }] } : { alerts: [clash] })) : undefined;
  });
  (await until(() => button("先生・薬剤師さんに聞いた"))).click();
  await until(() => says("たしかめました"));
  const put = sent.find(({ method }) => method === "PUT");
  assert.equal(put?.path, `/v1/residents/${PERSON}/medication-alerts/${clash.alert_id}`);
  assert.deepEqual(put.body, { known: true, medication_ids: [A, B] });
  (await until(() => button("もう一度気をつける"))).click();
  await until(() => button("先生・薬剤師さんに聞いた"));
});

test("an entry is kept from clinics and shown again, and deleted after asking once", async () => {
  let concealed = false;
  const { sent } = await open(`/medicines/${A}`, (method, path, body) => {
    if (method === "PATCH") ({ concealed } = body as { concealed: boolean });
    const now = { ...entry(A, "アムロジピン錠", { concealed, remark: "眠い" }), alerts: [], alerts_left_out: 0, all_compared: true, known_alerts: [], known_alerts_left_out: 0 };
    if (method === "PATCH") return ok({ entry: now, alerts: [], links: [], suggested_alarms: [], not_suggested: [] });
    return method === "GET" && path.endsWith(`/medications/${A}`) ? ok(now) : method === "GET" && path.endsWith("/medications") ? ok(list([])) : undefined;
  });
  await until(() => says("眠い") && says("髙﨑"));
  const toggle = await until(() => document.querySelector<HTMLInputElement>("[role=switch]"));
  toggle.click();
  await until(() => says("どの医療機関にも見えません"));
  assert.deepEqual(sent.find(({ method }) => method === "PATCH")?.body, { concealed: true });
  (await until(() => button("このお薬を消す"))).click();
  await until(() => says("このお薬を消しますか"));
  assert.equal(sent.some(({ method }) => method === "DELETE"), false);
  [...document.querySelectorAll<HTMLElement>("dialog .btn--danger")].at(-1)?.click();
  await until(() => says("お薬を消しました"));
  assert.equal(sent.find(({ method }) => method === "DELETE")?.path, `/v1/residents/${PERSON}/medications/${A}`);
});

test("a medicine by hand says what is missing at once, what the API says at its field, and keeps what was typed", async () => {
  let answer = refused("invalid_value", [{ pointer: "/groups/0/drugs/0/name", code: "invalid_value", detail: "その名前は書けません。" }]);
  const { sent } = await open("/medicines/new", (method, path) => (method === "POST" && path.endsWith("/medications") ? answer : undefined));
  (await until(() => button("手帳に入れる"))).click();
  await until(() => says("1か所を見てください"));
  assert.equal(sent.some(({ method }) => method === "POST"), false);
  type(await until(() => document.querySelector<HTMLInputElement>("#name-0")), "アムロジピン");
  type(await until(() => document.querySelector<HTMLInputElement>("#quantity-0")), "１");
  type(await until(() => document.querySelector<HTMLInputElement>("#unit-0")), "錠");
  type(await until(() => document.querySelector<HTMLInputElement>("#days-0")), "28");
  await typed();
  button("手帳に入れる")?.click();
  await until(() => says("その名前は書けません。"));
  assert.equal(document.querySelector<HTMLInputElement>("#name-0")?.value, "アムロジピン");
  answer = ok({ entry: entry(A, "アムロジピン"), alerts: [], links: [], suggested_alarms: [], not_suggested: [] }, 201);
  await typed();
  button("手帳に入れる")?.click();
  await until(() => says("手帳に入れました"));
  const { groups } = sent.filter(({ method }) => method === "POST").at(-1)?.body as { groups: object[] };
  assert.deepEqual(groups, [{ supply_count: 28, supply_unit: "日分", drugs: [{ name: "アムロジピン", quantity: 1, quantity_basis: "per_day", unit: "錠" }] }]);
});

test("a bought medicine goes with the digits of its barcode", async () => {
  const { sent } = await open("/medicines/new", (method, path) => (method === "POST" && path.endsWith("/medications") ? refused("invalid_value", [{ pointer: "/otc/jan", code: "invalid_value", detail: "この数字は使えません。" }]) : undefined));
  (await until(() => button("買った市販薬"))).click();
  type(await until(() => document.querySelector<HTMLInputElement>("#otc-name")), "かぜ薬");
  type(await until(() => document.querySelector<HTMLInputElement>("#jan")), "４９８７３０６");
  await typed();
  button("手帳に入れる")?.click();
  await until(() => says("8けたか13けたの数字で書いてください"));
  type(await until(() => document.querySelector<HTMLInputElement>("#jan")), "4987306045217");
  await typed();
  button("手帳に入れる")?.click();
  await until(() => says("この数字は使えません。"));
  const { otc } = sent.find(({ method }) => method === "POST")?.body as { otc: { name: string; jan: string } };
  expect(otc).toMatchObject({ name: "かぜ薬", jan: "4987306045217" });
});

test("the notebook is shown code by code, and given as files", async () => {
  const part = (text: string) => ({ bytes: text.length, text, bytes_base64: btoa(text) });
  const { sent } = await open("/medicines/show", (_, path) => (path.endsWith("/pdf") ? ok({ bytes_base64: btoa("%PDF"), content_type: "application/pdf", file_name: "medicine-list-2026-11-28.pdf", concealed_left_out: 0, unconfirmed_left_out: 0 }) : path.endsWith("/jahis") ? ok({ concealed_left_out: 1, unconfirmed_left_out: 0, dispensings: 4, notes: 0, with_profile: true, replaced: [], shortened: [], parts: [part("JAHISTC08,2\r\n911,1,2,1"), part("JAHISTC08,2\r\n911,1,2,2")] }) : undefined));
  await until(() => says("2つのうち 1つめ") && document.querySelector(".qr path"));
  assert.ok(says("医療機関に見せないお薬 1件は入っていません"));
  const first = document.querySelector(".qr path")?.getAttribute("d");
  (await until(() => button("次のQRを見せる"))).click();
  await until(() => says("2つのうち 2つめ"));
  assert.notEqual(document.querySelector(".qr path")?.getAttribute("d"), first);
  // A document without a browser would go to the file's address.
  const names: string[] = [];
  const given = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    names.push(this.download);
  });
  button("印刷用(PDF)")?.click();
  await until(() => given.mock.calls.length === 1);
  assert.ok(sent.some(({ path }) => path.endsWith("/medications/pdf")));
  assert.deepEqual(names, ["お薬一覧-2026-11-28.pdf"]);
  given.mockRestore();
});

test("family who may only see has nothing to write with", async () => {
  const me = { actor_id: "actor", display_name: "花子", memberships: [], family: [{ resident_id: CHILD, display_name: "正一", relation: "family", scopes: { medication: "see" } }] };
  const only: City = (_, path) => {
    if (path === "/v1/me") return ok(me);
    if (path.endsWith(`/medications/${A}`)) return ok({ ...entry(A, "アムロジピン錠"), alerts: [], alerts_left_out: 0, all_compared: true, known_alerts: [], known_alerts_left_out: 0 });
    if (path.endsWith("/medications")) return ok(list([entry(A, "アムロジピン錠")], { alerts: [clash] }));
    return undefined;
  };
  await open("/medicines", only);
  await until(() => says("アムロジピン錠"));
  assert.equal(button("お薬のQRを読む"), undefined);
  await open(`/medicines/${A}`, only);
  await until(() => says("みどり薬局"));
  assert.equal(document.querySelector("[role=switch], .btn--danger"), null);
  await open("/medicines/scan", only);
  await until(() => says("見る許可がありません"));
  assert.equal(document.querySelector("input[type=file]"), null);
});

test("the number below a bar code is taken as it is printed, in groups", async () => {
  await open("/medicines/new", scan(ok(scanned())));
  (await until(() => button("買った市販薬"))).click();
  const jan = await until(() => document.querySelector<HTMLInputElement>("#jan"));
  assert.ok(jan.maxLength >= "4 987188 123456".length);
  jan.value = "４ 987188-123456";
  jan.dispatchEvent(new Event("input", { bubbles: true }));
  await until(() => jan.value === "4987188123456");
});

test("what a pharmacy registered says so, and what it took back says so with why, and asks to ask", async () => {
  const registered_by = { institution_code: "4340112345", institution_name: "はまかぜ薬局", role: "pharmacist" };
  const one = entry(A, "アムロジピン錠", { source: "pharmacy", added_by: undefined, registered_by });
  const retracted = [{ medication_id: B, dispensed_on: "2026-11-19", institution_code: "4340112345", institution_name: "はまかぜ薬局", registered_at: "2026-11-19T10:00:00+09:00", retracted_at: "2026-11-19T11:00:00+09:00", reason: "wrong_patient" }];
  const city: City = (_, path) => (path.endsWith("/medications") ? ok(list([one], { retracted })) : path.endsWith(`/medications/${A}`) ? ok({ ...one, alerts: [], alerts_left_out: 0, all_compared: true, known_alerts: [], known_alerts_left_out: 0 }) : undefined);
  await open("/medicines", city);
  await until(() => says("はまかぜ薬局が登録") && says("はまかぜ薬局が、お薬の登録を取り消しました") && says("ほかの人のお薬でした。"));
  await open(`/medicines/${A}`, city);
  await until(() => says("はまかぜ薬局が登録・11月20日"));
});
