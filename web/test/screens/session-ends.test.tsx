// @vitest-environment happy-dom
import "fake-indexeddb/auto";

import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { openRows, openVault, wipeVault } from "../../src/data/vault.js";
import type { Write, WriteId } from "../../src/data/writes.js";
import { deskAt } from "../../src/staff/screens/clinic/desk.js";
import { PASSWORD, enter, openPages, pool } from "../session/house.js";
import { button, says, until } from "./house.js";

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

afterEach(() => {
  vi.unstubAllGlobals();
});


test("signing out empties the page, the device and the address, and ends it at the pool", async () => {
  const { fake, services } = openPages("/book");
  await enter();
  await until(() => says("えび"));
  sessionStorage.setItem("left", "x");
  (await until(() => button("サインアウト"))).click();
  (await until(() => button("サインアウトする"))).click();
  await until(() => says("サインアウトしました"));
  expect(says("えび") || says("花子")).toBe(false);
  expect(location.pathname).toBe("/");
  await until(() => fake.count("RevokeToken") === 1);
  expect(localStorage.getItem("session-residents")).toBeNull();
  expect(sessionStorage.getItem("left")).toBeNull();
  await expect.poll(async () => (await indexedDB.databases()).length, { timeout: 10_000 }).toBe(0);
  expect(services.cache.peek({ id: "get-me", path: {} }).value).toBeUndefined();
});

test("what waits is counted before it is lost, can be sent, and goes with who insists", async () => {
  let away = true;
  const { services } = openPages("/book", { city: (method) => (method === "POST" && away ? { status: 0 } : undefined) });
  await enter();
  await until(() => says("えび"));
  await services.outbox.add("create-daily-record", { resident_id: "r" }, { taken_at: "2026-11-25T08:00:00+09:00", steps: 1 }).sent;
  (await until(() => button("サインアウト"))).click();
  await until(() => says("1件の記録を、まだ送っていません"));
  button("いま送る")?.click();
  await until(() => says("まだ送れません"));
  away = false;
  (await until(() => button("いま送る"))).click();
  await until(() => says("サインアウトしますか"));
  expect(services.outbox.waiting).toEqual([]);
});

test("a sign-in that was ended elsewhere says so, keeps unsent writes for the same person, and shows nothing", async () => {
  let ended = false;
  const { services } = openPages("/book", { city: (method, _path, token) => (method === "POST" ? { status: 0 } : ended && token !== undefined ? { status: 401, body: { message: "Unauthorized" } } : undefined) });
  await enter();
  await until(() => says("えび"));
  await services.outbox.add("create-daily-record", { resident_id: "r" }, { taken_at: "2026-11-25T08:00:00+09:00", steps: 1 }).sent;
  ended = true;
  await services.cache.refreshShown();
  await until(() => says("サインインの期限が切れました"));
  expect(says("えび")).toBe(false);
  expect(services.outbox.waiting.length).toBe(1);
});

test("all devices are signed out of with one question; where that is refused, the person stays", async () => {
  let refuse = true;
  const { sent } = openPages("/book/settings", { city: (method, path) => (method === "DELETE" && path === "/v1/me/sessions" && refuse ? { status: 0 } : undefined) });
  await enter();
  (await until(() => button("すべての機器でサインアウト"))).click();
  (await until(() => button("すべてサインアウトする"))).click();
  await until(() => says("まだサインアウトしていません"));
  refuse = false;
  button("すべてサインアウトする")?.click();
  await until(() => says("すべての機器でサインアウトしました"));
  expect(sent.filter(({ method }) => method === "DELETE").at(-1)?.path).toBe("/v1/me/sessions");
  expect(localStorage.getItem("session-residents")).toBeNull();
});

test("after 15 minutes without a touch staff's page is empty of what was there, and says why", async () => {
  const { session } = openPages("/staff/patients", { entry: "staff" });
  await enter();
  await until(() => says("今日の受付がありません"));
  const { idle } = await session.held();
  localStorage.setItem("session-staff-touched", String(Date.now() - 14.5 * 60_000));
  idle?.look();
  await until(() => says("まもなく閉じます"));
  button("続ける")?.click();
  await until(() => !says("まもなく閉じます"));
  localStorage.setItem("session-staff-touched", String(Date.now() - 15 * 60_000));
  idle?.look();
  await until(() => says("15分さわらなかったので、閉じました"));
  expect(says("今日の受付がありません") || says("あらお中央内科")).toBe(false);
  expect(localStorage.getItem("session-staff")).toBeNull();
});

