// @vitest-environment happy-dom
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, expect, test, vi } from "vitest";

import { PERSON } from "../data/house.js";
import { sittingsOf } from "../../src/resident/screens/disclosure/days.js";
import { logOf } from "./chain.js";
import { type Answer, type City, CHILD, button, go, open, says, type, until } from "./house.js";

const PURPOSES = ["use_of_notebook", "sharing_with_institutions", "outreach"] as const;
const TEXTS = PURPOSES.map((purpose, place) => ({ purpose, version: "2026-04", required: place === 0, title: { ja: `題${place}`, en: `Title ${place}` }, text: { ja: `本文${place}`, en: `Text ${place}` } }));
const consent = (purpose: string, withdrawn_at: string | null = null) => ({ for: purpose, text_version: "2026-04", given_at: "2026-05-01T03:00:00Z", withdrawn_at, resumed_at: null });
const CONSENTS = {
  consents: [{ purpose: "use_of_notebook", version: "2026-04" }, { purpose: "sharing_with_institutions", version: "2026-04" }],
  items: [{ purpose: "use_of_notebook", current_version: "2026-04", ask: false, consent: consent("use_of_notebook") }, { purpose: "sharing_with_institutions", current_version: "2026-04", ask: false, consent: consent("sharing_with_institutions") }, { purpose: "outreach", current_version: "2026-04", ask: true }],
};
const LOG = logOf([{ name: "山本 恵", role: "nurse", sections: ["profile"] }, { role: "family", institution: null, action: "get-today", sections: ["daily"] }, { name: "緒方 誠", at: "2026-11-25T00:22:00.000Z" }]);
const log = (more: object = {}) => ({ items: LOG, next_cursor: null, refused: [], refused_next_cursor: null, verified: true, verified_to: 3, ...more });
const GRANT = { visit_id: "019aa000-0000-7000-8000-0000000000b1", institution: { code: "4312345678", name: "あらお中央内科" }, sections: ["medication"], since: "2026-11-25T00:10:00Z", until: "2026-11-25T15:00:00Z", renewable_from: null };
const PROFILE = { allergies: ["えび"], adverse_reactions: [], history: [], blood_type: "A+", emergency_contacts: [{ name: "太郎", relation: "夫", phone: "090-0000-0000" }], listed_disability: null, long_term_illness: null, pregnancy_due_on: null };
const RESIDENT = { display_name: "花子", status: "unverified", identity: { alias: null, birth_date: null, former_name: null, kana: null, legal_name: null, romaji: null, self_reported: [], sex: null }, profile: PROFILE };
const ME = { actor_id: "actor", resident_id: PERSON, display_name: "花子", memberships: [], family: [{ resident_id: CHILD, display_name: "みお", relation: "guardian", scopes: { profile: "manage", daily: "see", visits: "see" } }] };
const NOBODY = { actor_id: "actor", memberships: [], family: [] };

const ok = (body: unknown, version?: string): Answer => ({ status: 200, body, ...(version !== undefined && { version }) });
const refused = (status: number, code: string, errors: object[] = []): Answer => ({ status, body: { type: "urn:x", title: "x", status, code, detail: "この値は使えません。", errors, request_id: "req-7f3a" } });

/** Everything of these screens, and what a test says otherwise. */
const city = (otherwise: City = () => undefined): City => (method, path, body) => {
  const answer = otherwise(method, path, body);
  if (answer !== undefined) return answer;
  if (path === "/v1/me") return ok(ME);
  if (path === "/v1/consent-texts") return ok({ items: TEXTS, next_cursor: null });
  if (method === "GET" && path.endsWith("/consents")) return ok(CONSENTS);
  if (path.endsWith("/access-log")) return ok(log());
  if (path.endsWith("/grants")) return ok({ items: [GRANT], next_cursor: null });
  if (method === "GET" && /\/residents\/[^/]+$/.test(path)) return ok(RESIDENT, '"3"');
  return undefined;
};
const field = (label: string) => until(() => [...document.querySelectorAll("label")].find((one) => one.textContent === label && one.htmlFor !== "")).then(({ htmlFor }) => document.getElementById(htmlFor) as HTMLInputElement);
const press = async (word: string) => (await until(() => button(word))).click();
const dialogButton = (word: string) => until(() => [...document.querySelectorAll<HTMLElement>("dialog button")].find((one) => one.textContent?.includes(word)));

