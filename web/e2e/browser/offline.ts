/**
 * A resident in a valley without a signal, who chose to keep unsent writes on this phone: three doses and seven records, of which one was sent and its answer
 * was lost. The page is closed, opened again without a network, and says how many wait; with the network back each is on the server exactly once and the phone
 * keeps nothing. Then the same over a weekend. `node build/e2e/browser/offline.js`.
 */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { Browser, Page } from "playwright-core";

import type { DailyEntry, IntakeEntry } from "../../src/api/index.js";
import { PHONE, Person, account, open, signIn, stack } from "./house.js";
import { TIMES, ownNotebook, today } from "./own-notebook.js";

const DAY_MS = 86_400_000;
const RECORDS = 7;
const ALL = RECORDS + TIMES.length;

const running = stack();
const { email, password, resident_id: resident = "" } = account(running, "resident");
const browser = await open();
try {
  await live(browser, 0);
  await live(browser, 3 * DAY_MS);
} finally {
  await browser.close();
}

/** Writes without a network, and has it back after so long. */
async function live(browser: Browser, away: number): Promise<void> {
  const person = await Person.at(browser, away === 0 ? "the same day" : "after a weekend", PHONE);
  const { context } = person;
  const { api, ring } = await ownNotebook(person, running.web, resident, () => signIn(person, `${running.web}/book/settings`, { email, password }));
  const label = `谷の朝 ${randomUUID().slice(0, 8)}`;
  const [day, alarm] = [today(), await ring(label)];
  try {
    const memo = (index: number) => `${label} ${index}`;
    await write(person.page, label, memo);
    const kept = await keptBy(person.page);
    for (const [name, text] of Object.entries(kept.local)) assert.doesNotMatch(text, /谷の朝|花子|systolic|medication/, name);
    for (const path of kept.paths) assert.match(path, /^\/(index\.html|assets\/.*|icons\/.*)$/, "the worker keeps files of the build alone");
    assert.equal(kept.readable, false, "what waits cannot be read");
    await person.page.close();

    // Nothing of the notebook is on the phone, but what waits is, and is counted.
    if (away > 0) await context.clock.install({ time: Date.now() + away });
    const page = await context.newPage();
    await page.goto(running.web);
    assert.ok((await page.evaluate(() => Date.now())) - Date.now() > away - DAY_MS / 2, "the page's own clock");
    await page.getByText("電波がありません").first().waitFor();
    await page.getByText(`いま ${ALL}件`).first().waitFor();
    await page.getByText("ページを閉じても、このスマホに残ります。").first().waitFor();
    assert.equal(await page.getByText(label).count(), 0);

    await context.setOffline(false);
    await page.getByRole("link", { name: "ホーム" }).waitFor();
    await keeps(page, 0);
    assert.equal(await page.getByText("送れなかったものがあります").count(), 0);

    const { items: records } = await api<{ items: readonly DailyEntry[] }>("GET", "/daily-records?limit=50");
    assert.deepEqual(records.map((record) => record.memo).filter((text) => text?.startsWith(label)).sort(), Array.from({ length: RECORDS }, (_, index) => memo(index)));
    const { items: doses } = await api<{ items: readonly IntakeEntry[] }>("GET", `/intakes?from=${day}&to=${day}`);
    assert.deepEqual(doses.filter(({ alarm_id }) => alarm_id === alarm).map(({ time, status }) => [time, status]).sort(), TIMES.map((time) => [time, "taken"]));

    // Nothing is left, and once it is not chosen any more, no place for it either.
    await page.goto(`${running.web}/book/settings`);
    await page.getByRole("switch", { name: /このスマホに残す/ }).click();
    for (let tries = 0; tries < 50 && (await page.evaluate(async () => (await indexedDB.databases()).length)) > 0; tries += 1) await page.waitForTimeout(200);
    assert.equal(await page.evaluate(async () => (await indexedDB.databases()).length), 0);
    for (const { record_id } of records.filter((record) => record.memo?.startsWith(label))) await api("DELETE", `/daily-records/${record_id}`);
  } finally {
    await api("DELETE", `/alarms/${alarm}`);
  }
  await person.leave();
}

