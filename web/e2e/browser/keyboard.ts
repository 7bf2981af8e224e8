/**
 * A resident and a doctor without a mouse: everything by Tab, Enter, Space and arrows. The focus is seen at every step, and is never lost with what it was on.
 * `node build/e2e/browser/keyboard.js`.
 */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";

import { DESK, PHONE, Person, account, open, stack, totp } from "./house.js";
import { keepsFocus, press, reach, write } from "./keys.js";

const running = stack();
const browser = await open();

/** Opens a place of the tab bar; the heading of the screen has the focus then. */
async function tab(page: Page, word: string): Promise<void> {
  await press(page, page.locator(".tabbar").getByRole("link", { name: word, exact: true }));
  await heading(page, `the tab ${word}`);
}

async function heading(page: Page, after: string): Promise<void> {
  await page.waitForFunction(() => document.activeElement?.tagName === "H1").catch(() => assert.fail(`the heading has no focus after ${after}`));
}

async function signInByKeys(page: Page, address: string, { email, password, totp_secret }: { readonly email: string; readonly password: string; readonly totp_secret?: string }): Promise<void> {
  await page.goto(address);
  await write(page, page.getByLabel("メールアドレス"), email);
  await write(page, page.getByLabel("パスワード", { exact: true }), password);
  await page.keyboard.press("Enter");
  if (totp_secret === undefined) return;
  const code = page.getByLabel("アプリに出ている6けたの数字");
  await code.waitFor();
  await write(page, code, totp(totp_secret));
  await page.keyboard.press("Enter");
}

try {
  const resident = await Person.at(browser, "resident", PHONE);
  const { page } = resident;
  await signInByKeys(page, running.web, account(running, "resident"));
  await page.locator(".tabbar").waitFor();

  // Past the bar: the first stop of Tab leads there.
  await page.reload();
  await page.locator(".tabbar").waitFor();
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement?.className), "skip");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement?.tagName === "MAIN");
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(() => document.querySelector("main")?.contains(document.activeElement)), "the next stop is in the page");

  await tab(page, "記録");
  await press(page, page.getByRole("link", { name: "今日の記録を書く" }));
  await heading(page, "the form of records");
  const steps = String(3_000 + Math.floor(Math.random() * 6_000));
  await write(page, page.getByLabel("歩数"), steps);
  await press(page, page.getByRole("button", { name: "記録する" }));
  await page.getByText("記録しました").first().waitFor();
  await keepsFocus(page, "a record");

  await tab(page, "お薬");
  await press(page, page.getByRole("link", { name: /手で書く/ }).or(page.getByRole("button", { name: /手で書く/ })));
  await heading(page, "the form of medicines");
  await write(page, page.getByRole("textbox", { name: "お薬の名前" }), `キーの薬${steps}`);
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "お薬手帳を見る" }).waitFor();
  await keepsFocus(page, "a medicine");
  await press(page, page.getByRole("link", { name: "お薬手帳を見る" }));
  await heading(page, "the medicine that was added");

  // A medicine for when it is needed is there at any hour.
  await tab(page, "お薬");
  await press(page, page.getByRole("link", { name: "飲む時刻・アラーム" }));
  await heading(page, "the alarms");
  await press(page, page.getByRole("link", { name: "アラームをふやす" }));
  await heading(page, "the form of alarms");
  await write(page, page.getByRole("textbox", { name: "アラームの名前" }), `キーのアラーム${steps}`);
  await press(page, page.getByRole("button", { name: /^必要なとき/ }), "Space");
  await press(page, page.locator("button[type=submit]"));
  await page.getByText("アラームをつけました").first().waitFor();
  await keepsFocus(page, "a new alarm");
  await press(page, page.getByRole("link", { name: "今日のお薬" }));
  await heading(page, "the doses");
  await press(page, page.getByRole("button", { name: "いま飲んだ" }), "Space");
  await press(page, page.getByRole("button", { name: "取り消す", exact: true }));
  await page.getByText(/取り消しました/).first().waitFor();
  await keepsFocus(page, "taking a dose back");

  await page.goto(`${running.web}/check-in`);
  await press(page, page.getByRole("button", { name: /みどり内科クリニック/ }), "Space");
  await press(page, page.getByRole("button", { name: /つを見せて、受付する/ }));
  await page.getByText("受付の人にこの番号を言ってください").waitFor();
  await heading(page, "the check-in");

  const doctor = await Person.at(browser, "doctor", DESK);
  await signInByKeys(doctor.page, running.web_staff, account(running, "doctor"));
  await press(doctor.page, doctor.page.getByRole("link", { name: /荒尾/ }));
  await doctor.page.getByText("いまの薬").first().waitFor();
  await heading(doctor.page, "the notebook");
  const note = `キーボードだけで書きました${steps}`;
  await write(doctor.page, doctor.page.locator("#note-text"), note);
  await press(doctor.page, doctor.page.getByRole("button", { name: "本人に送る" }));
  await doctor.page.getByText("本人に届きました").first().waitFor();
  await keepsFocus(doctor.page, "a note");

  await page.bringToFront();
  const end = page.getByRole("button", { name: "いま見せるのをやめる" });
  await press(page, end);
  await page.getByRole("dialog").waitFor();
  await press(page, page.getByRole("button", { name: "見せたままにする" }));
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await keepsFocus(page, "a dialog that was left");
  await press(page, end);
  await press(page, page.getByRole("button", { name: "見せるのをやめる", exact: true }), "Space");
  await page.getByText(/見せるのをやめました|いまは見せていません/).first().waitFor();
  await keepsFocus(page, "the end of a check-in");
  await reach(page, page.getByRole("link", { name: "受診の記録を見る" }));

  await resident.leave();
  await doctor.leave();
} finally {
  await browser.close();
}