/** That the proof with the state `s` was begun in this tab by the account. */
const began = (account = "actor") => sessionStorage.setItem("card-attempt", JSON.stringify({ state: "s", account }));

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
  vi.restoreAllMocks();
});

test("an account without a notebook starts one: what is needed is asked for first, then exactly what was agreed to is sent, and the card comes next", async () => {
  let made = false;
  const { sent } = await open("/medicines", city((method, path) => {
    if (method === "POST") made = true;
    if (method === "POST") return { status: 201, body: { resident_id: PERSON, status: "unverified" } };
    return path === "/v1/me" ? ok(made ? ME : NOBODY) : undefined;
  }));
  await press("手帳を作る");
  await until(() => says("2か所を見てください") && says("名前を書いてください"));
  assert.ok(!made);
  assert.ok(says("本文0") && says("題2"));
  type(await field("家族や自分が呼ぶ名前"), " 花子 ");
  const switches = [...document.querySelectorAll<HTMLInputElement>("[role=switch]")];
  assert.deepEqual(switches.map(({ checked }) => checked), [false, false, false]);
  switches[0]!.click();
  switches[1]!.click();
  await until(() => !says("か所を見てください"));
  await press("手帳を作る");
  await until(() => location.pathname === "/start/card" && says("12けたのマイナンバーは使いません。"));
  const post = sent.find(({ method }) => method === "POST");
  assert.deepEqual([post?.path, post?.body], ["/v1/residents", { display_name: "花子", consents: CONSENTS.consents }]);
  assert.ok(post?.key);
});

test("what is refused at the start keeps the name; where a text has changed it is read anew and agreed to anew", async () => {
  const answers = [refused(422, "invalid_value", [{ pointer: "/display_name", code: "invalid_value", detail: "別の名前にしてください。" }]), refused(422, "consent_outdated")];
  const { sent } = await open("/", city((method, path) => (method === "POST" ? (answers.shift() ?? { status: 0, body: undefined }) : path === "/v1/me" ? ok(NOBODY) : undefined)));
  const name = await field("家族や自分が呼ぶ名前");
  type(name, "花子");
  document.querySelector<HTMLInputElement>("[role=switch]")!.click();
  await until(() => document.querySelector(".toggle__state")?.textContent === "同意する");
  await press("手帳を作る");
  await until(() => says("別の名前にしてください。"));
  await press("手帳を作る");
  await until(() => says("同意の文が新しくなりました。"));
  assert.equal(sent.filter(({ path }) => path === "/v1/consent-texts").length, 2);
  assert.deepEqual([name.value, document.querySelector<HTMLInputElement>("[role=switch]")!.checked], ["花子", false]);
  document.querySelector<HTMLInputElement>("[role=switch]")!.click();
  await until(() => document.querySelector(".toggle__state")?.textContent === "同意する");
  await press("手帳を作る");
  await until(() => says("電波がないか、弱いようです。"));
});

/** What the deployment tells its pages, with where it has cards proved. */
function told(endpoint: string): () => void {
  const config = JSON.parse(readFileSync("../infra/web/config.example.json", "utf8")) as object;
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify({ ...config, identity: { authorization_endpoint: endpoint } })));
  return () => vi.unstubAllGlobals();
}

