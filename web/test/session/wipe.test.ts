import "fake-indexeddb/auto";

import { beforeEach, expect, test, vi } from "vitest";

import { openRows, wipeVault } from "../../src/data/vault.js";
import type { Write, WriteId } from "../../src/data/writes.js";
import { pushRecord } from "../../src/push/record.js";
import { wipe } from "../../src/session/wipe.js";
import { memory } from "./tabs.js";

const write = (key: string) => ({ key, id: "log-intake", path: {}, body: {}, madeAt: 1 }) as unknown as Write<WriteId>;

beforeEach(wipeVault);

/** A browser whose push service does not answer. */
function page() {
  const there: Promise<number>[] = [];
  const getRegistration = vi.fn(() => {
    there.push(openRows("one").then((rows) => rows.all()).then(({ length }) => length));
    return new Promise(() => {});
  });
  const browser = { localStorage: memory(), sessionStorage: memory(), navigator: { serviceWorker: { getRegistration } } } as unknown as Window;
  pushRecord(browser).write({ device: "d", account: "one", key: "k" });
  browser.sessionStorage.setItem("left", "x");
  return { browser, getRegistration, there };
}

test("what was written goes first, and waits for no push service", async () => {
  await (await openRows("one")).put(write("a"));
  const { browser, getRegistration, there } = page();
  await wipe("one", browser);
  expect(browser.sessionStorage.length).toBe(0);
  await vi.waitFor(() => expect(getRegistration).toHaveBeenCalledOnce());
  expect(await Promise.all(there)).toEqual([0]);
  expect(pushRecord(browser).read()).toBeUndefined();
});

test("what another person has waiting stays, whether or not this page kept anything", async () => {
  await (await openRows("another")).put(write("b"));
  for (const account of ["one", undefined]) await wipe(account, page().browser);
  expect(await (await openRows("another")).all()).toEqual([write("b")]);
});

test("an account that has nothing here leaves nothing behind, not even an empty database", async () => {
  await wipe("one", page().browser);
  expect(await indexedDB.databases()).toEqual([]);
});

test("a wipe that knows of no account finishes what was begun, and forgets it not", async () => {
  await (await openRows("one")).put(write("a"));
  const { browser } = page();
  browser.localStorage.setItem("wipe-begun", "one");
  await wipe(undefined, browser);
  expect(await (await openRows("one")).all()).toEqual([]);
  expect(browser.localStorage.getItem("wipe-begun")).toBeNull();
});

test("what a page did not come to because it was left, the next one finishes, and only that", async () => {
  await (await openRows("one")).put(write("a"));
  await (await openRows("another")).put(write("b"));
  const { browser } = page();
  const databases = vi.spyOn(indexedDB, "databases").mockReturnValueOnce(new Promise(() => {}));
  void wipe("one", browser);
  await vi.waitFor(() => expect(databases).toHaveBeenCalled());
  databases.mockRestore();
  expect(await (await openRows("one")).all()).toEqual([write("a")]);
  vi.resetModules();
  const next = await import("../../src/session/wipe.js");
  await next.finishWipe(browser);
  expect(await (await openRows("one")).all()).toEqual([]);
  expect(await (await openRows("another")).all()).toEqual([write("b")]);
  // It is done, and is not done again to what is written from then on.
  await (await openRows("one")).put(write("c"));
  await next.finishWipe(browser);
  expect(await (await openRows("one")).all()).toEqual([write("c")]);
});
