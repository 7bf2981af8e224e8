// @vitest-environment happy-dom
import "fake-indexeddb/auto";

import assert from "node:assert/strict";
import { expect, test } from "vitest";

import { ALARM, PERSON } from "../data/house.js";
import { CHILD, DAY, button, go, open, says, type, until } from "./house.js";

const numbers = () => [...document.querySelectorAll<HTMLInputElement>(".numfield__in")];
const refusal = (code: string, errors: object[] = []) => ({ status: 422, body: { type: "urn:x", title: "x", status: 422, code, detail: "この値は使えません。", errors, request_id: "req-7f3a" } });

test("a dose is answered by one tap, said so at once, and taken back by another", async () => {
  let status = "due";
  const { sent } = await open("/", (method, path, body) => {
    if (method === "PUT") ({ status } = body as { status: string });
    return path.endsWith("/today") ? { status: 200, body: { ...DAY, doses: DAY.doses.map((dose) => ({ ...dose, status })) } } : undefined;
  });
  (await until(() => button("飲んだ"))).click();
  await until(() => says("に飲んだと記録しました") && says("今日のお薬は すべて記録しました"));
  await until(() => sent.find(({ method }) => method === "PUT"));
  const answer = sent.find(({ method }) => method === "PUT");
  assert.equal(answer?.path, `/v1/residents/${PERSON}/intakes/${ALARM}/2026-11-25/${encodeURIComponent("08:00")}`);
  (await until(() => button("取り消す"))).click();
  await until(() => sent.some(({ body }) => (body as { status?: string } | undefined)?.status === "due"));
  await until(() => button("飲んだ") && says("取り消しました"));
});

test("a dose that is taken back before it was answered says so, and goes on saying so once it is", async () => {
  let answer = () => {};
  const held = new Promise<undefined>((resume) => (answer = () => resume(undefined)));
  const { sent } = await open("/", (method) => (method === "PUT" ? held : undefined));
  (await until(() => button("飲んだ"))).click();
  await until(() => sent.some(({ method }) => method === "PUT"));
  (await until(() => button("取り消す"))).click();
  await until(() => says("取り消しました"));
  answer();
  await until(() => sent.some(({ body }) => (body as { status?: string } | undefined)?.status === "due"));
  await until(() => says("取り消しました") && !says("に飲んだと記録しました"));
});

test("a tap that is refused is not left on the screen, and the reason is said", async () => {
  await open("/", (method) => (method === "PUT" ? refusal("no_such_dose") : undefined));
  (await until(() => button("飲んだ"))).click();
  await until(() => says("送れなかったものがあります") && says("この値は使えません。") && says("番号 7F3A") && button("飲んだ"));
  assert.ok(!says("に飲んだと記録しました"));
});

test("a form that is not in order keeps what was typed, takes the focus to what is wrong, and sends nothing", async () => {
  const { sent } = await open("/record/new");
  await until(() => numbers().length === 6);
  type(numbers()[0]!, "1380");
  type(numbers()[3]!, "60.4");
  (await until(() => button("記録する"))).click();
  const summary = await until(() => document.querySelector(".error-summary"));
  await until(() => document.activeElement === summary);
  assert.ok(says("1か所を見てください"));
  assert.deepEqual([numbers()[0]!.value, numbers()[3]!.value, numbers()[0]!.getAttribute("aria-invalid")], ["1380", "60.4", "true"]);
  assert.ok(!sent.some(({ method }) => method === "POST"));
  summary.querySelector("a")?.click();
  assert.equal(document.activeElement, numbers()[0]);
});

test("what the API says of a value stands at its field, and what was typed stays", async () => {
  await open("/record/new", (method) => (method === "POST" ? refusal("invalid_value", [{ pointer: "/weight_kg", code: "invalid_value", detail: "体重をもう一度見てください。" }]) : undefined));
  await until(() => numbers().length === 6);
  type(numbers()[3]!, "60.4");
  (await until(() => button("記録する"))).click();
  await until(() => says("体重をもう一度見てください。"));
  assert.equal(numbers()[3]!.value, "60.4");
});

test("a record that is kept is said on the first page, and can be taken back", async () => {
  const { sent } = await open("/record/new");
  await until(() => numbers().length === 6);
  type(numbers()[3]!, "60.4");
  (await until(() => button("記録する"))).click();
  await until(() => says("記録しました") && location.pathname === "/");
  (await until(() => button("取り消す"))).click();
  await until(() => sent.some(({ method, path }) => method === "DELETE" && path.endsWith("/r-1")));
});

test("without a network a record waits, the person is told, and it arrives once", async () => {
  let away = true;
  const { sent, services } = await open("/record/new", (method) => (method === "POST" && away ? { status: 0, body: undefined } : undefined));
  await until(() => numbers().length === 6);
  type(numbers()[3]!, "60.4");
  (await until(() => button("記録する"))).click();
  await until(() => says("つながったら送ります。"));
  away = false;
  await services.outbox.run();
  const posts = sent.filter(({ method }) => method === "POST");
  assert.equal(new Set(posts.map(({ key }) => key)).size, 1);
  assert.equal(services.outbox.waiting.length, 0);
});

