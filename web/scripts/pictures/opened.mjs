/** A screen as somebody has it before them: opened in a browser, in a look, at the moment of the canned answers. */
import { chromium } from "playwright-core";

import { SCREENS } from "./screens.mjs";
import { watch } from "./faults.mjs";

const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-component-update", "--disable-sync", "--lang=ja"];

export async function browserOf() {
  return chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });
}

/** A window, and what goes wrong in it told to `say`. */
export async function windowOf(browser, { width, height, scale = 1, text = "100", theme = "light", language = "ja" }, say) {
  const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: scale, locale: "ja-JP", timezoneId: "Asia/Tokyo", reducedMotion: "reduce", serviceWorkers: "block" });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  await watch(page, say);
  await page.clock.setFixedTime(new Date("2026-11-25T07:42:00+09:00"));
  await page.addInitScript((preferences) => localStorage.setItem("preferences", preferences), JSON.stringify({ text, theme, language, keepUnsent: false }));
  return page;
}

/** Leads a window to a screen and does there what comes first. */
export async function lead(page, address, name, { theme = "light", text = "100" }, say) {
  const screen = SCREENS[name];
  await screen.before?.(page);
  await page.goto(`${address}${screen.path}${screen.path.startsWith("/components") ? `?theme=${theme}&text=${text}` : ""}`);
  await page.waitForSelector("h1").catch(() => say("shows nothing"));
  await page.waitForLoadState("networkidle");
  await screen.act?.(page);
  await page.evaluate(() => document.fonts.ready);
}
