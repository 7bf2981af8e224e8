/**
 * The pharmacy's paper before a camera: three symbols in any order become a sheet in the notebook, and codes of other kinds say what they are for.
 * `node build/e2e/browser/scan.js`.
 */
import assert from "node:assert/strict";

import { CODES, type Matrix } from "./film.js";
import { type Person, account, before, stack } from "./house.js";

const running = stack();
const REGISTERED = /お薬手帳に 紙1枚\(お薬\d+つ\)を入れました|紙を読みました|もう手帳に入っています/;

function codes(name: string): readonly Matrix[] {
  const found = CODES[name];
  assert.ok(found !== undefined && found.length > 0, name);
  return found;
}

const scanned = (shown: readonly Matrix[], then: (person: Person) => Promise<void>) => before(shown, `${running.web}/medicines/scan`, account(running, "second_resident"), then);

const [one, two, three] = codes("appended");
assert.ok(one && two && three);
await scanned([three, one, two], async (person) => {
  await person.page.getByText(/3つのうち [12]つ読めました/).first().waitFor();
  await person.picture("scan");
  await person.page.getByText(REGISTERED).first().waitFor();
  await person.picture("scanned");
});
await scanned(codes("single"), async ({ page }) => {
  // The same sheet in one symbol: it is in the notebook once.
  await page.getByText("もう手帳に入っています").first().waitFor();
});

// The longest document, from the middle, with a foreign code between: sent once, and once in the notebook.
const sixteen = codes("sixteen");
const shuffled = [...sixteen.slice(9), ...codes("foreign"), ...sixteen.slice(0, 9).reverse()];
for (const said of [REGISTERED, "もう手帳に入っています"]) {
  await scanned(shuffled, async ({ page }) => {
    let sent = 0;
    page.on("request", (request) => (sent += Number(request.method() === "POST" && request.url().endsWith("/dispensings"))));
    await page.getByText(/16つのうち \d+つ読めました/).first().waitFor();
    await page.getByText(said).first().waitFor();
    assert.equal(sent, 1);
  });
}

for (const [name, said] of [["prescription", "処方箋のQRです"], ["poster", "受付のポスターのQRです"], ["foreign", "お薬のQRではありません"]] as const) {
  await scanned(codes(name), async ({ page }) => page.getByText(said).first().waitFor());
}
