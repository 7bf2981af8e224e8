// @vitest-environment happy-dom
import { expect, test } from "vitest";

import { ARRIVAL, CODE, NOTEBOOK, NOTEBOOK_ANSWER, NOTES, PATIENT, VISIT, type Answer, type Sent, day, openDesk, press, write } from "./clinic-house.js";
import { button, go, says, until } from "./house.js";

const LIST = `/v1/institutions/${CODE}/patients`;
const AT = `/staff/patients/${PATIENT}`;
const refusal = (status: number, code: string): Answer => ({ status, body: { type: "urn:x", title: "x", status, code, detail: "この値は使えません。", errors: [], request_id: "req-7f3a" } });
const list = (...items: object[]): Answer => ({ status: 200, body: { items, next_cursor: null } });
/** Effects run after the page was drawn: only then it listens to keys. */
const drawn = () => new Promise((resume) => setTimeout(resume, 200));
const DAILY = { items: [{ record_id: "d-1", recorded_by: "self", taken_at: `${day(1)}T07:00:00+09:00`, blood_pressure: { systolic_mmhg: 138, diastolic_mmhg: 84 }, weight_kg: 60.4, memo: "よく眠れた" }], next_cursor: null, unconfirmed_left_out: null };
const posts = (sent: readonly Sent[]) => sent.filter(({ method }) => method !== "GET");
const looks = (sent: readonly Sent[]) => sent.filter(({ path }) => path === NOTEBOOK);

test("the list is worked by keys: / searches, arrows choose, Enter opens, Esc leads back", async () => {
  const other = { ...ARRIVAL, visit_id: "v-2", resident_id: "r-2", reception_code: "B3T", legal_name: "西 ミツ子", kana: "ニシ ミツコ", same_name: false };
  openDesk("/staff/patients", ({ path }) => (path === LIST ? list(ARRIVAL, other) : undefined));
  await until(() => says("荒尾 花子") && says("同姓同名") && says("1982年(S57)6月3日"));
  await drawn();
  press("ArrowDown");
  expect(document.activeElement?.textContent).toContain("荒尾 花子");
  press("ArrowDown");
  press("ArrowDown");
  expect(document.activeElement?.textContent).toContain("西 ミツ子");
  press("ArrowUp");
  press("/");
  expect(document.activeElement?.tagName).toBe("INPUT");
  const search = document.querySelector("input")!;
  search.value = "ありえない";
  search.dispatchEvent(new Event("input", { bubbles: true }));
  await until(() => says("あてはまる人がいません"));
  search.value = "あらお";
  search.dispatchEvent(new Event("input", { bubbles: true }));
  await until(() => !says("西 ミツ子") && says("荒尾 花子"));
  press("Enter");
  await until(() => location.pathname === AT && says("いまの薬"));
  await drawn();
  (document.activeElement as HTMLElement).blur();
  press("Escape");
  await until(() => location.pathname === "/staff/patients");
});

test("digits choose a state, and ? shows all keys", async () => {
  openDesk("/staff/patients", ({ path }) => (path === LIST ? list(ARRIVAL, { ...ARRIVAL, visit_id: "v-2", resident_id: "r-2", legal_name: "西 ミツ子", status: "ended" }) : undefined));
  await until(() => says("西 ミツ子"));
  await drawn();
  press("4");
  await until(() => says("西 ミツ子") && !says("荒尾 花子"));
  press("?");
  await until(() => document.querySelector("dialog")?.textContent?.includes("キーの一覧"));
});

test("who was checked in by mistake has no name and no way in", async () => {
  openDesk("/staff/patients", ({ path }) => (path === LIST ? list({ ...ARRIVAL, status: "cancelled", resident_id: null, legal_name: null, kana: null, birth_date: null, age: null, sex: null, same_name: false }) : undefined));
  await until(() => says("(表示しません)") && says("受付取消"));
  expect(document.querySelector("table a")).toBeNull();
});

