// @vitest-environment happy-dom
import assert from "node:assert/strict";
import { beforeEach, expect, test, vi } from "vitest";

import { PERSON } from "../data/house.js";
import { type Answer, type City, CHILD, button, go, open, says, type, until } from "./house.js";

const OTHER = "actor-of-taro";
const FATHER = "019aa000-0000-7000-8000-0000000000f1";
const relative = (more: object = {}) => ({ actor_id: OTHER, name: "荒尾 太郎", relation: "family", scopes: { medication: "record", visits: "see" }, since: "2026-11-05T01:00:00Z", ends_on: null, is_you: false, version: 3, ...more });
const member = (resident_id: string, display_name: string, more: object = {}) => ({ resident_id, display_name, relation: "family", scopes: { medication: "see" }, since: "2026-11-05T01:00:00Z", ends_on: null, ...more });
const mio = member(CHILD, "みお", { relation: "guardian", scopes: Object.fromEntries(["profile", "medication", "daily", "visits", "vaccinations", "checkups", "health_guidance", "images"].map((section) => [section, "manage"])), ends_on: "2043-11-10" });
const me = (family: readonly object[] = [mio], own: object = { resident_id: PERSON, display_name: "花子" }) => ({ actor_id: "actor", ...own, memberships: [], family });

const ok = (body: unknown): Answer => ({ status: 200, body });
const refused = (status: number, code: string): Answer => ({ status, body: { type: "urn:x", title: "x", status, code, detail: `できません（${code}）。`, errors: [], request_id: "req-7f3a" } });
const INVITATION = { code: "7K4M-QX2P-9HTW", expires_at: "2026-11-26T01:30:00Z", relation: "family", scopes: {} };

const city = (otherwise: City = () => undefined): City => (method, path, body) => {
  const answer = otherwise(method, path, body);
  if (answer !== undefined) return answer;
  if (path === "/v1/me") return ok(me());
  if (method === "GET" && path.endsWith("/family")) return ok({ items: [relative()], next_cursor: null, invitations: [], sees: [] });
  if (method === "POST" && path.endsWith("/invitations")) return { status: 201, body: INVITATION };
  return undefined;
};
const press = async (word: string) => (await until(() => button(word))).click();
const group = (label: string) => until(() => [...document.querySelectorAll<HTMLElement>(".seg")].find((one) => one.getAttribute("aria-label") === label));
const choose = async (label: string, word: string) => [...(await group(label)).querySelectorAll("button")].find((one) => one.textContent === word)!.click();
const dialogButton = (word: string) => until(() => [...document.querySelectorAll<HTMLElement>("dialog button")].find((one) => one.textContent?.includes(word)));
const write = (sent: readonly { method: string; path: string; body: unknown; version: string | null; key: string | null }[]) => sent.filter(({ method }) => method !== "GET");

beforeEach(() => {
  localStorage.clear();
  vi.restoreAllMocks();
});

test("r08 a person sees whose notebooks they may open, until when, and who may open theirs, how far and since when", async () => {
  await open("/book/family", city());
  await until(() => says("花子さんが見る手帳") && says("花子さんの手帳を見る人"));
  expect(says("すべて まかされています") && says("2043年(令和25年)11月9日(月)まで。次の日に18歳になります。")).toBe(true);
  const row = await until(() => button("荒尾 太郎"));
  expect(row.getAttribute("href")).toBe(`/book/family/${OTHER}`);
  expect(row.textContent).toMatch(/家族・2026年\(令和8年\)11月5日\(木\)から.*お薬 書く.*受診 見る.*そのほかは見えません/);
});

test("r08 who is family of the open notebook sees themselves there, and is not offered to invite", async () => {
  const seen = [member(FATHER, "正一")];
  await open("/book/family", city((_method, path) => {
    if (path === "/v1/me") return ok(me(seen, {}));
    return path.endsWith("/family") ? ok({ items: [relative({ is_you: true, name: null })], next_cursor: null, invitations: [], sees: [] }) : undefined;
  }));
  await until(() => says("正一さんの手帳を見る人") && says("あなた") && says("ほかにだれが見るかは、本人の画面に出ます。"));
  expect(button("家族を招待する")).toBeUndefined();
  expect(button("招待コードを入れる")).toBeDefined();
  expect(button("自分の手帳を作る")).toBeDefined();
});

