// @vitest-environment happy-dom
import { expect, test } from "vitest";

import type { InstitutionNote, ListedNote } from "../../src/api/index.js";
import { type Answer, CODE, NOTES, PATIENT, type Sent, VISIT, day, openDesk, press, write } from "./clinic-house.js";
import { button, says, until } from "./house.js";

const LIST = `/v1/institutions/${CODE}/notes`;
const AT = "/staff/notes";
const drawn = () => new Promise((resume) => setTimeout(resume, 200));
const posts = (sent: readonly Sent[]) => sent.filter(({ method }) => method !== "GET");
const until24 = (ago: number) => new Date(Date.parse(`${day(ago - 8)}T00:00:00+09:00`)).toISOString();
const line = (id: string, ago: number, more: Partial<ListedNote> = {}): ListedNote => ({
  note_id: id, visit_id: VISIT, resident_id: PATIENT, legal_name: "荒尾 花子", kana: "アラオ ハナコ", birth_date: "1982-06-03", day: day(ago), author_name: "有明 一郎",
  written_at: `${day(ago)}T10:00:00+09:00`, may_change_until: until24(ago), ...more,
});
const note = (id: string, more: Partial<InstitutionNote> = {}): InstitutionNote => ({
  note_id: id, institution_code: CODE, author_role: "doctor", text: "安静にしてください。", cut: false, written_at: `${day(1)}T10:00:00+09:00`, amended_at: null, amended_by_role: null, retracted_at: null, version: 1, ...more,
});
const items = (list: readonly unknown[], next_cursor: string | null = null): Answer => ({ status: 200, body: { items: list, next_cursor } });
const refusal = (status: number, code: string): Answer => ({ status, body: { type: "urn:x", title: "x", status, code, detail: "いまはできません。", errors: [], request_id: "req-7f3a" } });
/** A list of one line, and the notes of its visit as they are now. */
const house = (notes: () => readonly InstitutionNote[], write: (sent: Sent) => Answer | undefined = () => undefined) => (sent: Sent) =>
  sent.path === LIST ? items([line("n-1", 1)]) : sent.path === NOTES && sent.method === "GET" ? items(notes()) : sent.method === "GET" ? undefined : write(sent);

test("who was written to stands by day, newest first, with when, by whom and until when it can be changed, and nothing is opened", async () => {
  const { sent } = openDesk(AT, ({ path }) => (path === LIST ? items([line("n-3", 0), line("n-2", 0), line("n-1", 3, { visit_id: "v-2", legal_name: "西 ミツ子", kana: "ニシ ミツコ" })]) : undefined));
  await until(() => says("西 ミツ子") && says("1982年(S57)6月3日") && says("有明 一郎"));
  expect(document.querySelectorAll(".card__title")).toHaveLength(2);
  expect(document.querySelectorAll(".own-notes > li")).toHaveLength(2);
  expect(button("ひらく（2件）") && button("ひらく")).toBeTruthy();
  expect([...document.querySelectorAll(".badge")].every(({ textContent }) => /\d+月\d+日.* 24:00 まで直せます/.test(textContent ?? ""))).toBe(true);
  // Nothing of the person was asked for before somebody wanted to see it.
  expect(sent.map(({ path }) => path).filter((path) => path !== "/v1/me")).toEqual([LIST]);
});