test("the reception sees the list and opens nothing, also by the address", async () => {
  const first = openDesk("/staff/patients", undefined, ["reception"]);
  await until(() => says("荒尾 花子") && says("受付では一覧を見ます"));
  expect(document.querySelector("table a")).toBeNull();
  expect(looks(first.sent)).toEqual([]);
  const second = openDesk(AT, undefined, ["reception"]);
  await until(() => says("手帳を開けるのは、医師・看護師・薬剤師・保健師です。"));
  expect(looks(second.sent)).toEqual([]);
});

test.each([["city_admin", "医療機関と職員の登録"], ["operator", "しくみの動き"]] as const)("%s has no patients, is told what there is, and the list is not asked for", async (role, words) => {
  const { sent } = openDesk("/staff/patients", undefined, [role]);
  await until(() => says(words));
  expect(sent.some(({ path }) => path === LIST)).toBe(false);
});

test("an address alone opens no notebook: who is signed in is asked first; from the list it is one step", async () => {
  const { sent } = openDesk(AT, undefined, ["nurse"], "ja", false);
  await until(() => says("荒尾 花子さんの手帳を開きますか"));
  expect(looks(sent)).toHaveLength(0);
  button("開く")!.click();
  await until(() => says("いまの薬"));
  expect(looks(sent)).toHaveLength(1);
  const fromList = openDesk("/staff/patients", undefined, ["nurse"], "ja", false);
  (await until(() => document.querySelector<HTMLElement>("table a"))).click();
  await until(() => says("いまの薬"));
  expect(looks(fromList.sent)).toHaveLength(1);
});

test("the name of a patient is in no title, which the browser would keep in its history", async () => {
  openDesk(AT);
  await until(() => says("いまの薬"));
  expect(document.title).toContain("K4821");
  expect(document.title).not.toMatch(/荒尾|花子/);
});

test("the notebook stands on one page in one answer, and what was not opened leaves no trace", async () => {
  const { sent } = openDesk(AT);
  await until(() => says("いまの薬"));
  for (const text of ["アレルギー:ペニシリン系", "副作用:未記入", "24:00 まで・あと", "から新しいこと", "成分の重複:ロキソプロフェンNa錠60mg", "1日3錠", "1回1錠", "残り3日", "138/84", "135/85 以上", "よく眠れた", "K4821", "診察券 10382"]) expect(says(text), text).toBe(true);
  expect(says("フェキソフェナジン"), "a medicine that ended").toBe(false);
  // 受診 was not opened: neither a part nor a badge.
  expect([...document.querySelectorAll(".card__title, .badge")].some(({ textContent }) => textContent === "受診")).toBe(false);
  expect(looks(sent)).toHaveLength(1);
  expect(sent.some(({ path }) => path.startsWith(`${NOTEBOOK}/`))).toBe(false);
});

test("lists that nobody filled in are no alarm, and are not said to be empty; what waits for room in them is shown", async () => {
  const profile = { ...NOTEBOOK_ANSWER.sections.profile, allergies: [], adverse_reactions: [], history: [] };
  let pending: object[] = [];
  const answer = ({ path }: Sent): Answer | undefined => (path === NOTEBOOK ? { status: 200, body: { ...NOTEBOOK_ANSWER, sections: { ...NOTEBOOK_ANSWER.sections, profile: { ...profile, pending } } }, version: '"t-1"' } : undefined);
  openDesk(AT, answer);
  await until(() => says("アレルギー:未記入") && says("副作用:未記入"));
  expect(document.querySelector(".patient__alert")?.classList.contains("patient__alert--unknown")).toBe(true);
  pending = [{ list: "allergies", text: "そば" }];
  openDesk(AT, answer);
  await until(() => says("アレルギー:そば"));
  expect(document.querySelector(".patient__alert")?.classList.contains("patient__alert--unknown")).toBe(false);
});

test.each([["pharmacist", "いまの薬"], ["public_health_nurse", "家庭血圧"], ["doctor", "前回"]] as const)("a %s reads first what the work needs first", async (role, title) => {
  openDesk(AT, undefined, [role]);
  await until(() => says("いまの薬"));
  expect(document.querySelector(".cols .card__title")?.textContent).toContain(title);
});