test("the card's app is opened at the address that the API gives, and a link stands by", async () => {
  const end = told("https://app.test/authorize");
  const assign = vi.spyOn(location, "assign").mockImplementation(() => {});
  const { sent } = await open("/start/card", city((method) => (method === "POST" ? { status: 201, body: { proof_id: "p", authorization_url: "https://app.test/authorize?state=s" } } : undefined)));
  await press("マイナアプリを開く");
  const link = await until(() => button("開かないときは"));
  assert.deepEqual([assign.mock.calls, link.getAttribute("href")], [[["https://app.test/authorize?state=s"]], "https://app.test/authorize?state=s"]);
  assert.deepEqual(sent.filter(({ method }) => method === "POST").map(({ path, body }) => [path, body]), [[`/v1/residents/${PERSON}/identity-proofs`, {}]]);
  end();
  assign.mockRestore();
});

test("where the API names another address than the deployment, nobody is led there: it is said, and no link stands by", async () => {
  const end = told("https://city.test/authorize");
  const assign = vi.spyOn(location, "assign").mockImplementation(() => {});
  await open("/start/card", city((method) => (method === "POST" ? { status: 201, body: { proof_id: "p", authorization_url: "https://app.test/authorize?state=s" } } : undefined)));
  await press("マイナアプリを開く");
  await until(() => says("カードを確かめるページを開きませんでした"));
  assert.deepEqual([assign.mock.calls, button("開かないときは")], [[], undefined]);
  end();
  assign.mockRestore();
});

test.each<[string, Answer, string, string]>([
  ["verified_resident", ok({ status: "verified_resident" }), "病院や薬局で受付ができます。", "ホームへ"],
  ["outside_municipality", ok({ status: "outside_municipality" }), "住所は市の外でした。", "ホームへ"],
  ["manual_review", ok({ status: "manual_review" }), "市の窓口が確認しています", "ホームへ"],
  ["already_linked", ok({ status: "already_linked" }), "このカードは、ほかの手帳で使っています", "ホームへ"],
  ["card_of_another", refused(422, "card_of_another"), "この手帳の人のカードではありません", "もう一度 カードで確かめる"],
  ["proof_cancelled", refused(422, "proof_cancelled"), "とちゅうでやめました", "もう一度 カードで確かめる"],
  ["invalid_state", refused(422, "invalid_state"), "時間がすぎたか、前の確認でした", "もう一度 カードで確かめる"],
  ["proof_rejected", refused(422, "proof_rejected"), "カードを確かめられませんでした", "もう一度 カードで確かめる"],
])("what came of the card is said, with what to do: %s", async (_, answer, words, next) => {
  began();
  const { sent } = await open("/start/card?code=c%2F1&state=s", city((method) => (method === "POST" ? answer : undefined)));
  await until(() => says(words) && button(next));
  assert.equal(location.search, "");
  const posts = sent.filter(({ method }) => method === "POST");
  assert.deepEqual(posts.map(({ path, body }) => [path, body]), [["/v1/identity-callbacks", { code: "c/1", state: "s" }]]);
  if (next !== "ホームへ") {
    await press(next);
    await until(() => button("マイナアプリを開く"));
  }
});

test("without a network what the app brought is kept in memory and sent again as the same act", async () => {
  began();
  let away = true;
  const { sent } = await open("/start/card?code=c&state=s", city((method) => (method === "POST" ? (away ? { status: 0, body: undefined } : ok({ status: "verified_resident" })) : undefined)));
  await until(() => says("まだ確かめられていません"));
  assert.equal(location.search, "");
  away = false;
  await press("もう一度送る");
  await until(() => says("本人と確認できました"));
  const posts = sent.filter(({ method }) => method === "POST");
  assert.ok(posts.length >= 2);
  assert.deepEqual([new Set(posts.map(({ key }) => key)).size, new Set(posts.map(({ body }) => JSON.stringify(body))).size], [1, 1]);
});

