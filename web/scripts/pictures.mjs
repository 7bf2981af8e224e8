/**
 * Pictures of the built pages with canned answers, and what axe-core finds on them: `npm run pictures -- home record-new`, or all screens.
 * Each screen in several looks, or in those that LOOKS names (`LOOKS=plain,dark-150 npm run pictures`). They are written to build/shots.
 * Ends with a non-zero status at a fault of accessibility, at a breach of the content security policy, or where a page scrolls sideways.
 */
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

import { serve } from "./pictures/server.mjs";
import { SCREENS } from "./pictures/screens.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const LOOKS = {
  plain: { width: 360, height: 740 },
  large: { width: 360, height: 740, text: "150" },
  dark: { width: 360, height: 740, theme: "dark" },
  easy: { width: 360, height: 740, language: "easy", text: "125" },
  english: { width: 360, height: 740, language: "en" },
  narrow: { width: 320, height: 640, text: "150", language: "easy" },
  desk: { width: 1280, height: 800 },
  tablet: { width: 1024, height: 768 },
  zoomed: { width: 640, height: 400 },
  "dark-150": { width: 1280, height: 800, theme: "dark", text: "150" },
};
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-component-update", "--disable-sync", "--lang=ja"];

const wanted = process.argv.slice(2);
const looks = (process.env.LOOKS ?? Object.keys(LOOKS).join(",")).split(",");
const unknown = [...wanted.filter((name) => !(name in SCREENS)), ...looks.filter((name) => !(name in LOOKS))];
if (unknown.length > 0) throw new Error(`no such screen or look: ${unknown}; there are ${Object.keys(SCREENS)} and ${Object.keys(LOOKS)}`);

mkdirSync("build/shots", { recursive: true });
const server = await serve("build/pictures");
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });
let faults = 0;
for (const name of wanted.length > 0 ? wanted : Object.keys(SCREENS)) {
  const screen = SCREENS[name];
  for (const look of looks) await picture(name, screen, look, LOOKS[look]);
}
await browser.close();
server.close();
console.log(faults === 0 ? "no fault" : `${faults} faults`);
process.exitCode = faults === 0 ? 0 : 1;

async function picture(name, screen, look, { width, height, text = "100", theme = "light", language = "ja" }) {
  const context = await browser.newContext({ viewport: { width, height }, locale: "ja-JP", timezoneId: "Asia/Tokyo", reducedMotion: "reduce", serviceWorkers: "block" });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const say = (fault) => {
    faults += 1;
    console.log(`${name} ${look}: ${fault}`);
  };
  page.on("pageerror", (error) => say(`fault of the page: ${error.message}`));
  page.on("console", (message) => {
    if (/Content Security Policy|TrustedHTML|TrustedScript/.test(message.text())) say(message.text());
  });
  await page.clock.setFixedTime(new Date("2026-11-25T07:42:00+09:00"));
  await page.addInitScript((preferences) => localStorage.setItem("preferences", preferences), JSON.stringify({ text, theme, language, keepUnsent: false }));
  await screen.before?.(page);
  await page.goto(`${server.address}${screen.path}${screen.path.startsWith("/components") ? `?theme=${theme}&text=${text}` : ""}`);
  await page.waitForSelector("h1").catch(() => say("shows nothing"));
  await page.waitForLoadState("networkidle");
  await screen.act?.(page);
  await page.evaluate(() => document.fonts.ready);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) say(`scrolls sideways by ${wide} px`);
  // The policy of the page holds for axe too: it comes in through the browser's own door.
  const found = await page.evaluate(`${AXE}; axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map(({ target, failureSummary }) => target + " " + failureSummary.split("\\n")[1]).join(" | ")))`);
  for (const violation of found) say(violation);
  for (const small of await page.evaluate(smallTargets)) say(`target under 48 px: ${small}`);
  // The whole page as one screen, so that bars stand at its edges.
  await page.setViewportSize({ width, height: Math.max(height, await page.evaluate(() => document.documentElement.scrollHeight)) });
  await page.screenshot({ path: `build/shots/${name}-${look}.png` });
  await context.close();
}

/** Runs in the page. A link within a sentence is as high as its line. */
function smallTargets() {
  return [...document.querySelectorAll("a, button, input, textarea, [role=switch]")]
    .filter((control) => !control.closest(".toggle, .mood, .check, .btn--chip") && control.getClientRects().length > 0)
    .filter((control) => control.getBoundingClientRect().height < 48)
    .map((control) => `${control.tagName} ${control.textContent.slice(0, 20)} ${Math.round(control.getBoundingClientRect().height)}`);
}