test("an alert is marked as known and that is taken back", async () => {
  let known: object | null = null;
  const { sent } = openDesk(AT, ({ method, path, body }) => {
    if (method === "PUT") known = (body as { known: boolean }).known ? { at: new Date().toISOString(), role: "doctor", institution_name: "あらお中央内科" } : null;
    if (method === "PUT") return { status: 200, body: { alert_id: "a-1", known } };
    if (path !== NOTEBOOK) return undefined;
    const alerts = NOTEBOOK_ANSWER.alerts.map((alert) => ({ ...alert, known }));
    return { status: 200, body: { ...NOTEBOOK_ANSWER, ...(known === null ? { alerts } : { alerts: [], known_alerts: alerts }) } };
  });
  (await until(() => button("確認した"))).click();
  await until(() => says("確認したお薬の注意"));
  expect(posts(sent)[0]).toMatchObject({ method: "PUT", path: `/v1/institutions/${CODE}/patients/${PATIENT}/medication-alerts/a-1`, body: { known: true, medication_ids: ["m-1", "m-2"] } });
  (await until(() => [...document.querySelectorAll<HTMLElement>("details button")][0])).click();
  await until(() => posts(sent).length === 2);
  expect(posts(sent)[1]?.body).toEqual({ known: false });
});

test("a note: N, a template, Ctrl+Enter; it is amended by its version and retracted with a reason", async () => {
  const { sent } = openDesk(AT, ({ method, path }) => {
    if (method === "POST" && path === NOTES) return { status: 201, body: { note_id: "n-1" }, version: '"1"' };
    if (method === "PUT" && path === `${NOTES}/n-1`) return { status: 200, body: { note_id: "n-1" }, version: '"2"' };
    return method === "POST" && path === `${NOTES}/n-1/retraction` ? { status: 200, body: { note_id: "n-1" }, version: '"3"' } : undefined;
  });
  await until(() => says("本人と、本人が許した家族が読みます"));
  await drawn();
  (document.activeElement as HTMLElement).blur();
  press("n");
  expect(document.activeElement?.tagName).toBe("TEXTAREA");
  button("測定のお願い")!.click();
  await until(() => document.querySelector("textarea")?.value.includes("朝と晩に血圧を"));
  write("減塩を続けてください。");
  await until(() => says("11 / 4,000字"));
  press("Enter", { ctrlKey: true });
  await until(() => says("本人に届きました") && says("当院のひとこと"));
  expect(posts(sent)[0]).toMatchObject({ method: "POST", path: NOTES, body: { text: "減塩を続けてください。" } });
  expect(posts(sent)[0]?.key).toBeTruthy();
  expect(document.querySelector("textarea")?.value).toBe("");
  button("直す")!.click();
  const amended = await until(() => document.querySelector<HTMLTextAreaElement>("#amend-n-1"));
  amended.value = "減塩を続け、よく歩いてください。";
  amended.dispatchEvent(new Event("input", { bubbles: true }));
  await until(() => document.querySelector<HTMLTextAreaElement>("#amend-n-1")?.value.includes("よく歩いて"));
  button("直したものを送る")!.click();
  await until(() => says("に直しました"));
  expect(posts(sent)[1]).toMatchObject({ method: "PUT", body: { text: "減塩を続け、よく歩いてください。" }, ifMatch: '"1"' });
  [...document.querySelectorAll<HTMLElement>(".own-note button")].find(({ textContent }) => textContent === "取り消す")!.click();
  (await until(() => button("書いたことがちがっていた"))).click();
  await until(() => says("に取り消されたひとこと"));
  expect(posts(sent)[2]).toMatchObject({ path: `${NOTES}/n-1/retraction`, body: { reason: "wrong_content" }, ifMatch: '"2"' });
  expect(says("よく歩いてください")).toBe(false);
});

/** The notebook with one note of the place, of whose text the answer shows the beginning. */
const CUT = { note_id: "n-7", text: "はじめの文", version: 3, written_at: `${day(0)}T09:00:00+09:00`, amended_at: null, amended_by_role: null, retracted_at: null, author_role: "doctor", institution_code: CODE, cut: true };
const visitWith = (note: object) => ({ visit_id: VISIT, visited_on: day(0), institution_code: CODE, institution_name: "あらお中央内科", department: null, reason: null, diagnosis_told: null, notes: [note] });
const WITH_CUT = { ...NOTEBOOK_ANSWER, grant: { ...NOTEBOOK_ANSWER.grant, sections: [...NOTEBOOK_ANSWER.grant.sections, "visits"] }, sections: { ...NOTEBOOK_ANSWER.sections, visits: [visitWith(CUT)] } };