test("by keys: arrows choose, Enter opens, amends, a template, Ctrl+Enter sends with the version, and the focus comes back", async () => {
  let now = note("n-1", { version: 3 });
  const { sent } = openDesk(AT, house(() => [now], ({ method, body }) => {
    if (method !== "PUT") return undefined;
    now = { ...now, text: (body as { text: string }).text, version: 4, amended_at: new Date().toISOString() };
    return { status: 200, body: { note_id: "n-1" }, version: '"4"' };
  }));
  await until(() => says("荒尾 花子"));
  await drawn();
  (document.activeElement as HTMLElement).blur();
  press("ArrowDown");
  expect(document.activeElement?.textContent).toBe("ひらく");
  (document.activeElement as HTMLElement).click();
  await until(() => document.activeElement?.textContent === "直す");
  (document.activeElement as HTMLElement).click();
  await until(() => document.activeElement?.id === "amend-n-1");
  button("測定のお願い")!.click();
  await until(() => document.querySelector("textarea")?.value === "安静にしてください。\n朝と晩に血圧をはかって、次のときに見せてください。");
  write("三日、安静にしてください。");
  document.querySelector("textarea")!.focus();
  press("Enter", { metaKey: true });
  await until(() => says("三日、安静にしてください。") && says("に直しました"));
  expect(posts(sent)[0]).toMatchObject({ method: "PUT", path: `${NOTES}/n-1`, body: { text: "三日、安静にしてください。" }, ifMatch: '"3"' });
  await until(() => document.activeElement?.textContent === "直す");
  // What is changed once more is changed from the version that stands now.
  (document.activeElement as HTMLElement).click();
  await until(() => document.querySelector("textarea"));
  write("お大事に。");
  button("直したものを送る")!.click();
  await until(() => posts(sent).length === 2);
  expect(posts(sent)[1]?.ifMatch).toBe('"4"');
});

test("a note is retracted with a reason, and says so here also when the list has it no more", async () => {
  let retracted = false;
  const { sent } = openDesk(AT, ({ method, path }) => {
    if (path === LIST) return items(retracted ? [] : [line("n-1", 1)]);
    if (path === NOTES && method === "GET") return items([note("n-1")]);
    if (method !== "POST") return undefined;
    retracted = true;
    return { status: 200, body: { note_id: "n-1" }, version: '"2"' };
  });
  (await until(() => button("ひらく"))).click();
  (await until(() => button("取り消す"))).click();
  (await until(() => button("ほかの人にあてたものだった"))).click();
  await until(() => sent.filter(({ path }) => path === LIST).length > 1);
  await until(() => says("に取り消されたひとこと") && !says("安静にしてください。"));
  expect(says("荒尾 花子")).toBe(true);
  expect(posts(sent)[0]).toMatchObject({ path: `${NOTES}/n-1/retraction`, body: { reason: "wrong_patient" }, ifMatch: '"1"' });
});

test.each([["refused because the days are over", refusal(422, "note_period_over"), "いまはできません。"], ["offline", { status: 0 }, "電波がないか"]] as const)("an amendment that is %s keeps what was typed", async (_, answer, words) => {
  openDesk(AT, house(() => [note("n-1")], ({ method }) => (method === "PUT" ? answer : undefined)));
  (await until(() => button("ひらく"))).click();
  (await until(() => button("直す"))).click();
  await until(() => document.querySelector("textarea"));
  write("三日、安静に。");
  button("直したものを送る")!.click();
  await until(() => says("送れませんでした") && says(words));
  expect(document.querySelector("textarea")?.value).toBe("三日、安静に。");
});

test("where somebody else was first, what stands is shown beside what was typed, which is then sent over it", async () => {
  let now = note("n-1");
  const { sent } = openDesk(AT, house(() => [now], ({ method, ifMatch }) => {
    if (method !== "PUT") return undefined;
    if (ifMatch === '"2"') return { status: 200, body: { note_id: "n-1" }, version: '"3"' };
    now = { ...now, text: "五日、安静に。", version: 2 };
    return refusal(412, "version_mismatch");
  }));
  (await until(() => button("ひらく"))).click();
  (await until(() => button("直す"))).click();
  await until(() => document.querySelector("textarea"));
  write("三日、安静に。");
  button("直したものを送る")!.click();
  await until(() => says("ほかの人が先に直しました") && says("いまの文: 五日、安静に。"));
  expect(document.querySelector("textarea")?.value).toBe("三日、安静に。");
  button("直したものを送る")!.click();
  await until(() => says("三日、安静に。") && document.querySelector("textarea") === null);
  expect(posts(sent).map(({ ifMatch }) => ifMatch)).toEqual(['"1"', '"2"']);
});

