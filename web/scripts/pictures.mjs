/**
 * The built pages with canned answers, looked at by a machine: `npm run pictures -- home record-new`, or all screens.
 *
 *   (nothing)    Pictures for people, in build/shots: each screen in several looks, or in those that LOOKS names (`LOOKS=plain,dark-150 npm run pictures`).
 *   --judge      No pictures; each screen in the looks that cover every language, text size, width and brightness (`pictures/looks.mjs`).
 *   --hostile    No pictures; each screen with hostile texts in place of every free one, `--visits` times other ones, beginning at `--seed`.
 *   --share 2/12 The second of twelve shares of the screens.
 *
 * Ends with a non-zero status at a fault of accessibility, at a breach of the content security policy, at a target under 48 px, at text that is cut off, where
 * a page scrolls sideways, and where what stays in its place leaves the page no room.
 */
import { mkdirSync } from "node:fs";
import { parseArgs } from "node:util";

import { HOSTILE, Hostility, shown } from "./pictures/hostile.mjs";
import { covered, cutOff, faultsOf, sideways } from "./pictures/faults.mjs";
import { LOOKS, cover } from "./pictures/looks.mjs";
import { browserOf, lead, windowOf } from "./pictures/opened.mjs";
import { SCREENS } from "./pictures/screens.mjs";
import { serve } from "./pictures/server.mjs";

const options = { judge: { type: "boolean" }, hostile: { type: "boolean" }, visits: { type: "string", default: "12" }, seed: { type: "string", default: "0" }, share: { type: "string", default: "1/1" } };
const { values, positionals } = parseArgs({ options, allowPositionals: true });
const looks = (process.env.LOOKS ?? Object.keys(LOOKS).join(",")).split(",");
const unknown = [...positionals.filter((name) => !(name in SCREENS)), ...looks.filter((name) => !(name in LOOKS))];
if (unknown.length > 0) throw new Error(`no such screen or look: ${unknown}; there are ${Object.keys(SCREENS)} and ${Object.keys(LOOKS)}`);

const all = Object.keys(SCREENS);
const [share, shares] = values.share.split("/").map(Number);
const wanted = (positionals.length > 0 ? positionals : all).filter((_, place) => place % shares === share - 1);
const hostility = new Hostility(Number(values.seed));
const server = await serve("build/pictures", values.hostile ? (body) => hostility.changed(body) : undefined);
const browser = await browserOf();
let faults = 0;
const say = (where) => (fault) => {
  faults += 1;
  console.log(`${where}: ${fault}`);
};

if (values.hostile) await attack();
else for (const name of wanted) for (const [look, how] of Object.entries(values.judge ? cover(all.indexOf(name)) : Object.fromEntries(looks.map((look) => [look, LOOKS[look]])))) await lookAt(name, look, how);
await browser.close();
server.close();
console.log(faults === 0 ? "no fault" : `${faults} faults`);
process.exitCode = faults === 0 ? 0 : 1;

async function lookAt(name, look, how) {
  const tell = say(`${name} ${look}`);
  const page = await windowOf(browser, how, tell);
  try {
    await lead(page, server.address, name, how, tell);
    for (const fault of await faultsOf(page)) tell(fault);
    if (!values.judge) await picture(page, name, look, how);
  } catch (fault) {
    tell(`${fault.message}`.split("\n")[0]);
  }
  await page.context().close();
}

/** The whole page as one screen, so that bars stand at its edges. */
async function picture(page, name, look, { width, height }) {
  mkdirSync("build/shots", { recursive: true });
  await page.setViewportSize({ width, height: Math.max(height, await page.evaluate(() => document.documentElement.scrollHeight)) });
  await page.screenshot({ path: `build/shots/${name}-${look}.png` });
}

async function attack() {
  const met = new Set();
  for (const name of wanted) {
    for (let visit = 0; visit < Number(values.visits); visit += 1) {
      // The narrow window is first met by words that go on in every place, so that no place escapes them by the turn of the texts.
      hostility.next(visit === 0);
      const tell = say(`${name} visit ${visit}`);
      const page = await windowOf(browser, LOOKS[visit % 2 === 0 ? "narrow" : "desk"], tell);
      try {
        await lead(page, server.address, name, {}, tell);
        const { faults: found, seen } = await page.evaluate(shown, JSON.stringify([...hostility.put]));
        for (const fault of [...found, ...await page.evaluate(sideways), ...await page.evaluate(covered), ...await page.evaluate(cutOff)]) tell(fault);
        for (const text of seen) met.add(text);
      } catch (fault) {
        tell(`${fault.message}`.split("\n")[0]);
      }
      await page.context().close();
    }
  }
  console.log(`${met.size} of ${HOSTILE.length} texts were shown`);
}