test("an invitation opens nothing that was not chosen; its code is shown with how long it counts, and that nobody else asks for it", async () => {
  const { sent } = await open("/book/family/invite", city());
  await press("招待コードを出す");
  await until(() => says("見せるものを1つ以上えらんでください"));
  expect(write(sent)).toEqual([]);
  await choose("お薬", "見る");
  await choose("受診", "書く");
  await choose("受診", "見せない");
  await press("招待コードを出す");
  await until(() => document.querySelector("output")?.textContent === "7K4M-QX2P-9HTW");
  expect(write(sent).map(({ path, body }) => [path, body])).toEqual([[`/v1/residents/${PERSON}/invitations`, { relation: "family", scopes: { medication: "see" } }]]);
  expect(write(sent)[0]?.key).toBeTruthy();
  expect(says("11月26日(木) 10:30まで、1回だけ使えます。") && says("電話やメールでこのコードを聞くことはありません")).toBe(true);
});

test("another guardian is invited without sections, and only to a child's notebook", async () => {
  const { sent } = await open("/book/family/invite", city((_method, path) => (path === "/v1/me" ? ok(me([mio], {})) : undefined)));
  await press("もう一人の保護者");
  await until(() => says("18歳の誕生日の前の日まで"));
  await press("招待コードを出す");
  await until(() => document.querySelector("output"));
  expect(write(sent).map(({ path, body }) => [path, body])).toEqual([[`/v1/residents/${CHILD}/invitations`, { relation: "guardian" }]]);
  await open("/book/family/invite", city());
  await until(() => button("招待コードを出す"));
  expect(button("もう一人の保護者")).toBeUndefined();
});

test.each([["/book/family/invite", "招待コードを出す"], ["/book/family/join", "家族になる"]])("at %s who did not prove themselves is led to the card, and what was chosen stays", async (address, word) => {
  const unverified = ok({ display_name: "花子", status: "unverified", identity: {}, profile: {} });
  await open(address, city((method, path) => (method === "POST" ? refused(403, "identity_proof_required") : /\/residents\/[^/]+$/.test(path) ? unverified : undefined)));
  if (address.endsWith("join")) type(await until(() => document.querySelector<HTMLInputElement>("input")), "7k4m qx2p 9htw");
  else await choose("お薬", "まかせる");
  await press(word);
  const link = await until(() => button("カードで確かめる"));
  expect(link.getAttribute("href")).toBe("/start/card");
  if (address.endsWith("join")) expect(document.querySelector("input")?.value).toBe("7k4m qx2p 9htw");
  else expect((await group("お薬")).querySelector("[aria-pressed=true]")?.textContent).toBe("まかせる");
});

test("who used the card already and lives elsewhere is told so, and led nowhere in a circle", async () => {
  await open("/book/family/invite", city((method, path) => {
    if (method === "POST") return refused(403, "identity_proof_required");
    return /\/residents\/[^/]+$/.test(path) ? ok({ display_name: "花子", status: "outside_municipality", identity: {}, profile: {} }) : undefined;
  }));
  await choose("お薬", "見る");
  await press("招待コードを出す");
  await until(() => says("市に住所のある人だけができます"));
  expect(button("カードで確かめる")).toBeUndefined();
});

test("a code is sent as it was typed; a mistyped one stays in its field, under the API's words; a right one leads to the family", async () => {
  const answers = [refused(422, "invalid_invitation"), { status: 200, body: member(FATHER, "正一") }];
  let joined = false;
  const { sent } = await open("/book/family/join", city((method, path) => {
    if (method === "POST") {
      joined = answers.length === 1;
      return answers.shift();
    }
    return path === "/v1/me" && joined ? ok(me([mio, member(FATHER, "正一")])) : undefined;
  }));
  await press("家族になる");
  await until(() => says("招待コードを入れてください"));
  expect(write(sent)).toEqual([]);
  const field = await until(() => document.querySelector<HTMLInputElement>("input"));
  type(field, "７ｋ４ｍ-qx2p-9htw");
  await press("家族になる");
  await until(() => says("できません（invalid_invitation）。") && field.getAttribute("aria-invalid") === "true");
  expect(field.value).toBe("７ｋ４ｍ-qx2p-9htw");
  await press("家族になる");
  await until(() => location.pathname === "/book/family" && says("家族になりました") && says("正一"));
  expect(write(sent).map(({ path, body }) => [path, body])).toEqual(Array(2).fill(["/v1/invitation-acceptances", { code: "７ｋ４ｍ-qx2p-9htw" }]));
});

