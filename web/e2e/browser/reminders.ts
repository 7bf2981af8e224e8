/**
 * A reminder to record, through the pages: set on certain days, seen on the first screen, which leads to the form; changed, stopped, and back again by the undo;
 * no list of doses knows of it. `node build/e2e/browser/reminders.js`.
 */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";

import { PHONE, Person, account, open, signIn, stack } from "./house.js";
import { ownNotebook } from "./own-notebook.js";

/** The days as the form has them. */
const DAYS = [..."日月火水木金土"];

const running = stack();
const browser = await open();
try {
  const resident = await Person.at(browser, "resident", PHONE);
  const { page } = resident;
  const who = account(running, "resident");
  const { api } = await ownNotebook(resident, running.web, who.resident_id ?? "", () => signIn(resident, running.web, who));
  const label = `血圧をはかる ${randomUUID().slice(0, 8)}`;
  const mine = () => page.locator("li", { hasText: label });
  const reminders = async () => (await api<{ items: { alarm_id: string; about: string; label: string; version: number }[] }>("GET", "/alarms")).items.filter((one) => one.label === label);
  try {
    await page.goto(`${running.web}/record/goals`);
    await page.getByRole("button", { name: "お知らせをつける" }).click();
    const sheet = page.getByRole("dialog");
    await sheet.getByLabel("お知らせの名前").fill(label);
    // What is missing is said at once, and what was typed stays.
    await time(page, "");
    await sheet.getByRole("button", { name: "この時刻にお知らせする" }).click();
    assert.equal(await sheet.count(), 1);
    assert.equal(await sheet.getByLabel("お知らせの名前").inputValue(), label);
    await time(page, "06:15");
    await sheet.getByRole("button", { name: "曜日をえらぶ" }).click();
    for (const day of DAYS) await sheet.getByRole("button", { name: day, exact: true }).click();
    await sheet.getByRole("button", { name: "この時刻にお知らせする" }).click();
    await page.getByText("お知らせを保存しました").first().waitFor();
    await mine().getByText("6:15").waitFor();
    await resident.picture("reminder-set");
    assert.deepEqual((await reminders()).map(({ about }) => about), ["record"]);

    await page.goto(running.web);
    await mine().getByText("6:15").waitFor();
    await resident.picture("reminder-home");
    await mine().getByRole("link").click();
    await page.waitForURL(/\/record\/new$/);
    await page.goto(`${running.web}/medicines/doses`);
    await page.getByText("今日のお薬").first().waitFor();
    await page.waitForLoadState("networkidle");
    assert.equal(await mine().count(), 0);
    await page.goto(`${running.web}/alarms`);
    await page.getByText("アラーム").first().waitFor();
    await page.waitForLoadState("networkidle");
    assert.equal(await mine().count(), 0);

    await page.goto(`${running.web}/record/goals`);
    await mine().getByRole("button").click();
    await time(page, "21:40");
    await page.getByRole("dialog").getByRole("button", { name: "この時刻にお知らせする" }).click();
    await mine().getByText("21:40").waitFor();

    await mine().getByRole("button").click();
    await page.getByRole("dialog").getByRole("button", { name: "このお知らせをやめる" }).click();
    await page.getByText("お知らせをやめました").first().waitFor();
    await mine().waitFor({ state: "detached" });
    await page.getByRole("button", { name: "取り消す" }).click();
    await mine().getByText("21:40").waitFor();
    assert.equal((await reminders()).length, 1);
  } finally {
    for (const { alarm_id } of await reminders()) await api("DELETE", `/alarms/${alarm_id}`);
  }
  await resident.leave();
} finally {
  await browser.close();
}

async function time(page: Page, text: string): Promise<void> {
  await page.getByRole("dialog").locator("input[type=time]").fill(text);
}
