/**
 * A check-in as two people live it, each in a window: the resident on a phone, the doctor at a desk. The resident chooses the clinic and what it may see; the
 * doctor finds them, opens the notebook and writes; the resident ends it, and the doctor's page is empty. `node build/e2e/browser/check-in.js`.
 */
import assert from "node:assert/strict";

import { DESK, PHONE, Person, account, open, signIn, stack } from "./house.js";

const NOTE = "血圧の薬は、このまま続けてください。次は12月にお待ちしています。";

const running = stack();
const browser = await open();
try {
  const resident = await Person.at(browser, "resident", PHONE);
  await resident.page.goto(running.web);
  await resident.picture("sign-in");
  await signIn(resident, running.web, account(running, "resident"));
  const { page } = resident;
  await page.getByRole("link", { name: "病院・薬局で受付する" }).waitFor();
  await resident.picture("home");

  // Three taps: 受付する, the place, 見せて受付する.
  await page.getByRole("link", { name: /受付する/ }).first().click();
  await page.getByText("みどり内科クリニック").first().click();
  const go = page.getByRole("button", { name: /つを見せて、受付する/ });
  await go.waitFor();
  await resident.picture("check-in");
  await go.click();
  await page.getByText("受付の人にこの番号を言ってください").waitFor();
  await resident.picture("checked-in");
  const checkedIn = page.url();
  const code = (await page.getByText(/^[A-Z]\d{4}$/).first().textContent()) ?? "";

  const doctor = await Person.at(browser, "doctor", DESK);
  await signIn(doctor, running.web_staff, account(running, "doctor"));
  // Of this check-in: others of the same person may have ended today.
  const row = doctor.page.getByRole("row").filter({ hasText: code }).getByRole("link").first();
  await row.waitFor();
  await doctor.picture("patients");
  await row.click();
  await doctor.page.getByText("いまの薬").first().waitFor();
  await doctor.picture("notebook");

  // By keyboard alone: N, the words, Ctrl+Enter.
  await doctor.page.keyboard.press("n");
  await doctor.page.keyboard.type(NOTE);
  await doctor.page.keyboard.press("Control+Enter");
  await doctor.page.getByText(NOTE).first().waitFor();

  // What the doctor wrote arrives, and who looked is on the log.
  await page.goto(checkedIn);
  await page.getByText(/医師が見ました/).first().waitFor();

  // Ended while open: the doctor's page empties itself.
  await page.getByRole("button", { name: "いま見せるのをやめる" }).click();
  await page.getByRole("button", { name: "見せるのをやめる", exact: true }).click();
  await page.getByText(/見せるのをやめました|いまは見せていません/).first().waitFor();
  await doctor.page.bringToFront();
  await doctor.page.reload();
  await doctor.page.getByText("本人が、見せるのを終わりにしました").first().waitFor();
  assert.equal(await doctor.page.getByText("いまの薬").count(), 0);
  await doctor.picture("ended");

  await page.goto(`${running.web}/visits`);
  await page.getByText("みどり内科クリニック").first().click();
  await page.getByText(NOTE).first().waitFor();
  await resident.picture("visit");
  await resident.leave();
  await doctor.leave();
} finally {
  await browser.close();
}