test("what is shown to family is changed over the version that was seen: only what was changed is sent, and null closes", async () => {
  const { sent } = await open(`/book/family/${OTHER}`, city((method) => (method === "PATCH" ? ok(relative({ version: 4 })) : undefined)));
  await group("お薬");
  expect(button("変えたとおりにする")).toBeUndefined();
  await choose("毎日の記録", "見る");
  await choose("受診", "見せない");
  await press("変えたとおりにする");
  await until(() => location.pathname === "/book/family" && says("見せるものを変えました"));
  expect(write(sent)).toMatchObject([{ method: "PATCH", path: `/v1/residents/${PERSON}/family/${OTHER}`, version: '"3"', body: { scopes: { daily: "see", visits: null } } }]);
});

test("where somebody else changed it first, that is said, what stands now is shown, and nothing was sent over it", async () => {
  let version = 3;
  await open(`/book/family/${OTHER}`, city((method, path) => {
    if (method === "PATCH") {
      version = 4;
      return refused(412, "version_mismatch");
    }
    return path.endsWith("/family") ? ok({ items: [relative(version === 4 ? { version, scopes: { medication: "see" } } : {})], next_cursor: null, invitations: [], sees: [] }) : undefined;
  }));
  await choose("お薬", "まかせる");
  await press("変えたとおりにする");
  await until(() => says("ほかの画面で先に変わりました") && document.querySelector("[aria-label=お薬] [aria-pressed=true]")?.textContent === "見る");
});

test("who was invited can only give up part of it", async () => {
  await open(`/book/family/${OTHER}`, city((_method, path) => {
    if (path === "/v1/me") return ok(me([member(FATHER, "正一")], {}));
    return path.endsWith("/family") ? ok({ items: [relative({ is_you: true })], next_cursor: null, invitations: [], sees: [] }) : undefined;
  }));
  const words = [...(await group("お薬")).querySelectorAll("button")].map(({ textContent }) => textContent);
  expect(words).toEqual(["見せない", "見る", "書く"]);
  expect(document.querySelector("[aria-label=毎日の記録]")).toBeNull();
  await choose("お薬", "見せない");
  await choose("受診", "見せない");
  await until(() => says("見せるものを1つ以上えらんでください") && button("変えたとおりにする") === undefined);
});

test("to end it is asked once, says what ends, and is done for whichever side", async () => {
  const { sent } = await open(`/book/family/${OTHER}`, city());
  await press("見せるのをやめる");
  await until(() => says("この人からは、手帳が すぐに見えなくなります。"));
  (await dialogButton("このままにする")).click();
  await until(() => document.querySelector("dialog") === null);
  expect(write(sent)).toEqual([]);
  await press("見せるのをやめる");
  (await dialogButton("やめる")).click();
  await until(() => location.pathname === "/book/family" && says("見せるのをやめました"));
  expect(write(sent)).toMatchObject([{ method: "DELETE", path: `/v1/residents/${PERSON}/family/${OTHER}` }]);
});

test("another guardian is not put out here, and one who is not there any more is said to be gone", async () => {
  const guardian = relative({ relation: "guardian", ends_on: "2043-11-10" });
  await open(`/book/family/${OTHER}`, city((_method, path) => (path.endsWith("/family") ? ok({ items: [guardian], next_cursor: null, invitations: [], sees: [] }) : undefined)));
  await until(() => says("市の窓口に相談してください"));
  assert.ok(document.querySelector(".seg") === null && document.querySelector(".btn--danger") === null);
  await open("/book/family/somebody-else", city());
  await until(() => says("この人は、もう手帳を見ていません"));
});

