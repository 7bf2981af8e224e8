/**
 * A resident's day and the doctor's notebook by keyboard alone: signing in, a value, a dose that is answered and taken back, a check-in that is ended; and at the
 * desk six digits, the list by its arrows, a note. After each step the focus is somewhere, and can be seen. `node build/e2e/browser/keyboard.js`.
 */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";

import { DESK, PHONE, Person, account, open, stack, totp } from "./house.js";
import { TIMES, ownNotebook } from "./own-notebook.js";

/** No screen has more places to stop at. */
const MOST_STOPS = 120;

const running = stack();
const browser = await open();
try {
  const resident = await Person.at(browser, "resident", PHONE);
  const { email, password, resident_id = "" } = account(running, "resident");
  const { api, ring } = await ownNotebook(resident, running.web, resident_id, () => enter(resident.page, running.web, email, password));
  const label = `手すりの薬 ${randomUUID().slice(0, 8)}`;
  const alarm = await ring(label);
  try {
    await resident.page.getByRole("link", { name: "病院・薬局で受付する" }).waitFor();
    await seen(resident.page, "signed in");
    await keepValue(resident.page);
    await answerDose(resident.page, label);
    await atTheDesk(await checkIn(resident.page));
    await endCheckIn(resident.page);
  } finally {
    await api("DELETE", `/alarms/${alarm}`);
  }
  await resident.leave();
} finally {
  await browser.close();
}

async function keepValue(page: Page): Promise<void> {
  await to(page, "体温・歩数・気分・メモも書く", "Enter");
  await says(page, "歩数");
  await to(page, /^歩数/);
  await page.keyboard.type("5432");
  // A face is chosen by the arrows, as in any group of choices.
  await to(page, "とてもわるい");
  await press(page, "ArrowRight");
  await to(page, "記録する", "Space");
  await says(page, "記録しました");
}

async function answerDose(page: Page, label: string): Promise<void> {
  await to(page, /すべて見る/, "Enter");
  await says(page, `${label} ${TIMES[0]}`);
  const mine = (control: string) => `li:has-text("${label} ${TIMES[0]}") button:has-text("${control}")`;
  if (await page.locator(mine("先に記録する")).count() > 0) {
    await toWithin(page, label, "先に記録する", "Enter");
    await page.getByRole("dialog").waitFor();
    await seen(page, "the sheet of a dose");
    // Escape leads back to where it was opened, and nothing is answered.
    await press(page, "Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    assert.equal(await nameOf(page), "先に記録する");
    await press(page, "Enter");
    await to(page, "飲んだ", "Enter");
  } else await toWithin(page, label, "飲んだ", "Space");
  await says(page, /に飲んだと記録しました/);
  await to(page, "取り消す", "Space");
  await says(page, "取り消しました");
}

/** Gives the reception's number. */
async function checkIn(page: Page): Promise<string> {
  await to(page, "ホーム", "Enter");
  await says(page, /病院・薬局で受付する/);
  await to(page, /病院・薬局で受付する/, "Enter");
  await says(page, "みどり内科クリニック");
  await to(page, /みどり内科クリニック/, "Enter");
  await says(page, /つを見せて、受付する/);
  await to(page, /つを見せて、受付する/, "Enter");
  await says(page, "受付の人にこの番号を言ってください");
  return (await page.getByText(/^[A-Z]\d{4}$/).first().textContent()) ?? "";
}

async function endCheckIn(page: Page): Promise<void> {
  await page.bringToFront();
  await to(page, "いま見せるのをやめる", "Enter");
  await page.getByRole("dialog").waitFor();
  await seen(page, "the question before the end");
  const asked: string[] = [];
  page.on("request", (request) => request.method() === "DELETE" && asked.push(request.url()));
  await to(page, "見せるのをやめる", "Enter");
  await says(page, /見せるのをやめました|いまは見せていません/);
  assert.equal(asked.length, 1, "what was answered is not asked for again");
}

async function atTheDesk(code: string): Promise<void> {
  const doctor = await Person.at(browser, "doctor", DESK);
  const { page } = doctor;
  const { email, password, totp_secret = "" } = account(running, "doctor");
  await enter(page, running.web_staff, email, password);
  await says(page, "アプリに出ている6けたの数字");
  await to(page, "アプリに出ている6けたの数字");
  await page.keyboard.type(totp(totp_secret));
  await press(page, "Enter");
  await page.getByRole("link", { name: /荒尾/ }).first().waitFor();
  await seen(page, "signed in with six digits");
  const isIts = () => page.evaluate((of) => document.activeElement?.closest("tr")?.textContent?.includes(of) === true, code);
  for (let stops = 0; stops < MOST_STOPS && !(await isIts()); stops += 1) await press(page, "ArrowDown");
  assert.ok(await isIts(), code);
  await press(page, "Enter");
  await says(page, "いまの薬");
  await press(page, "n");
  const note = `手すりをお使いください。${randomUUID().slice(0, 8)}`;
  await page.keyboard.type(note);
  await press(page, "Control+Enter");
  await page.locator(".own-note").getByText(note).waitFor();
  await seen(page, "a note was sent");
  // The first Escape leads out of the text, the second back to the list.
  await press(page, "Escape");
  await press(page, "Escape");
  await page.getByRole("link", { name: /荒尾/ }).first().waitFor();
  await seen(page, "back at the list");
  await doctor.leave();
}

/** Address and password, from the first stop on. */
async function enter(page: Page, address: string, email: string, password: string): Promise<void> {
  await page.goto(address);
  await page.getByLabel("メールアドレス").waitFor();
  await to(page, "メールアドレス");
  await page.keyboard.type(email);
  await to(page, "パスワード");
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
}

/** Goes by Tab to what is called so, and presses a key there. */
async function to(page: Page, name: string | RegExp, key?: string): Promise<void> {
  await toWithin(page, "", name, key);
}

/** The same, of a line of a list that says `within`. */
async function toWithin(page: Page, within: string, name: string | RegExp, key?: string): Promise<void> {
  const passed: string[] = [];
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    await press(page, "Tab", stops === 0);
    const here = await nameOf(page);
    passed.push(here);
    if ((typeof name === "string" ? here === name : name.test(here)) && (within === "" || (await lineOf(page)).includes(within))) {
      if (key !== undefined) await page.keyboard.press(key);
      return;
    }
  }
  throw new Error(`no way by Tab to ${name} in ${within}: ${passed.join(" | ")}`);
}

