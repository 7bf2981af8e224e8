// @vitest-environment happy-dom
/** The notebook's own page, its settings, and the card. */
import "fake-indexeddb/auto";

import assert from "node:assert/strict";
import { afterEach, beforeAll, beforeEach, test, vi } from "vitest";

import { PERSON } from "../data/house.js";
import { type City, button, go, open, says, until } from "./house.js";

beforeAll(async () => {
  await Promise.all([import("../../src/resident/screens/resident/book.js"), import("../../src/resident/screens/resident/book-settings.js"), import("../../src/resident/screens/resident/start-card.js")]);
}, 120_000);
beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});
afterEach(() => vi.restoreAllMocks());

const keeps = () => [...document.querySelectorAll<HTMLElement>(".toggle")].find(({ textContent }) => textContent?.includes("このスマホに残す"));

test("a number in full width is called, and what is no number is no link", async () => {
  const contacts = [{ name: "次郎", relation: "子", phone: "０９０－１２３４－５６７８" }, { name: "三郎", relation: null, phone: "なし" }];
  const city: City = (method, path) => (method === "GET" && path === `/v1/residents/${PERSON}` ? { status: 200, body: { display_name: "花子", status: "verified_resident", identity: { self_reported: [] }, profile: { allergies: [], adverse_reactions: [], history: [], blood_type: null, emergency_contacts: contacts } } } : undefined);
  await open("/book", city);
  await until(() => says("なし"));
  assert.deepEqual([...document.querySelectorAll<HTMLAnchorElement>("a[href^='tel:']")].map((link) => link.getAttribute("href")), ["tel:09012345678"]);
});

test("where the device keeps nothing the switch stays off and it is said at once; where it does, the browser is asked to hold on to it", async () => {
  const persist = vi.fn(async () => false);
  vi.stubGlobal("navigator", Object.assign(navigator, { storage: { persist } }));
  const refuses = vi.spyOn(indexedDB, "open").mockImplementation(() => {
    throw new DOMException("a private window", "SecurityError");
  });
  await open("/book/settings");
  (await until(() => keeps()?.querySelector("input"))).click();
  await until(() => says("このスマホには残せません"));
  assert.deepEqual([keeps()?.querySelector("input")?.checked, persist.mock.calls.length], [false, 0]);
  refuses.mockRestore();
  keeps()?.querySelector("input")?.click();
  await until(() => keeps()?.querySelector("input")?.checked);
  assert.deepEqual([says("このスマホには残せません"), persist.mock.calls.length], [false, 1]);
  // Who chose it before, and comes where it cannot be, does not find the switch on.
  vi.spyOn(indexedDB, "open").mockImplementation(() => {
    throw new DOMException("a private window", "SecurityError");
  });
  go("/book/help");
  await until(() => says("119番"));
  go("/book/settings");
  await until(() => says("このスマホには残せません"));
  assert.equal(keeps()?.querySelector("input")?.checked, false);
});

test("a card that another notebook has may be that of the family: the own one is held next", async () => {
  sessionStorage.setItem("card", "actor");
  await open("/start/card?code=c&state=s", (method, path) => (method === "POST" && path === "/v1/identity-callbacks" ? { status: 200, body: { status: "already_linked" } } : undefined));
  (await until(() => button("続ける"))).click();
  await until(() => says("家族のカードではありませんか"));
  (await until(() => button("もう一度 カードで確かめる"))).click();
  await until(() => says("用意するもの"));
});