test("of a note that was retracted meanwhile, what was typed stays to be read", async () => {
  let now = note("n-1");
  openDesk(AT, house(() => [now], ({ method }) => {
    if (method !== "PUT") return undefined;
    now = { ...now, text: null, version: 2, retracted_at: new Date().toISOString() };
    return refusal(409, "note_retracted");
  }));
  (await until(() => button("ひらく"))).click();
  (await until(() => button("直す"))).click();
  await until(() => document.querySelector("textarea"));
  write("三日、安静に。");
  button("直したものを送る")!.click();
  await until(() => says("に取り消されたひとこと") && says("三日、安静に。"));
  button("しまう")!.click();
  await until(() => !says("三日、安静に。"));
});

test("an amendment lies on the desk when the page is left", async () => {
  openDesk(AT, house(() => [note("n-1")]));
  (await until(() => button("ひらく"))).click();
  (await until(() => button("直す"))).click();
  await until(() => document.querySelector("textarea"));
  write("三日、安静に。");
  await drawn();
  (document.querySelector<HTMLElement>(`a[href="/staff/patients"]`))!.click();
  (await until(() => document.querySelector<HTMLElement>('a[href="/staff/notes"]'))).click();
  (await until(() => button("ひらく"))).click();
  await until(() => document.querySelector("textarea")?.value === "三日、安静に。");
});

test("what cannot be opened says why, and can be tried again", async () => {
  let times = 0;
  openDesk(AT, (sent) => (sent.path === NOTES && ++times === 1 ? refusal(403, "role_not_allowed") : house(() => [note("n-1")])(sent)));
  (await until(() => button("ひらく"))).click();
  await until(() => says("ひらけませんでした") && says("いまはできません。"));
  button("ひらく")!.click();
  await until(() => says("安静にしてください。") && !says("ひらけませんでした"));
});

test("the search looks through names, and says where more may fit", async () => {
  openDesk(AT, ({ path, query }) => (path !== LIST ? undefined : query.includes("cursor") ? items([line("n-1", 3, { visit_id: "v-2", legal_name: "西 ミツ子", kana: "ニシ ミツコ" })]) : items([line("n-2", 0)], "c-1")));
  await until(() => says("荒尾 花子"));
  const search = document.querySelector("input")!;
  search.value = "みつこ";
  search.dispatchEvent(new Event("input", { bubbles: true }));
  await until(() => says("あてはまるものがありません") && says("まだ出していない分もあります"));
  button("もっと前を見る")!.click();
  await until(() => says("西 ミツ子") && !says("荒尾 花子"));
});

test("nothing written, not given, and a check-in that was cancelled each have their words", async () => {
  openDesk(AT, ({ path }) => (path === LIST ? items([]) : undefined));
  await until(() => says("この7日間に書いたものはありません"));
  openDesk(AT, ({ path }) => (path === LIST ? refusal(503, "unavailable") : undefined));
  await until(() => button("もう一度"));
  openDesk(AT, ({ path }) => (path === LIST ? items([line("n-1", 0, { legal_name: null, kana: null, birth_date: null, author_name: null })]) : undefined));
  await until(() => says("受付が取り消された人") && button("ひらく"));
});

test("the reception asks for nothing, and Esc leads to today's patients, from where there is a way here", async () => {
  const { sent } = openDesk(AT, undefined, ["reception"]);
  await until(() => says("ひとことを書けるのは"));
  expect(sent.some(({ path }) => path === LIST)).toBe(false);
  openDesk(AT, ({ path }) => (path === LIST ? items([]) : undefined));
  await until(() => says("この7日間に書いたものはありません"));
  await drawn();
  (document.activeElement as HTMLElement).blur();
  press("Escape");
  await until(() => location.pathname === "/staff/patients" && document.querySelector('a[href="/staff/notes"]'));
  openDesk("/staff/patients", undefined, ["reception"]);
  await until(() => says("受付では一覧を見ます"));
  expect(document.querySelector('a[href="/staff/notes"]')).toBeNull();
});