test.each([["nobody here", undefined], ["another person", "actor-of-another"]])("what %s began is sent by a tap alone", async (_, account) => {
  if (account !== undefined) began(account);
  const { sent } = await open("/start/card?code=c&state=s", city((method) => (method === "POST" ? ok({ status: "verified_resident" }) : undefined)));
  await until(() => says("カードの確認の続きですか"));
  assert.ok(!sent.some(({ method }) => method === "POST"));
  await press("続ける");
  await until(() => says("本人と確認できました"));
});

test("only what was changed in the profile is sent, with the version that was seen", async () => {
  const { sent } = await open("/book/profile", city());
  type(await field("アレルギー"), "えび\n卵");
  type(await field("フリガナ"), "あらお はなこ");
  await press("保存する");
  await until(() => location.pathname === "/book" && says("保存しました"));
  const patch = sent.find(({ method }) => method === "PATCH");
  assert.deepEqual([patch?.path, patch?.version, patch?.body], [`/v1/residents/${PERSON}`, '"3"', { identity: { kana: "あらお はなこ" }, profile: { allergies: ["えび", "卵"] } }]);
});

test("where somebody else was first, what was typed stays, the difference is shown, and the next try is over their version", async () => {
  let first = true;
  const { sent } = await open("/book/profile", city((method, path) => {
    if (method === "PATCH" && first) {
      first = false;
      return refused(412, "version_mismatch");
    }
    if (method === "GET" && !first && path === `/v1/residents/${PERSON}`) return ok({ ...RESIDENT, profile: { ...PROFILE, allergies: ["かに"], history: ["喘息"] } }, '"4"');
    return undefined;
  }));
  type(await field("アレルギー"), "えび\n卵");
  await press("保存する");
  await until(() => says("ほかの画面か家族が、先に保存していました") && says("いま保存されているもの: かに") && says("いま書いてあるもの: えび\n卵"));
  assert.deepEqual([(await field("アレルギー")).value, (await field("これまでの病気")).value], ["えび\n卵", "喘息"]);
  await press("保存する");
  await until(() => location.pathname === "/book");
  const last = sent.filter(({ method }) => method === "PATCH").at(-1);
  assert.deepEqual([last?.version, last?.body], ['"4"', { profile: { allergies: ["えび", "卵"] } }]);
});

test("a profile that is not in order is not sent; what the API says stands at its field", async () => {
  const { sent } = await open("/book/profile", city((method) => (method === "PATCH" ? refused(422, "invalid_value", [{ pointer: "/profile/emergency_contacts/0/phone", code: "invalid_value", detail: "電話番号を見てください。" }]) : undefined)));
  const phone = await field("電話");
  type(phone, "");
  await press("保存する");
  await until(() => says("1か所を見てください") && says("名前と電話の両方を書いてください"));
  assert.ok(!sent.some(({ method }) => method === "PATCH"));
  type(phone, "abc");
  await press("保存する");
  await until(() => phone.getAttribute("aria-invalid") === "true" && document.getElementById(`${phone.id}-error`)?.textContent === "電話番号を見てください。");
  assert.equal(phone.value, "abc");
});

test("in a notebook that one may only see, the profile is read and nothing of it is offered to be changed", async () => {
  const family = [{ resident_id: CHILD, display_name: "正一", relation: "family", scopes: { profile: "see", visits: "see" } }];
  await open("/book/profile", city((_method, path) => (path === "/v1/me" ? ok({ ...NOBODY, family }) : undefined)));
  await until(() => says("見るだけの手帳です。") && says("えび"));
  assert.equal(document.querySelectorAll("main input, main textarea, main button").length, 0);
  go("/book");
  await until(() => button("いま見せているところ"));
  assert.ok(!says("記録を見た人") && button("同意") === undefined);
  go("/book/open");
  await until(() => says("あらお中央内科"));
  assert.equal(button("見せるのをやめる"), undefined);
});

