/**
 * A family: one resident invites another to see their medicines, tells them the code, and stops showing them while the other's page is open.
 * `node build/e2e/browser/family.js`.
 */
import assert from "node:assert/strict";

import { PHONE, Person, account, open, signIn, stack } from "./house.js";

const running = stack();
const browser = await open();
try {
  const owner = await Person.at(browser, "family-owner", PHONE);
  const other = await Person.at(browser, "family-other", PHONE);
  await signIn(owner, `${running.web}/book/family`, account(running, "resident"));
  await signIn(other, `${running.web}/book/family`, account(running, "second_resident"));

  // An earlier telling of this story may have stopped halfway.
  await owner.page.getByText("さんの手帳を見る人").waitFor();
  while (await owner.page.getByRole("button", { name: "この招待を取り消す" }).count() > 0) {
    await owner.page.getByRole("button", { name: "この招待を取り消す" }).first().click();
    await owner.page.getByRole("dialog").getByRole("button", { name: "取り消す", exact: true }).click();
    await owner.page.getByText("招待を取り消しました").waitFor();
  }
  for (const row of await owner.page.locator('a.row[href^="/book/family/"]').all()) {
    await row.click();
    await stopShowing(owner);
  }

  await owner.page.getByRole("link", { name: "家族を招待する" }).click();
  await owner.page.getByRole("group", { name: "お薬" }).getByRole("button", { name: "見る", exact: true }).click();
  await owner.page.getByRole("button", { name: "招待コードを出す" }).click();
  const code = await owner.page.locator("output").innerText();
  assert.match(code, /^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/);
  await owner.picture("family-code");

  // As somebody types it who was told over the telephone.
  await other.page.getByRole("link", { name: "招待コードを入れる" }).click();
  const field = other.page.getByLabel("招待コード", { exact: true });
  await field.fill(code.replace("-", "X").toLowerCase());
  await other.page.getByRole("button", { name: "家族になる" }).click();
  await other.page.getByText("この招待コードは使えません").or(other.page.locator(".field__error")).first().waitFor();
  await field.fill(code.replaceAll("-", " ").toLowerCase());
  await other.page.getByRole("button", { name: "家族になる" }).click();
  await other.page.getByText("家族になりました").waitFor();

  const whose = other.page.locator("main button.row").first();
  await whose.getByText("お薬 見る").waitFor();
  await other.picture("family-sees");
  await whose.click();
  await other.page.locator('.appbar[data-person="2"]').waitFor();
  await other.page.goto(`${running.web}/medicines`);

  await owner.page.goto(`${running.web}/book/family`);
  await owner.page.locator('a.row[href^="/book/family/"]').first().click();
  await owner.picture("family-one");
  await stopShowing(owner);

  // A code that was told to the wrong person is withdrawn before anybody uses it.
  await owner.page.goto(`${running.web}/book/family/invite`);
  await owner.page.getByRole("group", { name: "受診" }).getByRole("button", { name: "見る", exact: true }).click();
  await owner.page.getByRole("button", { name: "招待コードを出す" }).click();
  const withdrawn = await owner.page.locator("output").innerText();
  await owner.page.getByRole("link", { name: "教えおわった" }).click();
  await owner.page.getByText("まだ使われていない招待").waitFor();
  await owner.picture("family-open-invitation");
  await owner.page.getByRole("button", { name: "この招待を取り消す" }).click();
  await owner.page.getByRole("dialog").getByRole("button", { name: "取り消す", exact: true }).click();
  await owner.page.getByText("招待を取り消しました").waitFor();
  await owner.page.getByText("まだ使われていない招待").waitFor({ state: "detached" });
  await other.page.goto(`${running.web}/book/family/join`);
  await other.page.getByLabel("招待コード", { exact: true }).fill(withdrawn);
  await other.page.getByRole("button", { name: "家族になる" }).click();
  await other.page.locator(".field__error").first().waitFor();

  // What was open is asked for anew, and is not there any more.
  await other.page.goto(`${running.web}/book/family`);
  await other.page.getByText("いまは ほかの人の手帳はありません").waitFor();
  await owner.leave();
  await other.leave();
} finally {
  await browser.close();
}

async function stopShowing({ page }: Person): Promise<void> {
  await page.getByRole("button", { name: "見せるのをやめる" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "やめる", exact: true }).click();
  await page.getByText("見せるのをやめました").waitFor();
}