test("a record that is refused after the person went on is shown with what was written", async () => {
  let away = true;
  const { services } = await open("/record/new", (method) => (method === "POST" ? (away ? { status: 0, body: undefined } : refusal("invalid_value")) : undefined));
  await until(() => numbers().length === 6);
  type(numbers()[3]!, "60.4");
  (await until(() => button("記録する"))).click();
  await until(() => says("つながったら送ります。"));
  away = false;
  await services.outbox.run();
  await until(() => says("送れなかったものがあります") && says("60.4 kg") && says("この値は使えません。"));
  (await until(() => button("わかりました"))).click();
  await until(() => !says("60.4 kg"));
});

test("another person's notebook is asked for by its own address, and the page says whose it is", async () => {
  const { sent } = await open("/");
  await until(() => says("アムロジピン"));
  (await until(() => document.querySelector<HTMLElement>(".person"))).click();
  (await until(() => [...document.querySelectorAll<HTMLElement>("dialog button.row")].find((row) => row.textContent?.includes("みお")))).click();
  await until(() => document.querySelector('.appbar[data-person="2"]'));
  await until(() => sent.some(({ path }) => path === `/v1/residents/${CHILD}/today`));
});

test("what family may not see is not on the page", async () => {
  await open("/", (_method, path) => (path.endsWith("/today") ? { status: 200, body: { doses: DAY.doses } } : undefined));
  // What is loaded after the first sight is there too: its last part is the size of the text.
  await until(() => says("アムロジピン") && says("文字の大きさ"));
  assert.ok(!says("朝の記録") && !says("晩の記録"));
});

test("in a notebook that one may only see, nothing is offered that the API would refuse", async () => {
  const me = { actor_id: "actor", memberships: [], family: [{ resident_id: CHILD, display_name: "正一", relation: "family", scopes: { daily: "see", medication: "record" } }] };
  await open("/", (_method, path) => (path === "/v1/me" ? { status: 200, body: me } : undefined));
  await until(() => button("飲んだ") && says("文字の大きさ"));
  assert.ok(!says("朝の記録") && !says("晩の記録"));
  await open("/record/new", (_method, path) => (path === "/v1/me" ? { status: 200, body: me } : undefined));
  await until(() => says("見る許可がありません"));
  assert.equal(button("記録する"), undefined);
});

test("the page speaks the language that is chosen, at once", async () => {
  await open("/book/settings");
  (await until(() => button("English"))).click();
  await until(() => says("Text size") && says("Brightness"));
  (await until(() => button("やさしい日本語"))).click();
  await until(() => document.querySelector("h1 rt")?.textContent === "せってい");
});

test("after signing out nothing of the notebook is on the page or on the device", async () => {
  const { services } = await open("/book", (method) => (method === "POST" ? { status: 0, body: undefined } : undefined));
  const { openVault } = await import("../../src/data/vault.js");
  await services.outbox.keepIn(() => openVault("actor"));
  await services.outbox.add("create-daily-record", { resident_id: PERSON }, { taken_at: "2026-11-25T08:00:00+09:00", steps: 1 }).sent;
  await until(() => says("えび"));
  (await until(() => button("サインアウト"))).click();
  await until(() => says("1件の記録を、まだ送っていません"));
  (await until(() => button("送らずに消してサインアウトする"))).click();
  await until(() => says("このスマホから記録を消しました。"));
  assert.ok(!says("えび") && !says("花子"));
  await until(() => services.outbox.waiting.length === 0);
  await expect.poll(async () => (await indexedDB.databases()).length, { timeout: 10_000 }).toBe(0);
  assert.equal(services.cache.peek({ id: "get-resident", path: { resident_id: PERSON } }).value, undefined);
});

test("an account that is not signed in sees so, and nothing else", async () => {
  await open("/", (_method, path) => (path === "/v1/me" ? { status: 401, body: { message: "Unauthorized" } } : undefined));
  await until(() => says("サインインしていません"));
});

test("a page that cannot be opened says what to do, and opens once it can", async () => {
  let away = true;
  await open("/visits", (_method, path) => (path.endsWith("/visits") && away ? { status: 0, body: undefined } : undefined));
  const again = await until(() => button("もう一度ためす"));
  assert.ok(says("電波がないか、弱いようです。"));
  away = false;
  again.click();
  await until(() => says("まだ受診の記録がありません"));
});

test("what a person wrote is shown as it was written", async () => {
  const text = `<img src=x onerror=alert(1)> 薬(くすり) \u202e"'&`;
  await open("/visits", (_method, path) => (path.endsWith("/visits") ? { status: 200, body: { items: [{ visit_id: "v", status: "done", visited_on: "2026-11-24", memo: text, institution_name: text }], next_cursor: null } } : undefined));
  await until(() => says(text));
  assert.equal(document.querySelectorAll("img, ruby").length, 0);
});

test("an undo that is refused is not called done: the person is told, and what stands is on the page", async () => {
  let answers = 0;
  await open("/", (method, path) => (method === "PUT" && path.includes("/intakes/") && (answers += 1) === 2 ? refusal("version_mismatch") : undefined));
  (await until(() => button("飲んだ"))).click();
  await until(() => says("に飲んだと記録しました"));
  (await until(() => button("取り消す"))).click();
  await until(() => says("送れなかったものがあります") && !says("取り消しました"));
});

test("what was done is said once: it is not there when the person comes back to the screen", async () => {
  await open("/");
  (await until(() => button("飲んだ"))).click();
  await until(() => says("に飲んだと記録しました"));
  go("/record");
  await until(() => location.pathname === "/record" && !says("に飲んだと記録しました"));
  go("/");
  await until(() => says("アムロジピン"));
  assert.ok(!says("に飲んだと記録しました"));
});