test("withdrawing asks once, says what ends, and sends all the others", async () => {
  const { sent } = await open("/book/consents", city((method) => (method === "PUT" ? ok({ ...CONSENTS }) : undefined)));
  await until(() => says("2026年(令和8年)5月1日(金) に同意") && says("まだ聞いていません"));
  const withdraw = [...document.querySelectorAll<HTMLElement>("button")].filter((one) => one.textContent === "この同意を取り消す");
  withdraw[1]!.click();
  const yes = await dialogButton("同意を取り消す");
  assert.ok(says("いま見せているものは すぐに見られなくなり") && !sent.some(({ method }) => method === "PUT"));
  yes.click();
  await until(() => says("同意を取り消しました"));
  assert.deepEqual(sent.filter(({ method }) => method === "PUT").map(({ path, body }) => [path, body]), [[`/v1/residents/${PERSON}/consents`, { consents: [{ purpose: "use_of_notebook", version: "2026-04" }] }]]);
});

test("what was withdrawn elsewhere is not given back with another: it is shown as it is now, and asked again", async () => {
  const now = { consents: [CONSENTS.consents[0]], items: [CONSENTS.items[0], { ...CONSENTS.items[1], consent: consent("sharing_with_institutions", "2026-11-25T00:00:00Z") }, CONSENTS.items[2]] };
  let withdrawn = false;
  const { sent } = await open("/book/consents", city((method, path) => {
    if (!path.endsWith("/consents")) return undefined;
    if (method === "GET") return withdrawn ? ok(now, '"3"') : ok(CONSENTS, '"2"');
    const isFirst = !withdrawn;
    withdrawn = true;
    return isFirst ? refused(412, "version_mismatch") : ok(now, '"4"');
  }));
  await press("同意する");
  await until(() => says("まだ変えていません") && says("11月25日(水) に取り消し"));
  await press("同意する");
  await until(() => sent.filter(({ method }) => method === "PUT").length === 2);
  const puts = sent.filter(({ method }) => method === "PUT");
  assert.deepEqual(puts.map(({ version }) => version), ['"2"', '"3"']);
  assert.deepEqual(puts[1]?.body, { consents: [CONSENTS.consents[0], { purpose: "outreach", version: "2026-04" }] });
});

test("what was never asked is agreed to beside what stands, or put off so that home does not ask again", async () => {
  const due = [TEXTS[2]];
  const { sent } = await open("/", city((method, path) => (path === "/v1/me" ? ok({ ...ME, consents_due: due }) : method === "PUT" ? refused(403, "forbidden") : undefined)));
  await until(() => says("同意について聞きたいことがあります") && says("本人の確認がまだです"));
  go("/book/consents");
  await press("同意する");
  await until(() => says("まだ変えていません") && says("番号 7F3A"));
  assert.deepEqual(sent.find(({ method }) => method === "PUT")?.body, { consents: [...CONSENTS.consents, { purpose: "outreach", version: "2026-04" }] });
  await press("あとで決める");
  await until(() => location.pathname === "/" && says("本人の確認がまだです"));
  assert.ok(!says("同意について聞きたいことがあります"));
});

test("the log is shown by day with who, where and what, and was checked in this browser", async () => {
  await open("/book/access-log", city((_method, path) => (path.endsWith("/access-log") ? ok(log({ refused: [{ day: "2026-11-20", institution: { code: "1", name: "四ツ山歯科" }, count: 3 }] })) : undefined)));
  await until(() => says("記録はそろっています") && says("3件。"));
  assert.ok(says("9:22 緒方 誠 医師が見ました") && says("あらお中央内科・お薬") && says("家族が見ました") && says("四ツ山歯科が見ようとしましたが、見られませんでした") && says("この日 3回(時刻は残りません)・中身は見られていません"));
  await press("家族");
  await until(() => !says("緒方 誠"));
  assert.ok(says("家族が見ました") && !says("四ツ山歯科"));
});

