/**
 * A front desk's poster before the camera of the check-in: what is no poster of the city says so, a photo serves where the camera does not, and the real one
 * leads to the preview and to the code that is said at the desk. `posters` of the stack's description are the real one and a forged one.
 * `node build/e2e/browser/poster.js`.
 */
import assert from "node:assert/strict";
import { renderSVG } from "uqr";

import { CODES, matrixOf } from "./film.js";
import { type Person, account, before, stack } from "./house.js";

const CLINIC = "みどり内科クリニック";
const running = stack();
const { posters } = running;
assert.ok(posters !== undefined, "the stack's description has no posters");
const person = account(running, "resident");
const address = `${running.web}/check-in`;
const [medicine] = CODES["single"] ?? [];
assert.ok(medicine);

/** Until the preview says where it is and what is shown. */
const previewed = async ({ page }: Person) => {
  await page.getByText(CLINIC).first().waitFor();
  const go = page.getByRole("button", { name: /つを見せて、受付する/ });
  await go.waitFor();
  return go;
};

// A medicine's code and an address of elsewhere are explained; a photo of the poster is read instead.
await before([medicine, matrixOf("https://elsewhere.example/check-in#top")], address, person, async (resident) => {
  const { page } = resident;
  await page.getByText("お薬の紙のQRです").first().waitFor();
  await page.getByText("受付のQRではないようです").first().waitFor();
  const sheet = await resident.context.newPage();
  await sheet.setContent(renderSVG(posters.clinic, { border: 4, pixelSize: 6 }));
  const photo = await sheet.locator("svg").screenshot();
  await sheet.close();
  await page.locator("input[type=file]").setInputFiles({ name: "poster.png", mimeType: "image/png", buffer: photo });
  await previewed(resident);
});

// Signed by another than the city: refused in words, and the way back to the camera is there.
await before([matrixOf(posters.forged)], address, person, async ({ page }) => {
  await page.getByText("受付できませんでした").first().waitFor();
  await page.getByRole("button", { name: "ほかの場所をえらぶ" }).waitFor();
});

await before([matrixOf(posters.clinic)], address, person, async (resident) => {
  const { page } = resident;
  const go = await previewed(resident);
  await resident.picture("poster");
  await go.click();
  await page.getByText("受付の人にこの番号を言ってください").waitFor();
  const code = page.locator(".reception__code");
  assert.match((await code.locator("[aria-hidden]").textContent()) ?? "", /^[A-Z]\d{4}$/);
  const tall = await code.evaluate((shown) => parseFloat(getComputedStyle(shown).fontSize));
  assert.ok(tall >= 40, `the code is ${tall} px`);

  // Read by the phone's own camera the address opens the same preview, and its token leaves the address.
  await page.goto(posters.clinic);
  await page.getByText(CLINIC).first().waitFor();
  assert.equal(new URL(page.url()).hash, "");
  await page.goBack();

  await page.getByRole("button", { name: "いま見せるのをやめる" }).click();
  await page.getByRole("button", { name: "見せるのをやめる", exact: true }).click();
  await page.getByText(/見せるのをやめました|いまは見せていません/).first().waitFor();
});