test("after the lock the next member of staff signs in at the same machine, and stays in", async () => {
  const fake = pool();
  fake.add("kenichi@example.jp", PASSWORD);
  const reload = vi.spyOn(location, "reload").mockImplementation(() => {});
  const { session } = openPages("/staff/patients", { entry: "staff", fake });
  await enter();
  await until(() => says("今日の受付がありません"));
  localStorage.setItem("session-staff-touched", String(Date.now() - 20 * 60_000));
  (await session.held()).idle?.look();
  await until(() => says("15分さわらなかったので、閉じました"));
  await enter("kenichi@example.jp");
  await until(() => reload.mock.calls.length === 1);
  reload.mockRestore();
  openPages("/staff/patients", { entry: "staff", fake });
  await until(() => says("今日の受付がありません"));
  expect(localStorage.getItem("session-staff")).toContain("sub-of-kenichi@example.jp");
});

test.each([["residents", "/book", "えび"], ["staff", "/staff/patients", "今日の受付がありません"]] as const)("%s leave by one way: everything is forgotten, once", async (entry, address, shown) => {
  const { services, fake } = openPages(address, { entry });
  await enter();
  await until(() => says(shown));
  const wipe = vi.spyOn(services.outbox, "wipe");
  sessionStorage.setItem("left", "x");
  (await until(() => button("サインアウト"))).click();
  (await until(() => button("サインアウトする"))).click();
  await until(() => says("サインアウトしました") && fake.count("RevokeToken") === 1);
  await expect.poll(() => sessionStorage.getItem("left")).toBeNull();
  await wipe.mock.results[0]?.value;
  expect([wipe.mock.calls.length, location.pathname]).toEqual([1, entry === "staff" ? "/staff" : "/"]);
});

test.each([["kept here", true], ["left by a page of before", false]])("on a shared phone who signs out takes their own with them, %s, and what another person has waiting stays", async (_what, kept) => {
  const write = (key: string) => ({ key, id: "create-daily-record", path: { resident_id: "r" }, body: { taken_at: "2026-11-25T08:00:00+09:00", steps: 1 }, madeAt: 1 }) as unknown as Write<WriteId>;
  await (await openRows("another")).put(write("theirs"));
  await (await openRows("actor")).put(write("own"));
  const { services } = openPages("/book", { city: (method) => (method === "POST" ? { status: 0 } : undefined) });
  await enter();
  await until(() => says("えび"));
  if (kept) await services.outbox.keepIn(() => openVault("actor"));
  (await until(() => button("サインアウト"))).click();
  (await until(() => button(kept ? "送らずに消してサインアウトする" : "サインアウトする"))).click();
  await until(() => says("サインアウトしました"));
  const waits = async (account: string) => (await (await openRows(account)).all()).map(({ key }) => key);
  await expect.poll(() => waits("actor"), { timeout: 10_000 }).toEqual([]);
  await new Promise((resume) => setTimeout(resume, 50));
  expect(await waits("another")).toEqual(["theirs"]);
  await wipeVault();
});

test("what staff typed and did not send is asked for before it is lost", async () => {
  const { services } = openPages("/staff/patients", { entry: "staff" });
  await enter();
  await until(() => says("今日の受付がありません"));
  const { drafts } = deskAt(services, "4312345678");
  drafts.set("visit", "血圧が");
  (await until(() => button("サインアウト"))).click();
  await until(() => says("書きかけのものがあります"));
  expect([...document.querySelectorAll("button")].some((one) => one.textContent === "サインアウトする")).toBe(false);
  button("サインインしたまま")?.click();
  await until(() => !says("書きかけのものがあります"));
  expect([...drafts.values()]).toEqual(["血圧が"]);
  button("サインアウト")?.click();
  (await until(() => button("書きかけを消してサインアウトする"))).click();
  await until(() => says("サインアウトしました"));
  expect(deskAt(services, "4312345678").drafts.size).toBe(0);
});