test("a card of the person that was refused is no look: the log says what was tried, and alarms nobody", async () => {
  const items = logOf([{ role: "self", institution: null, action: "finish-identity-proof", sections: ["profile"], decision: "refused" }, { role: "family", institution: null, action: "add-medication", decision: "refused" }]);
  await open("/book/access-log", city((_method, path) => (path.endsWith("/access-log") ? ok(log({ items, verified_to: 2 })) : undefined)));
  await until(() => says("本人がカードで確かめようとしましたが、できませんでした") && says("家族が書きかえようとしましたが、できませんでした"));
  assert.ok(!says("見ようとしました") && !says("中身は見られていません") && !says("からだのこと"));
});

test("the looks of one sitting are one line with their count, and every one of them is inside", async () => {
  const at = (time: string) => `2026-11-24T${time}:00.000Z`;
  const items = logOf([
    { name: "緒方 誠", at: at("00:10"), sections: ["profile", "medication"] }, { name: "緒方 誠", at: at("00:12"), action: "open-notebook" }, { name: "緒方 誠", at: at("00:20"), action: "open-notebook" },
    { name: "緒方 誠", at: at("00:21"), action: "add-note" }, { name: "緒方 誠", at: at("00:30"), action: "open-notebook" },
  ]);
  await open("/book/access-log", city((_method, path) => (path.endsWith("/access-log") ? ok(log({ items, verified_to: 5 })) : undefined)));
  await until(() => says("3回分を1つずつ見る"));
  const lines = [...document.querySelectorAll(".card > .timeline > li")];
  assert.deepEqual(lines.map((line) => line.querySelector("time")?.textContent), ["9:30", "9:21", "9:10–9:20"]);
  const inside = [...lines[2]!.querySelectorAll("details li")];
  assert.deepEqual(inside.map((line) => line.querySelector("time")?.textContent), ["9:20", "9:12", "9:10"]);
  assert.ok(lines[2]!.querySelector(".second")?.textContent?.includes("お薬") && lines[2]!.querySelector(".second")?.textContent?.includes("からだのこと"));
});

test("looks of two accounts, of two places and what was refused never are one sitting", () => {
  const [first] = logOf([{}]);
  const more = (change: object) => ({ ...first!, ...change }) as typeof first & {};
  const other = more({ record: first!.record.replace("account-of-somebody", "account-of-another") });
  const counts = (...entries: (typeof other)[]) => sittingsOf(entries).map(({ length }) => length);
  assert.deepEqual([counts(first!, first!), counts(first!, other), counts(first!, more({ actor: { ...first!.actor, institution: { code: "4340400011", name: "あらお中央内科" } } })), counts(more({ decision: "refused" }), more({ decision: "refused" }))], [[2], [1, 1], [1, 1], [1, 1]]);
});

test.each<[string, object, string]>([
  ["the city says so", log({ verified: false, first_bad: 2 }), "2番めの記録が、書かれたときと違います。"],
  ["this browser finds it, whatever the city says", log({ items: LOG.map((entry) => (entry.seq === 2 ? { ...entry, actor: { ...entry.actor, role: "doctor" } } : entry)) }), "2番めの記録が、書かれたときと違います。"],
])("a log that is not whole is said so: %s", async (_, answer, words) => {
  await open("/book/access-log", city((_method, path) => (path.endsWith("/access-log") ? ok(answer) : undefined)));
  await until(() => says("記録がそろっていません") && says(words));
  assert.ok(!says("記録はそろっています"));
});

test("a part of the log is not called whole, and a further page is checked with it", async () => {
  let pages = 0;
  await open("/book/access-log", city((_method, path) => {
    if (!path.endsWith("/access-log")) return undefined;
    pages += 1;
    return ok(pages === 1 ? log({ items: LOG.slice(0, 2), next_cursor: "c" }) : log({ items: LOG.slice(2) }));
  }));
  await until(() => says("いま出ている記録はそろっています"));
  await press("もっと前を見る");
  await until(() => says("3件。消されたり書きかえられたりしていません"));
});