const field = (label: string) => until(() => [...document.querySelectorAll("label")].find((one) => one.textContent === label)).then(({ htmlFor }) => document.getElementById(htmlFor) as HTMLInputElement);

test("a child's notebook: what is missing is said in one place, what was typed is sent as it is, what was left out as nothing, and the family has it", async () => {
  const child = member(FATHER, "ひな", { relation: "guardian", ends_on: "2043-04-03" });
  let made = false;
  const { sent } = await open("/book/family/child", city((method, path) => {
    if (method === "POST") made = true;
    if (method === "POST") return { status: 201, body: { resident_id: FATHER, status: "guardian_attested" } };
    return path === "/v1/me" && made ? ok(me([mio, child])) : undefined;
  }));
  await press("子どもの手帳を作る");
  await until(() => says("呼ぶ名前を書いてください") && says("生年月日を書いてください") && says("性別をえらんでください"));
  expect(write(sent)).toEqual([]);
  type(await field("呼ぶ名前"), " ひな ");
  type(await field("フリガナ"), "あらお ひな");
  type(await field("生年月日"), "2025-04-03");
  await press("女");
  await press("子どもの手帳を作る");
  await until(() => location.pathname === "/book/family" && says("手帳を作りました") && button("ひな"));
  expect(write(sent)).toMatchObject([{ path: `/v1/residents/${PERSON}/children`, body: { display_name: "ひな", legal_name: null, kana: "あらお ひな", birth_date: "2025-04-03", sex: "female" } }]);
});

test.each([
  ["a child whom the guardian has already is led to", { status: 409, code: "possible_duplicate", more: { resident_id: CHILD } }, "みお さんの手帳を開く"],
  ["who did not prove themselves is led to the card", { status: 403, code: "identity_proof_required", more: {} }, "カードで確かめる"],
])("%s, and what was typed stays", async (_what, { status, code, more }, word) => {
  await open("/book/family/child", city((method, path) => (/\/residents\/[^/]+$/.test(path) ? ok({ display_name: "花子", status: "unverified", identity: {}, profile: {} }) : method === "POST" ? { status, body: { type: "urn:x", title: "x", status, code, detail: "できません。", errors: [], request_id: "r-1", ...more } } : undefined)));
  type(await field("呼ぶ名前"), "みお");
  type(await field("生年月日"), "2025-04-03");
  await press("男");
  await press("子どもの手帳を作る");
  const way = await until(() => button(word));
  expect((await field("呼ぶ名前")).value).toBe("みお");
  if (code !== "possible_duplicate") return;
  way.click();
  await until(() => location.pathname === "/" && document.querySelector('.appbar[data-person="2"]'));
});

test("what the API says of a day stands at that day", async () => {
  const errors = [{ pointer: "/birth_date", code: "invalid_value", detail: "18歳になる前の人だけです。" }];
  await open("/book/family/child", city((method) => (method === "POST" ? { status: 422, body: { type: "urn:x", title: "x", status: 422, code: "invalid_value", detail: "見てください。", errors, request_id: "r-1" } } : undefined)));
  type(await field("呼ぶ名前"), "太郎");
  type(await field("生年月日"), "1980-04-03");
  await press("男");
  await press("子どもの手帳を作る");
  const day = await field("生年月日");
  await until(() => day.getAttribute("aria-invalid") === "true" && document.getElementById(`${day.id}-error`)?.textContent === "18歳になる前の人だけです。");
});

const open2 = { invitation_id: "019aa000-0000-7000-8000-0000000000e1", relation: "family", scopes: { medication: "see" }, made_at: "2026-11-25T01:30:00Z", expires_at: "2026-11-26T01:30:00Z" };
const guardianship = { ...open2, invitation_id: "019aa000-0000-7000-8000-0000000000e2", relation: "guardian", scopes: {} };

