// @vitest-environment happy-dom
import "fake-indexeddb/auto";

import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { WriteStore } from "../../src/data/store.js";
import { openVault, wipeVault } from "../../src/data/vault.js";
import { sessionKey } from "../../src/session/session-key.js";
import { wipe } from "../../src/session/wipe.js";
import { button, says, until } from "../screens/house.js";
import { type City, enter, openPages, pool } from "./house.js";

beforeEach(async () => {
  localStorage.clear();
  sessionStorage.clear();
  await wipeVault();
});

afterEach(() => {
  vi.unstubAllGlobals();
});

const rowsOf = async (vault: WriteStore) => (await vault.look())([]).others;
const AWAY: City = () => ({ status: 0 });
const PERSON = "019aa000-0000-7000-8000-0000000000ae";

/** Signs in with the choice made, and closes the page with one record that was not sent. */
async function leaveOne() {
  const network = { away: false };
  const fake = pool();
  const { services } = openPages("/", { fake, keepUnsent: true, city: (...asked) => (network.away ? AWAY(...asked) : undefined) });
  await enter();
  // The notebook is open, and what is written from here on stays on the device.
  await until(() => localStorage.getItem("unsent-of") !== null);
  network.away = true;
  services.outbox.add("create-daily-record", { resident_id: PERSON }, { taken_at: "2026-11-27T08:00:00+09:00", steps: 4321 });
  const vault = await openVault("actor");
  let kept = 0;
  await until(() => {
    void rowsOf(vault).then(({ length }) => (kept = length));
    return kept === 1;
  });
  return { fake, services };
}

test("what waits on the device is counted where the notebook does not open without a network", async () => {
  const { fake } = await leaveOne();
  const { services } = openPages("/", { fake, city: AWAY, keepUnsent: true });
  await until(() => says("もう一度ためす") && says("いま 1件") && says("ページを閉じても、このスマホに残ります。"));
  expect(services.outbox.waiting.map(({ body }) => body)).toMatchObject([{ steps: 4321 }]);
});

test("it is sent once when the notebook opens, and nothing is left", async () => {
  const { fake } = await leaveOne();
  const network = { away: true };
  const { services, sent } = openPages("/", { fake, keepUnsent: true, city: (...asked) => (network.away ? AWAY(...asked) : undefined) });
  await until(() => says("いま 1件"));
  network.away = false;
  sent.splice(0);
  button("もう一度ためす")?.click();
  await until(() => says("今日のアラームはありません"));
  await services.outbox.run();
  await until(() => services.outbox.waiting.length === 0);
  expect(sent.filter(({ method }) => method === "POST")).toHaveLength(1);
  expect(await rowsOf(await openVault("actor"))).toEqual([]);
});

test("another person's sign-in is told nothing of it, nor one that chose otherwise", async () => {
  const { fake } = await leaveOne();
  for (const keepUnsent of [true, false]) {
    if (keepUnsent) localStorage.setItem("unsent-of", JSON.stringify({ sub: "somebody-else", account: "actor" }));
    openPages("/", { fake, city: AWAY, keepUnsent });
    await until(() => says("もう一度ためす"));
    await new Promise((resume) => setTimeout(resume, 100));
    expect(says("いま 1件")).toBe(false);
  }
});

test("signing out where the notebook never opened leaves nothing of the account behind", async () => {
  const { fake } = await leaveOne();
  openPages("/", { fake, city: AWAY, keepUnsent: true });
  await until(() => says("いま 1件"));
  expect(localStorage.getItem("unsent-of")).toContain("actor");
  // By then the sign-in itself is gone, as after signing out in another tab.
  localStorage.removeItem(sessionKey("residents"));
  await wipe(undefined, window);
  expect(localStorage.getItem("unsent-of")).toBe(null);
  expect(await rowsOf(await openVault("actor"))).toEqual([]);
});