/** Presses a key; the focus is then somewhere, and seen. From the document's end Tab leads by the browser's own frame once. */
async function press(page: Page, key: string, mayStart = false): Promise<void> {
  await page.keyboard.press(key);
  if (key === "Tab" && !mayStart && (await page.evaluate(() => document.activeElement === document.body))) await page.keyboard.press(key);
  await seen(page, key);
}

/** Waits for a sentence, and looks where the focus is then. */
async function says(page: Page, ...texts: readonly (string | RegExp)[]): Promise<void> {
  for (const text of texts) await page.getByText(text).first().waitFor();
  await seen(page, String(texts[0]));
}

/** That the focus is on something, that it shows there, and that this is in sight. What was drawn anew may take a moment. */
async function seen(page: Page, after: string): Promise<void> {
  let fault = "";
  for (let tries = 0; tries < 40; tries += 1) {
    fault = await page.evaluate(() => {
      const here = document.activeElement;
      if (!(here instanceof HTMLElement) || here === document.body) return "the focus is lost";
      const { top, bottom } = (here.closest("label") ?? here).getBoundingClientRect();
      if (bottom <= 0 || top >= innerHeight) return `out of sight: ${here.outerHTML.slice(0, 120)}`;
      // The title of a screen, and where the skip link leads: no controls, and they show no ring.
      if (here.tabIndex < 0 && here.matches("h1, main")) return "";
      // Of a choice that is not seen itself, its label shows it.
      const shows = [here, ...(here instanceof HTMLInputElement ? [here.closest("label")] : [])].some((one) => {
        if (one === null) return false;
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
        return (outlineStyle !== "none" && parseFloat(outlineWidth) > 0) || boxShadow !== "none";
      });
      return shows ? "" : `the focus does not show on ${here.outerHTML.slice(0, 120)}`;
    });
    if (fault === "") return;
    await page.waitForTimeout(100);
  }
  assert.fail(`after ${after}: ${fault}`);
}

/** What the control with the focus is called. */
async function nameOf(page: Page): Promise<string> {
  return page.evaluate(() => {
    const here = document.activeElement;
    const label = here instanceof HTMLInputElement || here instanceof HTMLTextAreaElement ? here.labels?.[0] : undefined;
    return ((label ?? here)?.textContent ?? "").replace(/\s+/g, " ").trim();
  });
}

async function lineOf(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.closest("li")?.textContent ?? "");
}
