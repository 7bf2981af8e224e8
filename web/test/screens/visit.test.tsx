// @vitest-environment happy-dom
import assert from "node:assert/strict";
import { afterEach, beforeEach, test, vi } from "vitest";

import { isoDay } from "../../src/words/dates.js";
import { PERSON } from "../data/house.js";
import { APPOINTMENT } from "./standing.js";
import { type Answer, CHILD, type City, button, open, says, type, until } from "./house.js";

const VISIT = "019aa000-0000-7000-8000-0000000000d1";
const OTHER = "019aa000-0000-7000-8000-0000000000d2";
const CLINIC = { code: "4310112347", name: "あらお中央内科" };
const TOMORROW = isoDay(new Date(Date.now() + 86_400_000));
const visit = (more: object = {}) => ({ visit_id: VISIT, status: "done", visited_on: "2026-11-24", institution_code: CLINIC.code, institution_name: CLINIC.name, notes: [], ...more });
const checkedIn = (more: object = {}) => visit({ checked_in_at: "2026-11-24T13:50:00+09:00", reception_code: "K4821", ...more });
const note = (id: string, more: object = {}) => ({ note_id: id, institution_code: CLINIC.code, author_role: "doctor", written_at: "2026-11-24T14:30:00+09:00", retracted: false, text: `ひとこと${id}`, ...more });
const unread = (id: string, visit_id: string, written_at: string) => ({ note_id: id, visit_id, institution: CLINIC, author_role: "doctor", written_at, amended_at: null, text: "x" });
const list = (items: readonly unknown[], next_cursor: string | null = null): Answer => ({ status: 200, body: { items, next_cursor } });
const refused = (status: number, code: string, errors: object[] = []): Answer => ({ status, body: { type: "urn:x", title: "x", status, code, detail: `言われたこと(${code})`, errors, request_id: "req-7f3a" } });
const city = (shown: object, otherwise: City = () => undefined, version = '"1"'): City => (method, path, body) => otherwise(method, path, body) ?? (
  method === "GET" && path.endsWith(`/visits/${VISIT}`) ? { status: 200, body: shown, version }
    : method === "POST" && path.endsWith("/visits") ? { status: 201, body: { visit_id: OTHER } }
    : undefined
);
const sees: City = (_method, path) => (path === "/v1/me" ? { status: 200, body: { actor_id: "actor", memberships: [], family: [{ resident_id: CHILD, display_name: "正一", relation: "family", scopes: { visits: "see" } }] } } : undefined);
const field = (label: string) => until(() => {
  const found = [...document.querySelectorAll("label")].find((one) => one.textContent === label);
  return found && (document.getElementById(found.htmlFor) as HTMLInputElement | null);
});
/** Types, and lets the form see it. */
const fill = async (label: string, value: string) => {
  type(await field(label), value);
  await new Promise((resume) => setTimeout(resume, 5));
};
let visible: DocumentVisibilityState = "visible";

beforeEach(() => {
  visible = "visible";
  vi.spyOn(document, "visibilityState", "get").mockImplementation(() => visible);
});
afterEach(() => vi.restoreAllMocks());

test("what is planned stands first, a new note is marked, older visits come on request", async () => {
  let asked = 0;
  await open("/visits", (_method, path) => {
    if (path.endsWith("/today")) return { status: 200, body: { unread_notes: [unread("n", VISIT, "2026-11-24T14:30:00+09:00")] } };
    if (path.endsWith("/appointments")) return list([{ ...APPOINTMENT, appointment_id: "p", on: TOMORROW }]);
    if (!path.endsWith("/visits")) return undefined;
    asked += 1;
    return asked % 2 === 1
      ? list([{ visit_id: "p", status: "planned", visited_on: TOMORROW, institution_name: "四ツ山歯科" }, checkedIn()], "c")
      : list([{ visit_id: OTHER, status: "done", visited_on: "2025-01-05", institution_name: "有明整形外科" }]);
  });
  await until(() => says("新しい先生のひとこと"));
  const rows = () => [...document.querySelectorAll<HTMLAnchorElement>("a.row")].map(({ pathname }) => pathname);
  assert.deepEqual(rows(), ["/visits/p", `/visits/${VISIT}`]);
  assert.equal(document.querySelector(`a.row[href="/visits/${VISIT}"] .badge--new`)?.textContent, "新しい先生のひとこと");
  button("もっと前を見る")!.click();
  await until(() => says("有明整形外科") && says("2025年") && says("自分で書いた受診"));
});

