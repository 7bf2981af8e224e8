/** Draws the icons of the installed pages into public/icons, from the notebook of the pages' own icons: `node scripts/icons.mjs` (needs /usr/bin/chromium). */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { chromium } from "playwright-core";

const [, book] = /^\s+book: "([^"]+)"/m.exec(readFileSync("src/components/icon-paths.ts", "utf8"));
/** `--primary` of the light colours. */
const GROUND = "#004c59";

/** `share`: how much of the side the notebook takes. A platform cuts a maskable icon to a circle of 80 %. */
const draw = (share, corner) => {
  const side = Math.round(24 / share);
  // The rings of the notebook make it stand 1.25 left of the middle of its grid.
  const inset = (side - 24) / 2;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}"><rect width="${side}" height="${side}" rx="${corner * side}" fill="${GROUND}"/><path transform="translate(${inset + 1.25} ${inset})" d="${book}" fill="none" stroke="#fff" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round"/></svg>\n`;
};
const mark = draw(0.75, 0.2);

mkdirSync("public/icons", { recursive: true });
writeFileSync("public/icons/mark.svg", mark);
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--headless", "--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage();
for (const [name, side, svg] of [["mark-192", 192, mark], ["mark-512", 512, mark], ["maskable-512", 512, draw(0.56, 0)], ["apple-touch-icon", 180, draw(0.6, 0)]]) {
  await page.setViewportSize({ width: side, height: side });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw}</style>${svg}`);
  writeFileSync(`public/icons/${name}.png`, await page.screenshot({ omitBackground: true }));
}
await browser.close();