/** From the settings on: all are written, the first record with a network that loses its answer, the others without one. */
async function write(page: Page, label: string, memo: (index: number) => string): Promise<void> {
  await page.getByRole("switch", { name: /このスマホに残す/ }).click();
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  // What is read while there is a network is there while there is none.
  const tab = (name: string) => page.getByRole("navigation").getByRole("link", { name, exact: true }).click();
  await tab("ホーム");
  await page.getByRole("link", { name: /すべて見る/ }).first().click();
  await page.getByText(`${label} ${TIMES[0]}`).waitFor();
  await page.waitForLoadState("networkidle");
  await tab("ホーム");

  let lost = false;
  await page.route("**/daily-records", async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    assert.equal((await route.fetch()).status(), 201);
    lost = true;
    return route.abort("connectionreset");
  });
  await record(page, memo(0));
  assert.ok(lost);
  await page.context().setOffline(true);
  await page.unroute("**/daily-records");
  for (let index = 1; index < RECORDS; index += 1) await record(page, memo(index));

  await page.getByRole("link", { name: /すべて見る/ }).first().click();
  for (const time of TIMES) {
    const dose = page.getByRole("listitem").filter({ hasText: `${label} ${time}` });
    const answer = dose.getByRole("button", { name: "先に記録する" });
    if (await answer.count() > 0) {
      await answer.click();
      await page.getByRole("dialog").getByRole("button", { name: "飲んだ" }).click();
    } else await dose.getByRole("button", { name: "飲んだ" }).click();
    await dose.getByText(/飲みました \d/).waitFor();
  }
  await page.getByText(`いま ${ALL}件`).waitFor();
  await keeps(page, ALL);
}

async function record(page: Page, memo: string): Promise<void> {
  await page.getByRole("link", { name: "体温・歩数・気分・メモも書く" }).click();
  await page.getByLabel("歩数").fill("4321");
  await page.getByRole("textbox", { name: "メモ" }).fill(memo);
  await page.getByRole("button", { name: "記録する" }).click();
  await page.getByText("記録しました").waitFor();
  await page.getByText("つながったら送ります。").first().waitFor();
}

/** Waits until so many writes are on the device. */
async function keeps(page: Page, count: number): Promise<void> {
  let now = -1;
  for (let tries = 0; tries < 90 && now !== count; tries += 1) {
    now = await page.evaluate(rows);
    if (now !== count) await page.waitForTimeout(500);
  }
  assert.equal(now, count, "writes on the device");
}

/** Runs in the page: how many rows wait on the device. A database that is not there is not made by asking. */
async function rows(): Promise<number> {
  if ((await indexedDB.databases()).length === 0) return 0;
  const database = await new Promise<IDBDatabase>((resume, fail) => {
    const opening = indexedDB.open("unsent-writes");
    opening.onsuccess = () => resume(opening.result);
    opening.onerror = () => fail(opening.error);
  });
  const counting = database.transaction("writes").objectStore("writes").count();
  await new Promise((resume) => (counting.onsuccess = resume));
  database.close();
  return counting.result;
}

/** What the browser keeps: texts by their names, addresses of the worker's files, and whether a row of what waits can be read. */
async function keptBy(page: Page): Promise<{ local: Record<string, string>; paths: string[]; readable: boolean }> {
  return page.evaluate(async () => {
    const opening = indexedDB.open("unsent-writes");
    await new Promise((resume) => (opening.onsuccess = resume));
    const rows = opening.result.transaction("writes").objectStore("writes").getAll();
    await new Promise((resume) => (rows.onsuccess = resume));
    opening.result.close();
    const texts = (rows.result as object[]).flatMap((row) => Object.values(row)).map((part) => (typeof part === "string" ? part : new TextDecoder().decode(part as ArrayBuffer)));
    const caches_ = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
    return { local: { ...localStorage } as Record<string, string>, paths: caches_.flat().map(({ url }) => new URL(url).pathname), readable: texts.some((text) => /谷の朝|daily-record|steps|taken/.test(text)) };
  });
}