test("the whole log is given as a file that can be checked elsewhere, and compared with one that was kept", async () => {
  const files: Blob[] = [];
  vi.spyOn(URL, "createObjectURL").mockImplementation((file) => {
    files.push(file as Blob);
    return "blob:x";
  });
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => {});
  await open("/book/access-log", city());
  (await until(() => [...document.querySelectorAll<HTMLElement>("button")].find((one) => one.textContent === "ぜんぶ確かめて、ファイルに残す"))).click();
  await until(() => says("3件を確かめて、ファイルに残しました。"));
  const kept = JSON.parse(await files[0]!.text()) as { items: typeof LOG };
  assert.deepEqual(kept.items, LOG);
  const input = document.querySelector<HTMLInputElement>("input[type=file]")!;
  const give = (items: object[]) => {
    Object.defineProperty(input, "files", { configurable: true, value: [new File([JSON.stringify({ items })], "kept.json")] });
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  give(kept.items);
  await until(() => says("ファイルの 3件は、いまの記録と同じです。"));
  give([{ seq: 2, hash: "0".repeat(64) }]);
  await until(() => says("ファイルの 2番めが、いまの記録と違います。"));
});

test("what is open is ended with one tap and one question, and is then not in sight any more", async () => {
  let ended = false;
  const { sent } = await open("/book/open", city((method, path) => {
    if (method === "DELETE") ended = true;
    return ended && path.endsWith("/grants") ? ok({ items: [], next_cursor: null }) : undefined;
  }));
  await press("見せるのをやめる");
  const yes = await dialogButton("見せるのをやめる");
  assert.ok(says("すぐに見られなくなります。") && !ended);
  yes.click();
  await until(() => says("見せるのをやめました") && says("いまは どこにも見せていません"));
  assert.deepEqual(sent.filter(({ method }) => method === "DELETE").map(({ path }) => path), [`/v1/check-ins/${GRANT.visit_id}`]);
});

test("an end that did not arrive is said so, and what is open stays in sight", async () => {
  await open("/book/open", city((method) => (method === "DELETE" ? { status: 0, body: undefined } : undefined)));
  await press("見せるのをやめる");
  (await dialogButton("見せるのをやめる")).click();
  await until(() => says("まだ見せています") && says("あらお中央内科"));
});

test("the family is shown with how far the account reaches, and a tap opens that notebook", async () => {
  const { sent } = await open("/book/family", city());
  await until(() => says("花子さんが見る手帳") && says("毎日の記録 見る") && says("からだのこと まかせる") && says("そのほかは見えません"));
  (await until(() => [...document.querySelectorAll<HTMLElement>("main button.row")].find((row) => row.textContent?.includes("みお")))).click();
  await until(() => location.pathname === "/" && document.querySelector('.appbar[data-person="2"]'));
  await until(() => sent.some(({ path }) => path === `/v1/residents/${CHILD}/today`));
});

test.each(["やさしい日本語", "English"])("every screen has all its words in %s", async (language) => {
  await open("/book/settings", city((_method, path) => (path === "/v1/me" ? ok({ ...ME, consents_due: TEXTS }) : undefined)));
  await press(language);
  for (const [address, there] of [["/", ".banner"], ["/start", ".empty"], ["/start/card", ".steps"], ["/book", ".badge"], ["/book/profile", "textarea"], ["/book/consents", ".disclosure"], ["/book/family", "dl"], ["/book/access-log", ".timeline"], ["/book/open", ".time-left"]] as const) {
    go(address);
    await until(() => location.pathname === address && document.querySelector(there));
    expect(document.body.textContent, address).not.toMatch(/undefined|NaN|\[object|null/);
    // Of Japanese there is what people wrote, and what the API answers in it.
    if (language === "English") expect(document.querySelector("h1")?.textContent, address).not.toMatch(/\p{Script=Han}/u);
  }
});