test("what is open stands on the list with its end", async () => {
  let ended = false;
  const end = new Date(Date.now() + 600_000).toISOString();
  const { sent } = await open("/visits", (method, path) => {
    if (method === "DELETE") ended = true;
    return path.endsWith("/grants") ? list(ended ? [] : [{ visit_id: VISIT, institution: CLINIC, sections: ["profile"], since: new Date().toISOString(), until: end, renewable_from: null }]) : undefined;
  });
  await until(() => says("いま見せているところ") && /あと (10|9)分/.test(document.body.textContent ?? ""));
  button("いま見せるのをやめる")!.click();
  [...(await until(() => document.querySelector("dialog"))).querySelectorAll("button")].find((one) => one.textContent === "見せるのをやめる")!.click();
  await until(() => says("見せるのをやめました") && !says("いま見せているところ"));
  assert.ok(sent.some(({ method, path }) => method === "DELETE" && path === `/v1/check-ins/${VISIT}`));
});

test("notes say who wrote them and when, what was changed and what was taken back", async () => {
  await open(`/visits/${VISIT}`, city(checkedIn({ notes: [note("a", { amended_at: "2026-11-24T15:05:00+09:00", amended_by_role: "nurse" }), note("b", { retracted: true, text: undefined })] })));
  await until(() => says("ひとことa") && says("医師・11月24日(火) 14:30") && says("看護師が 11月24日(火) 15:05 に直しました") && says("病院が取り消したひとことです"));
  assert.equal(document.querySelector(`a[href="/visits/${VISIT}/receipt"]`)?.textContent?.includes("この日に見られたもの"), true);
});

test("notes count as read once somebody looks, and never past one that nobody saw", async () => {
  visible = "hidden";
  let news = [unread("seen-1", VISIT, "2026-11-24T14:30:00+09:00"), unread("unseen-1", OTHER, "2026-11-25T09:00:00+09:00")];
  const { sent } = await open(`/visits/${VISIT}`, city(checkedIn({ notes: [note("seen-1")] }), (_method, path) => (path.endsWith("/today") ? { status: 200, body: { unread_notes: news } } : undefined)));
  await until(() => says("ひとことseen-1") && sent.some(({ path }) => path.endsWith("/today")));
  await new Promise((resume) => setTimeout(resume, 30));
  const marks = () => sent.filter(({ path }) => path.endsWith("/read-notes"));
  assert.equal(marks().length, 0);
  visible = "visible";
  document.dispatchEvent(new Event("visibilitychange"));
  await until(() => marks().length > 0);
  assert.deepEqual([marks()[0]?.path, marks()[0]?.body], [`/v1/residents/${PERSON}/read-notes`, { read_to: "2026-11-24T14:30:00+09:00" }]);
  news = [];
});

test("an older note that was not seen keeps the mark where it is", async () => {
  const { sent } = await open(`/visits/${VISIT}`, city(checkedIn({ notes: [note("seen-2")] }), (_method, path) => (path.endsWith("/today") ? { status: 200, body: { unread_notes: [unread("unseen-2", OTHER, "2026-11-01T09:00:00+09:00"), unread("seen-2", VISIT, "2026-11-24T14:30:00+09:00")] } } : undefined)));
  await until(() => says("ひとことseen-2") && sent.some(({ path }) => path.endsWith("/today")));
  await new Promise((resume) => setTimeout(resume, 50));
  assert.ok(!sent.some(({ path }) => path.endsWith("/read-notes")));
});

test("a memo is kept over the version that was seen", async () => {
  const { sent } = await open(`/visits/${VISIT}`, city(visit({ memo: "前のメモ" })));
  (await until(() => button("書きなおす"))).click();
  const box = await field("自分のメモ");
  assert.equal(box.value, "前のメモ");
  await fill("自分のメモ", "新しいメモ");
  (await until(() => button("メモを保存する"))).click();
  await until(() => says("メモを保存しました"));
  const put = sent.find(({ method, path }) => method === "PUT" && path.endsWith("/memo"));
  assert.deepEqual([put?.path, put?.body, put?.version], [`/v1/residents/${PERSON}/visits/${VISIT}/memo`, { memo: "新しいメモ" }, '"1"']);
});

test("a memo that was changed elsewhere keeps what was typed, shows the other, and is written over only then", async () => {
  let [memo, version] = ["前のメモ", '"1"'];
  const { sent } = await open(`/visits/${VISIT}`, (method, path, body) => {
    if (method === "PUT" && path.endsWith("/memo") && version === '"1"') {
      [memo, version] = ["よそで書いたメモ", '"2"'];
      return refused(412, "version_mismatch");
    }
    return city(visit({ memo }), () => undefined, version)(method, path, body);
  });
  (await until(() => button("書きなおす"))).click();
  await fill("自分のメモ", "わたしのメモ");
  button("メモを保存する")!.click();
  await until(() => says("ほかのところで書きかえられています") && says("よそで書いたメモ"));
  assert.equal((await field("自分のメモ")).value, "わたしのメモ");
  button("メモを保存する")!.click();
  await until(() => says("メモを保存しました"));
  assert.deepEqual(sent.filter(({ path }) => path.endsWith("/memo")).map(({ version: over }) => over), ['"1"', '"2"']);
});