test.each([
  ["refused", refusal(403, "not_open"), "この値は使えません。"],
  ["without the note", { status: 200, body: { items: [{ ...CUT, note_id: "n-8" }], next_cursor: null } }, "直せません"],
] as const)("a note of which only the beginning is known is not amended where the whole is %s, and it is said", async (_, whole: Answer, words) => {
  const { sent } = openDesk(AT, ({ path }) => {
    if (path === NOTEBOOK) return { status: 200, body: WITH_CUT, version: '"t-1"' };
    return path === NOTES ? whole : undefined;
  });
  (await until(() => says("はじめだけを表示しています") && button("直す"))).click();
  await until(() => says("全部の文を出せなかったので、直せません") && says(words));
  expect(document.querySelector("#amend-n-7")).toBeNull();
  expect(posts(sent)).toEqual([]);
});

test("a note of which the beginning is shown is amended as a whole, over the version that was seen whole", async () => {
  const { sent } = openDesk(AT, ({ method, path }) => {
    if (method === "PUT") return { status: 200, body: { note_id: "n-7" }, version: '"5"' };
    if (path === NOTEBOOK) return { status: 200, body: WITH_CUT, version: '"t-1"' };
    return path === NOTES ? { status: 200, body: { items: [{ ...CUT, text: "はじめの文と、その続き", version: 4, cut: false }], next_cursor: null } } : undefined;
  });
  (await until(() => says("はじめだけを表示しています") && button("直す"))).click();
  const field = await until(() => document.querySelector<HTMLTextAreaElement>("#amend-n-7"));
  expect(field.value).toBe("はじめの文と、その続き");
  field.value = "はじめの文と、その続きと、もう一文";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  await drawn();
  button("直したものを送る")!.click();
  await until(() => posts(sent).length === 1 && says("もう一文"));
  expect(posts(sent)[0]).toMatchObject({ method: "PUT", body: { text: "はじめの文と、その続きと、もう一文" }, ifMatch: '"4"' });
});

test.each([["refused", refusal(422, "too_many_notes"), "この値は使えません。"], ["offline", { status: 0 }, "電波がないか"]] as const)("a note that is %s keeps what was typed, also when one comes back from the list", async (_, answer, words) => {
  openDesk(AT, ({ method }) => (method === "POST" ? answer : undefined));
  await until(() => document.querySelector("textarea"));
  button("本人に送る")!.click();
  await until(() => says("ひとことを書いてください"));
  write("来月また来てください。");
  button("本人に送る")!.click();
  await until(() => says("送れませんでした") && says("書いたものは消えていません。") && says(words));
  expect(document.querySelector("textarea")?.value).toBe("来月また来てください。");
  button("一覧")!.click();
  (await until(() => document.querySelector<HTMLElement>("table a"))).click();
  await until(() => document.querySelector("textarea")?.value === "来月また来てください。");
  expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toContain("来月また");
});

test("when the person ends it, the page empties itself; the own note stays and can be written on", async () => {
  let ended = false;
  const { sent, services } = openDesk(AT, ({ method, path }) => {
    if (method === "POST") return { status: 201, body: { note_id: "n-1" }, version: '"1"' };
    return path === LIST && ended ? list({ ...ARRIVAL, status: "ended" }) : undefined;
  });
  await until(() => document.querySelector("textarea"));
  write("お大事に。");
  press("Enter");
  button("本人に送る")!.click();
  await until(() => says("本人に届きました"));
  ended = true;
  await services.cache.refresh({ id: "list-patients", path: { code: CODE } });
  await until(() => says("本人が、見せるのを終わりにしました") && says("終了"));
  expect(says("今日の受付がありません")).toBe(false);
  for (const text of ["荒尾 花子", "ペニシリン", "ロキソプロフェン", "138/84"]) expect(document.body.textContent).not.toContain(text);
  expect(services.cache.peek({ id: "open-notebook", path: { code: CODE, resident_id: PATIENT } }).value).toBeUndefined();
  expect(says("お大事に。") && says("K4821の人へのひとこと")).toBe(true);
  const before = looks(sent).length;
  await services.cache.refreshShown();
  expect(looks(sent)).toHaveLength(before);
});

