/**
 * Hostile texts, typed by people into the forms of the running stack: what the API takes stands there as it was typed after the page is loaded anew, what it
 * refuses is said and stays in its field. The same texts as in `npm run pictures -- --hostile`. `node build/e2e/browser/hostile.js`.
 */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";

import { DESK, PHONE, Person, account, open, signIn, stack } from "./house.js";

// A program beside the pages, which no type speaks of.
const { HOSTILE } = (await import(new URL("../../../scripts/pictures/hostile.mjs", import.meta.url).href)) as { HOSTILE: readonly string[] };

/** What a text may not have: control characters, half characters, what turns the direction of reading (`shared/notebook/src/text.rs`). */
const REFUSED = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\ufffe\uffff\ufdd0-\ufdef]/u;
/** What a line loses beside these: marks without width, and other line breaks. */
const LOST_IN_LINES = /[\u00ad\u180e\u200b\u2028\u2029\u2060-\u2064\ufeff\u{e0001}]/u;
const texts = HOSTILE.filter((text) => !REFUSED.test(text.replaceAll("\n", ""))).map((text) => text.trim());
const lines = texts.filter((text) => text !== "" && !text.includes("\n") && !LOST_IN_LINES.test(text));
const stamp = Math.floor(Math.random() * 1e6);
let fields = 0;

/** Beginning with a number that finds it again: as many of the texts as fit, other ones in each field. */
function fill(of: readonly string[], most: number): string {
  fields += 1;
  const [parts, start] = [[`${stamp}-${fields}`], fields * 29];
  for (let at = 0; at < of.length; at += 1) {
    const next = of[(start + at) % of.length] ?? "";
    if ([...parts, next].join(" ").length <= most) parts.push(next);
  }
  return `${parts.join(" ")}。`;
}

async function shows(page: Page, text: string): Promise<void> {
  const found = await page.waitForFunction((wanted) => document.body.textContent?.includes(wanted), text, { timeout: 15_000 }).catch(() => undefined);
  if (found === undefined) assert.fail(`not shown as it was typed: ${JSON.stringify(text)} on ${page.url()}: ${JSON.stringify(await page.evaluate((begin) => /.*/.exec(document.body.textContent?.split(begin)[1] ?? "nothing of it")?.[0].slice(0, 400), text.split(" ")[0] ?? ""))}`);
  assert.equal(await page.evaluate(() => "ran" in globalThis), false, "a script of a text ran");
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), "scrolls sideways");
}

const running = stack();
const browser = await open();
try {
  const resident = await Person.at(browser, "resident", PHONE);
  const { page } = resident;
  const go = async (path: string) => page.goto(`${running.web}${path}`);
  /** Opens what a list leads to by the words that it begins with, anew. */
  const follow = async (path: string, begin: string) => {
    await go(path);
    await page.getByRole("link", { name: begin }).first().click();
    await page.waitForLoadState("networkidle");
    await page.reload();
  };
  await signIn(resident, running.web, account(running, "resident"));

  await go("/record/new");
  const memo = page.getByRole("textbox", { name: "メモ" });
  await page.getByLabel("歩数").fill("4321");
  await memo.fill("\u202e逆さま");
  await page.getByRole("button", { name: "記録する" }).click();
  await page.getByText(/か所を見てください|保存できませんでした|送れなかった/).first().waitFor();
  assert.equal(await memo.inputValue(), "\u202e逆さま", "what was refused stays");
  const record = fill(texts, 900);
  await memo.fill(record);
  await page.getByRole("button", { name: "記録する" }).click();
  await page.getByText("記録しました").first().waitFor();
  await go("/record/list");
  await shows(page, record);

  await go("/medicines/new");
  const medicine = { お薬の名前: fill(lines, 240), 飲み方: fill(lines, 240), 薬局: fill(lines, 240), 医療機関: fill(lines, 240) };
  for (const [label, text] of Object.entries(medicine)) await page.getByRole("textbox", { name: label }).first().fill(text);
  const remark = fill(texts.filter((text) => !text.includes("\n")), 700);
  await page.locator("#remark").fill(remark);
  await page.locator("button[type=submit]").click();
  await page.getByRole("link", { name: "お薬手帳を見る" }).waitFor();
  await follow("/medicines", medicine.お薬の名前.split(" ")[0] ?? "");
  for (const text of [...Object.values(medicine), remark]) await shows(page, text);

  await go("/alarms/new");
  const label = fill(lines, 58);
  await page.getByRole("textbox", { name: "アラームの名前" }).fill(label);
  await page.locator("button[type=submit]").click();
  await page.getByText("アラームをつけました").first().waitFor();
  await page.reload();
  await shows(page, label);

  await go("/visits/new");
  await page.getByRole("button", { name: "行ってきた" }).click();
  const visit = { place: fill(lines, 100), reason: fill(lines, 190) };
  await page.getByRole("textbox", { name: "病院・薬局" }).fill(visit.place);
  await page.getByRole("textbox", { name: "受診の理由" }).fill(visit.reason);
  await page.locator("button[type=submit]").click();
  await page.getByText("受診を書きました").first().waitFor();
  await follow("/visits", visit.place.split(" ")[0] ?? "");
  for (const text of Object.values(visit)) await shows(page, text);
  const own = fill(texts, 900);
  await page.getByRole("button", { name: "書く", exact: true }).click();
  await page.getByRole("textbox", { name: "自分のメモ" }).fill(own);
  await page.getByRole("button", { name: "メモを保存する" }).click();
  await page.getByText("メモを保存しました").first().waitFor();
  await page.reload();
  await shows(page, own);

  await go("/book/profile");
  const allergies = page.getByRole("textbox", { name: "アレルギー" });
  const before = await allergies.inputValue();
  const allergy = fill(lines, 190);
  await allergies.fill(`${before}\n${allergy}`.trim());
  await page.locator("button[type=submit]").click();
  await page.getByText("保存しました").first().waitFor();
  await go("/book/profile");
  assert.equal(await allergies.inputValue(), `${before}\n${allergy}`.trim());

  await go("/check-in");
  await page.getByText("みどり内科クリニック").first().click();
  await page.getByRole("button", { name: /つを見せて、受付する/ }).click();
  await page.getByText("受付の人にこの番号を言ってください").waitFor();
  const checkedIn = page.url();
  const doctor = await Person.at(browser, "doctor", DESK);
  await signIn(doctor, running.web_staff, account(running, "doctor"));
  await doctor.page.getByRole("link", { name: /荒尾/ }).first().click();
  const note = fill(texts, 2_000);
  await doctor.page.locator("#note-text").fill(note);
  await doctor.page.getByRole("button", { name: "本人に送る" }).click();
  await doctor.page.getByText("本人に届きました").first().waitFor();
  await doctor.page.reload();
  for (const text of [note, allergy]) await shows(doctor.page, text);
  await go(checkedIn.slice(running.web.length).replace("/check-in/", "/visits/"));
  await shows(page, note);

  // The notebook is another's as well in the stories that follow: what this one wrote into the profile goes.
  await go("/book/profile");
  await allergies.fill(before);
  await page.locator("button[type=submit]").click();
  await page.getByText("保存しました").first().waitFor();
  await go(checkedIn.slice(running.web.length));
  await page.getByRole("button", { name: "いま見せるのをやめる" }).click();
  await page.getByRole("button", { name: "見せるのをやめる", exact: true }).click();
  await page.getByText(/見せるのをやめました|いまは見せていません/).first().waitFor();
  await resident.leave();
  await doctor.leave();
} finally {
  await browser.close();
}