test("r08 invitations that nobody used are listed, and one is withdrawn after it was asked once", async () => {
  let invitations = [open2, guardianship];
  const { sent } = await open("/book/family", city((method, path) => {
    if (method === "DELETE") invitations = [guardianship];
    if (method === "DELETE") return { status: 204, body: undefined };
    return path.endsWith("/family") ? ok({ items: [relative()], next_cursor: null, invitations, sees: [] }) : undefined;
  }));
  await until(() => says("まだ使われていない招待") && says("もう一人の保護者") && says("11月26日(木) 10:30まで使えます"));
  await press("この招待を取り消す");
  await until(() => says("教えたコードは、すぐに使えなくなります。"));
  (await dialogButton("このままにする")).click();
  await until(() => document.querySelector("dialog") === null);
  expect(write(sent)).toEqual([]);
  await press("この招待を取り消す");
  (await dialogButton("取り消す")).click();
  await until(() => says("招待を取り消しました") && !says("お薬 見る"));
  expect(write(sent)).toMatchObject([{ method: "DELETE", path: `/v1/residents/${PERSON}/invitations/${open2.invitation_id}` }]);
  expect(says("もう一人の保護者")).toBe(true);
});

test("an invitation that was used meanwhile is said to be so, and whoever used it stands in the list", async () => {
  let used = false;
  await open("/book/family", city((method, path) => {
    if (method === "DELETE") used = true;
    if (method === "DELETE") return refused(404, "not_found");
    return path.endsWith("/family") ? ok({ items: used ? [relative()] : [], next_cursor: null, invitations: used ? [] : [open2], sees: [] }) : undefined;
  }));
  await press("この招待を取り消す");
  (await dialogButton("取り消す")).click();
  await until(() => says("この招待は、もう使われたか、終わっています") && says("荒尾 太郎"));
});

test.each([["answered", 204], ["not answered, and found ended at the second tap", 404]])("r08 one's own leaving is said also in the notebook that is opened next: %s", async (_what, status) => {
  let left = false;
  const seen = [member(FATHER, "正一")];
  await open("/book/family", city((method, path) => {
    if (method === "DELETE") left = true;
    if (method === "DELETE") return status === 204 ? { status, body: undefined } : refused(404, "not_found");
    if (path === "/v1/me") return ok(me(left ? [] : seen));
    if (!path.endsWith("/family")) return undefined;
    if (!path.includes(FATHER)) return ok({ items: [], next_cursor: null, invitations: [], sees: [] });
    return left ? refused(404, "not_found") : ok({ items: [relative({ is_you: true })], next_cursor: null, invitations: [], sees: [] });
  }));
  await press("正一");
  go(`/book/family/${OTHER}`);
  await press("この手帳を見るのをやめる");
  (await dialogButton("やめる")).click();
  await until(() => location.pathname === "/book/family" && says("やめました") && says("花子さんが見る手帳") && says("いまは ほかの人の手帳はありません"));
  expect(says("この手帳は、もう見えません。")).toBe(true);
});

test("a guardian corrects what was mistyped of a child; who is no guardian, or whose child a card has proved, cannot", async () => {
  const identity = { legal_name: "荒尾 みお", kana: "アラオ ミオ", birth_date: "2025-11-10", sex: "female", alias: null, romaji: null, former_name: null, self_reported: [] };
  const child = (status: string) => ({ display_name: "みお", status, identity, profile: { allergies: [], adverse_reactions: [], history: [], pending: [], blood_type: "unknown", emergency_contacts: [] } });
  const of = (status: string, relation: object = {}): City => city((method, path) => {
    if (path === "/v1/me") return ok(me([{ ...mio, ...relation }], {}));
    if (path !== `/v1/residents/${CHILD}`) return undefined;
    return method === "PATCH" ? ok(child(status)) : { ...ok(child(status)), version: '"4"' };
  });
  const { sent } = await open("/book/profile", of("guardian_attested"));
  await until(() => says("保護者が書いたこと"));
  type(await field("生年月日"), "2024-11-10");
  await press("男");
  await press("保存する");
  await until(() => location.pathname === "/book");
  expect(write(sent)).toMatchObject([{ method: "PATCH", body: { identity: { birth_date: "2024-11-10", sex: "male" } } }]);
  await open("/book/profile", of("verified_resident"));
  await until(() => says("カードで確かめたこと"));
  expect(says("保護者が書いたこと")).toBe(false);
  await open("/book/profile", of("guardian_attested", { relation: "family" }));
  await until(() => says("カードで確かめたこと"));
  expect(says("保護者が書いたこと")).toBe(false);
});