test("at the end nothing of the person is kept, also not what another section's page had asked for", async () => {
  let status = "opened";
  const section = `${NOTEBOOK}/daily`;
  const { services } = openDesk(`${AT}/daily`, ({ path }) => (path === LIST ? list({ ...ARRIVAL, status }) : path === section ? { status: 200, body: DAILY } : undefined));
  await until(() => says("よく眠れた"));
  button("一覧")!.click();
  await until(() => location.pathname !== `${AT}/daily`);
  if (location.pathname !== AT) go(AT);
  await until(() => says("いまの薬"));
  const of = { code: CODE, resident_id: PATIENT };
  const known = () => [services.cache.peek({ id: "open-section", path: { ...of, section: "daily" } }).value, services.cache.peek({ id: "open-notebook", path: of }).value].map((value) => value !== undefined);
  expect(known()).toEqual([true, true]);
  status = "ended";
  await services.cache.refresh({ id: "list-patients", path: { code: CODE } });
  await until(() => says("本人が、見せるのを終わりにしました"));
  expect(known()).toEqual([false, false]);
});

test("what was answered at another check-in is not shown while the answer to this one is on its way", async () => {
  let [arrival, open] = [ARRIVAL as object, true];
  const section = `${NOTEBOOK}/daily`;
  const { services } = openDesk(`${AT}/daily`, ({ path }) => (path === LIST ? list(arrival) : path === section ? (open ? { status: 200, body: DAILY } : refusal(403, "forbidden")) : undefined));
  await until(() => says("よく眠れた"));
  go("/staff/patients");
  await until(() => says("荒尾 花子") && !says("よく眠れた"));
  // Meanwhile the person ended it, and checked in again without that section.
  [arrival, open] = [{ ...ARRIVAL, visit_id: "v-2" }, false];
  await services.cache.refresh({ id: "list-patients", path: { code: CODE } });
  const seen: string[] = [];
  const look = new MutationObserver(() => { seen.push(document.body.textContent ?? ""); });
  look.observe(document.body, { childList: true, subtree: true, characterData: true });
  go(`${AT}/daily`);
  await until(() => says("この値は使えません。"));
  look.disconnect();
  expect(seen.some((text) => text.includes("よく眠れた"))).toBe(false);
});

test("what the list says has ended is not asked for at all", async () => {
  const { sent } = openDesk(AT, ({ path }) => (path === LIST ? list({ ...ARRIVAL, status: "ended" }) : undefined));
  await until(() => says("本人が、見せるのを終わりにしました") && document.querySelector("textarea"));
  expect(looks(sent)).toEqual([]);
});

test("a person without a check-in of today gives the same words, and no way to write", async () => {
  const { sent } = openDesk(AT, ({ path }) => (path === LIST ? list() : undefined));
  await until(() => says("今日の受付がありません"));
  expect(document.querySelector("textarea")).toBeNull();
  expect(looks(sent)).toEqual([]);
});

test.each([404, 410])("where the next look answers %i, the page empties itself", async (status) => {
  let gone = false;
  const { services } = openDesk(AT, ({ path }) => (path === NOTEBOOK && gone ? refusal(status, "not_found") : undefined));
  await until(() => says("いまの薬"));
  gone = true;
  await services.cache.refresh({ id: "open-notebook", path: { code: CODE, resident_id: PATIENT } });
  await until(() => says("この受付は終わりました") && !says("荒尾 花子"));
});

test("at midnight by the API's clock the page empties itself, whatever the computer's clock says", async () => {
  let late = false;
  const { services } = openDesk(AT, ({ path }) => (path === LIST && late ? { ...list(ARRIVAL), date: new Date(`${day(-1)}T00:00:05+09:00`).toUTCString() } : undefined));
  await until(() => says("いまの薬"));
  await drawn();
  late = true;
  await services.cache.refresh({ id: "list-patients", path: { code: CODE } });
  dispatchEvent(new Event("focus"));
  await until(() => says("終了") && !says("荒尾 花子") && !says("ロキソプロフェン"));
});