test("without a network the memo that was typed stays", async () => {
  await open(`/visits/${VISIT}`, city(visit(), (method) => (method === "PUT" ? { status: 0, body: undefined } : undefined)));
  (await until(() => [...document.querySelectorAll("button")].find((one) => one.textContent === "書く"))).click();
  await fill("自分のメモ", "わたしのメモ");
  button("メモを保存する")!.click();
  await until(() => says("保存できませんでした") && says("書いたものは消えていません。"));
  assert.equal((await field("自分のメモ")).value, "わたしのメモ");
});

test("a visit by hand says its slips at once, is kept, and can be taken back", async () => {
  const { sent } = await open("/visits/new", city(visit()));
  await fill("診療科", "整形外科");
  button("保存する")!.click();
  await until(() => says("病院か薬局を、えらぶか書いてください"));
  assert.ok(!sent.some(({ method }) => method === "POST"));
  await fill("病院・薬局", "山の医院");
  button("保存する")!.click();
  await until(() => location.pathname === "/visits" && says("受診を書きました"));
  assert.deepEqual(sent.find(({ method }) => method === "POST")?.body, {
    status: "done", visited_on: isoDay(new Date()), institution_code: null, institution_name: "山の医院", department: "整形外科", reason: null, diagnosis_told: null, memo: null,
  });
  button("取り消す")!.click();
  await until(() => sent.some(({ method, path }) => method === "DELETE" && path.endsWith(`/visits/${OTHER}`)) && says("取り消しました"));
});

test("a place is chosen from the list in the form, and what the API says of a field stands there", async () => {
  const { sent } = await open("/visits/new", city(visit(), (method, path) => {
    if (path === "/v1/institutions") return list([{ ...CLINIC, kind: "medical" }]);
    return method === "POST" ? refused(422, "invalid_value", [{ pointer: "/reason", code: "invalid_value", detail: "理由をもう一度見てください。" }]) : undefined;
  }));
  await fill("受診の理由", "肩");
  button("一覧からえらぶ")!.click();
  (await until(() => button(CLINIC.name))).click();
  (await until(() => button("保存する"))).click();
  await until(() => says("理由をもう一度見てください。"));
  const reason = await field("受診の理由");
  assert.deepEqual([reason.value, reason.getAttribute("aria-invalid")], ["肩", "true"]);
  const body = sent.find(({ method }) => method === "POST")?.body as { institution_code: string; institution_name: null };
  assert.deepEqual([body.institution_code, body.institution_name], [CLINIC.code, null]);
});

test("of a check-in the day and the place stay; everything else is sent back with the version that was seen", async () => {
  const { sent } = await open(`/visits/${VISIT}/edit`, city(checkedIn({ reason: "肩", memo: "メモ" })));
  await until(() => says("日づけと場所は変えられません"));
  assert.equal(document.querySelector('input[type="date"]'), null);
  await fill("受診の理由", "ひざ");
  button("保存する")!.click();
  await until(() => says("受診を直しました") && location.pathname === `/visits/${VISIT}`);
  const put = sent.find(({ method }) => method === "PUT");
  assert.deepEqual([put?.version, put?.body], ['"1"', { status: "done", visited_on: "2026-11-24", institution_code: CLINIC.code, institution_name: null, department: null, reason: "ひざ", diagnosis_told: null, memo: "メモ" }]);
});

test("a visit that was changed elsewhere keeps what was typed, shows theirs with the memo, and is written over only then", async () => {
  const puts = () => sent.filter(({ method }) => method === "PUT");
  const { sent } = await open(`/visits/${VISIT}/edit`, (method, path, body) => {
    const tries = puts().length;
    if (method === "PUT" && tries < 3) return refused(412, "version_mismatch");
    // After the first try it cannot be read.
    if (method === "GET" && tries === 1) return { status: 0, body: undefined };
    return city(visit({ reason: "肩", memo: tries === 0 ? "前のメモ" : "よそで書いたメモ" }), () => undefined, tries === 0 ? '"1"' : '"2"')(method, path, body);
  });
  await fill("受診の理由", "ひざ");
  button("保存する")!.click();
  await until(() => says("ここに書いたものは消えていません。") && button("保存する"));
  // What stands now is not known: nothing is written over it unseen.
  (await until(() => button("保存する"))).click();
  await until(() => says("自分のメモ: よそで書いたメモ") && says("受診の理由: 肩"));
  assert.equal((await field("受診の理由")).value, "ひざ");
  button("保存する")!.click();
  await until(() => says("受診を直しました"));
  assert.deepEqual(puts().map(({ version }) => version), ['"1"', '"1"', '"2"']);
});

