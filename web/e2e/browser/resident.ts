/**
 * A resident's morning: signing in, a record of values, the page loaded anew, signing out, and the browser's way back, which shows nothing.
 * `node build/e2e/browser/resident.js`.
 */
import assert from "node:assert/strict";

import { PHONE, Person, account, open, signIn, stack } from "./house.js";

const running = stack();
const browser = await open();
try {
  const person = await Person.at(browser, "resident", PHONE);
  const { page } = person;
  const { password, ...rest } = account(running, "resident");

  // What is wrong is said, and what was typed stays.
  await page.goto(running.web);
  await page.getByLabel("メールアドレス").fill(rest.email);
  await page.getByLabel("パスワード", { exact: true }).fill(`${password}x`);
  await page.getByRole("button", { name: "サインインする" }).click();
  await page.getByText("メールアドレスかパスワードがちがいます。").first().waitFor();
  assert.equal(await page.getByLabel("メールアドレス").inputValue(), rest.email);

  await signIn(person, `${running.web}/record/new`, { password, ...rest });
  const steps = 2_000 + Math.floor(Math.random() * 7_000);
  await page.getByLabel("歩数").fill(String(steps));
  await page.getByRole("button", { name: "記録する" }).click();
  await page.getByText("記録しました").first().waitFor();
  await page.goto(`${running.web}/record/list`);
  await page.getByText(steps.toLocaleString("en")).first().waitFor();
  await person.picture("record-list");

  for (const [address, name, said] of [
    ["/record", "record", "血圧"],
    ["/medicines", "medicines", "この1年のお薬"],
    ["/medicines/doses", "doses", "今日のお薬"],
    ["/alarms", "alarms", "アラーム"],
    ["/visits", "visits", "受診"],
    ["/book", "book", "手帳"],
    ["/book/access-log", "access-log", "記録を見た人"],
    ["/book/consents", "consents", "同意"],
    ["/book/profile", "profile", "からだのこと"],
  ] as const) {
    await page.goto(`${running.web}${address}`);
    await page.getByText(said).first().waitFor();
    assert.equal(await page.locator("#root").getByText("開けませんでした").count(), 0, address);
    await person.picture(name);
  }

  // Nothing of health is in what the browser keeps.
  const kept = await page.evaluate(async () => ({ local: Object.keys(localStorage), databases: (await indexedDB.databases()).map(({ name }) => name) }));
  for (const name of kept.local) assert.doesNotMatch(JSON.stringify(await page.evaluate((key) => localStorage.getItem(key), name)), /血圧|アムロジピン|systolic|weight_kg|花子/, name);

  await page.goto(`${running.web}/book`);
  await page.getByRole("button", { name: "サインアウト" }).first().click();
  const sure = page.getByRole("dialog");
  await sure.waitFor();
  await sure.getByRole("button", { name: /サインアウト/ }).first().click();
  await page.getByText("サインアウトしました").first().waitFor();
  await page.goBack();
  await page.getByRole("button", { name: "サインインする" }).waitFor();
  assert.equal(await page.getByText(steps.toLocaleString("en")).count(), 0);
  // Where the way back was quicker than the wipe, the page that it leads to goes on with it.
  const left = () => page.evaluate(async () => [...(await indexedDB.databases()).map(({ name }) => name), ...Object.keys(localStorage).filter((name) => name === "wipe-begun")]);
  for (let tries = 0; tries < 50 && (await left()).length > 0; tries += 1) await page.waitForTimeout(100);
  assert.deepEqual(await left(), []);
  await person.leave();
} finally {
  await browser.close();
}