test("an hour before the end the time that is left says so", async () => {
  openDesk(AT, ({ path }) => (path === NOTEBOOK ? { status: 200, body: { ...NOTEBOOK_ANSWER, grant: { ...NOTEBOOK_ANSWER.grant, until: new Date(Date.now() + 42.5 * 60_000).toISOString() } } } : undefined));
  // In the last hour of the day in Japan the day ends first.
  const minutes = Math.min(42, Math.floor((new Date(`${day(-1)}T00:00:00+09:00`).getTime() - Date.now()) / 60_000));
  await until(() => says(`あと ${minutes}分`) || says(`あと ${minutes - 1}分`));
  expect(document.querySelector(".time-left--soon")).not.toBeNull();
});

test("a page that the browser kept aside is out of sight until it was asked again, by its version", async () => {
  const { sent } = openDesk(AT, ({ ifNoneMatch }) => (ifNoneMatch === '"t-1"' ? { status: 304, version: '"t-1"' } : undefined));
  await until(() => says("いまの薬"));
  await drawn();
  dispatchEvent(new Event("pagehide"));
  expect(document.querySelector<HTMLElement>("main > .stack")?.hidden).toBe(true);
  dispatchEvent(Object.assign(new Event("pageshow"), { persisted: true }));
  await until(() => looks(sent).length === 2 && document.querySelector<HTMLElement>("main > .stack")?.hidden === false && says("いまの薬"));
  expect(looks(sent)[1]?.ifNoneMatch).toBe('"t-1"');
});

test("C copies the text for the chart as it is shown", async () => {
  let copied = "";
  Object.defineProperty(navigator, "clipboard", { configurable: true, value: { writeText: async (text: string) => { copied = text; } } });
  openDesk(AT);
  await until(() => document.querySelector("pre"));
  await drawn();
  (document.activeElement as HTMLElement).blur();
  press("c");
  await until(() => says("コピーしました"));
  expect(copied).toBe(document.querySelector("pre")?.textContent);
  expect(copied).toBe(NOTEBOOK_ANSWER.summary);
});

test("a section has a page of its own, goes on, and shows whole what was cut", async () => {
  const [medicine] = NOTEBOOK_ANSWER.sections.medication ?? [];
  const { sent } = openDesk(`${AT}/medication`, ({ path, query }) => {
    if (path !== `${NOTEBOOK}/medication`) return undefined;
    if (query === "?entry=m-1") return { status: 200, body: { items: [{ ...medicine, remarks: ["全文です"] }], next_cursor: null, unconfirmed_left_out: null } };
    if (query === "?cursor=c-2") return { status: 200, body: { items: [{ ...medicine, id: "m-9", dispensed_on: "2025-12-01", prescriber: { ...medicine?.prescriber, institution: "前の病院" } }], next_cursor: null, unconfirmed_left_out: 0 } };
    return { status: 200, body: { items: [{ ...medicine, cut: true }], next_cursor: "c-2", unconfirmed_left_out: 1 } };
  });
  (await until(() => button("全部を見る"))).click();
  await until(() => says("全文です") && says("用紙 1枚"));
  (await until(() => button("もっと前を見る"))).click();
  await until(() => says("前の病院"));
  expect(looks(sent)).toEqual([]);
});

test("an address of a section that there is not asks for nothing", async () => {
  const { sent } = openDesk(`${AT}/secrets`);
  await until(() => says("この項目はひらかれていません"));
  expect(sent.some(({ path }) => path.startsWith(NOTEBOOK))).toBe(false);
});

test("the profile stands in the notebook, to which its address leads", async () => {
  openDesk(`${AT}/profile`);
  await until(() => location.pathname === AT && says("からだのこと"));
});

test.each(["ja", "easy", "en"] as const)("no word is missing in %s", async (language) => {
  openDesk(AT, undefined, ["nurse"], language);
  await until(() => document.querySelector("pre"));
  expect(document.body.textContent).not.toMatch(/undefined|\[object|NaN/);
  if (language === "en") expect(says("Note to 荒尾 花子")).toBe(true);
});
