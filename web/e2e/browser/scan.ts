/**
 * The pharmacy's paper before a camera: three symbols in any order become a sheet in the notebook, and codes of other kinds say what they are for.
 * `node build/e2e/browser/scan.js`.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { CODES, type Matrix, film } from "./film.js";
import { PHONE, Person, account, open, signIn, stack } from "./house.js";

const running = stack();
const folder = mkdtempSync(join(tmpdir(), "film-"));

async function before(codes: readonly Matrix[], then: (person: Person) => Promise<void>): Promise<void> {
  const path = join(folder, "film.y4m");
  film(path, codes);
  const browser = await open("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${path}`);
  try {
    const person = await Person.at(browser, "resident", PHONE);
    await signIn(person, `${running.web}/medicines/scan`, account(running, "second_resident"));
    await then(person);
    await person.leave();
  } finally {
    await browser.close();
  }
}

function codes(name: string): readonly Matrix[] {
  const found = CODES[name];
  assert.ok(found !== undefined && found.length > 0, name);
  return found;
}

try {
  const [one, two, three] = codes("appended");
  assert.ok(one && two && three);
  await before([three, one, two], async (person) => {
    await person.page.getByText(/3つのうち [12]つ読めました/).first().waitFor();
    await person.picture("scan");
    await person.page.getByText(/お薬手帳に \d+件入れました|紙を読みました|もう手帳に入っています/).first().waitFor();
    await person.picture("scanned");
  });
  await before(codes("single"), async ({ page }) => {
    // The same sheet in one symbol: it is in the notebook once.
    await page.getByText("もう手帳に入っています").first().waitFor();
  });
  for (const [name, said] of [["prescription", "処方箋のQRです"], ["poster", "受付のポスターのQRです"], ["foreign", "お薬のQRではありません"]] as const) {
    await before(codes(name), async ({ page }) => page.getByText(said).first().waitFor());
  }
} finally {
  rmSync(folder, { recursive: true });
}