test("a visit by hand that was deleted is written anew where that is taken back", async () => {
  const { sent } = await open(`/visits/${VISIT}`, city(visit({ reason: "肩", memo: "メモ" })));
  (await until(() => button("この受診を消す"))).click();
  await until(() => location.pathname === "/visits" && says("受診を消しました"));
  const drop = sent.find(({ method }) => method === "DELETE");
  assert.deepEqual([drop?.path, drop?.version], [`/v1/residents/${PERSON}/visits/${VISIT}`, '"1"']);
  button("取り消す")!.click();
  await until(() => says("取り消しました"));
  const back = sent.find(({ method }) => method === "POST");
  assert.deepEqual([back?.path, (back?.body as { reason: string }).reason, (back?.body as { memo: string }).memo], [`/v1/residents/${PERSON}/visits`, "肩", "メモ"]);
});

test("what could not be taken back says why, and can be tried again", async () => {
  await open(`/visits/${VISIT}`, city(visit(), (method) => (method === "POST" ? refused(422, "invalid_value") : undefined)));
  (await until(() => button("この受診を消す"))).click();
  (await until(() => button("取り消す"))).click();
  await until(() => says("言われたこと(invalid_value)") && button("取り消す"));
  assert.ok(!says("取り消しました"));
});

test("a visit of a check-in is not offered to be deleted", async () => {
  await open(`/visits/${VISIT}`, city(checkedIn()));
  await until(() => says("この日に見られたもの"));
  assert.equal(button("この受診を消す"), undefined);
});

test("who may only see is offered nothing that the API would refuse", async () => {
  await open(`/visits/${VISIT}`, (method, path, body) => sees(method, path, body) ?? city(visit({ memo: "メモ" }))(method, path, body));
  await until(() => says("メモ"));
  for (const word of ["書きなおす", "この受診を消す", "受診の内容を直す"]) assert.equal(button(word), undefined, word);
  await open("/visits", sees);
  await until(() => says("まだ受診の記録がありません"));
  for (const word of ["病院・薬局で受付する", "受診を書く"]) assert.equal(button(word), undefined, word);
  for (const address of ["/visits/new", `/visits/${VISIT}/edit`]) {
    await open(address, sees);
    await until(() => says("この人の受診は書けません"));
    assert.equal(button("保存する"), undefined);
  }
});

const PRIMARY = { institution: CLINIC, kana: null, kind: "medical", address: "荒尾市増永1番地", phone: "0968-00-0001", since: "2026-11-01T00:00:00+09:00", takes_part: true };

test("one's own clinics are added from the list and taken off, each with its way back", async () => {
  let own: object[] = [];
  const { sent } = await open("/visits/primary-care", (method, path) => {
    if (path === "/v1/institutions") return list([{ ...CLINIC, kind: "medical", address: "荒尾市増永1番地" }]);
    if (method === "PUT") own = [PRIMARY];
    if (method === "DELETE") own = [];
    return path.endsWith("/primary-care-institutions") ? list(own) : method === "PUT" ? { status: 200, body: PRIMARY } : undefined;
  });
  await until(() => says("まだ かかりつけがありません"));
  button("かかりつけを足す")!.click();
  (await until(() => [...document.querySelectorAll<HTMLElement>("button.row")].find((row) => row.textContent?.includes(CLINIC.name)))).click();
  await until(() => says("かかりつけに入れました") && says("0968-00-0001"));
  assert.deepEqual(sent.find(({ method }) => method === "PUT")?.path, `/v1/residents/${PERSON}/primary-care-institutions/${CLINIC.code}`);
  button("はずす")!.click();
  await until(() => says("かかりつけからはずしました") && says("まだ かかりつけがありません"));
  button("取り消す")!.click();
  await until(() => says("0968-00-0001") && says("取り消しました"));
});

test("one clinic too many says so, and the list stays", async () => {
  await open("/visits/primary-care", (method, path) => {
    if (path === "/v1/institutions") return list([{ code: "4310112348", name: "有明整形外科", kind: "medical" }]);
    if (method === "PUT") return refused(422, "too_many_primary_care");
    return path.endsWith("/primary-care-institutions") ? list([PRIMARY]) : undefined;
  });
  (await until(() => button("かかりつけを足す"))).click();
  (await until(() => button("有明整形外科"))).click();
  await until(() => says("言われたこと(too_many_primary_care)"));
});
