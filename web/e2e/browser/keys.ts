/** A person without a mouse: goes on by Tab, presses Enter or Space, and sees where they are at every step. */
import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";

const MOST_STEPS = 160;

/** Goes on until a control has the focus. */
export async function reach(page: Page, wanted: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
  const control = wanted.first();
  await control.waitFor();
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const found = await control.evaluate((element) => element === document.activeElement || element.contains(document.activeElement));
    if (found && step > 0) return;
    if (found) return assert.equal(await where(page), "", "where the focus is");
    await page.keyboard.press(key);
    const fault = await where(page);
    assert.equal(fault, "", `on the way to ${wanted}`);
  }
  assert.fail(`${wanted} is not reached in ${MOST_STEPS} steps`);
}

/** Reaches a control and presses a key there. */
export async function press(page: Page, wanted: Locator, key: "Enter" | "Space" = "Enter"): Promise<void> {
  await reach(page, wanted);
  await page.keyboard.press(key);
}

/** Reaches a field and types into it, in place of what stands there. */
export async function write(page: Page, field: Locator, text: string): Promise<void> {
  await reach(page, field);
  await page.keyboard.press("Control+A");
  await page.keyboard.type(text);
}

/** After a change of screen, and after a dialog has gone: the focus is somewhere on the page. */
export async function keepsFocus(page: Page, after: string): Promise<void> {
  // The browser lets go of what was taken away before the page takes the focus elsewhere.
  await page.waitForFunction(() => document.activeElement !== null && document.activeElement !== document.body, undefined, { timeout: 5_000 }).catch(() => assert.fail(`the focus is lost after ${after}`));
}

/** Why what has the focus is not seen to have it; nothing where it is, or where the focus is between the end of the page and its beginning. */
async function where(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!(element instanceof HTMLElement) || element === document.body) return "";
    const name = `${element.tagName.toLowerCase()}.${element.className} ${(element.textContent ?? "").slice(0, 30)}`;
    const parts = [element, ...(element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement ? element.labels ?? [] : [])];
    if (!element.matches(":focus-visible")) return `${name}: not shown as focused`;
    if (!parts.map((part) => getComputedStyle(part)).some(({ outlineStyle, boxShadow }) => outlineStyle !== "none" || boxShadow !== "none")) return `${name}: has no ring`;
    const seen = parts.some((part) => {
      const { left, top, width, height } = part.getBoundingClientRect();
      return [[0.5, 0.5], [0.05, 0.1], [0.95, 0.1], [0.05, 0.9], [0.95, 0.9], [0.5, 0.1], [0.5, 0.9]].some(([x = 0, y = 0]) => {
        const hit = document.elementFromPoint(left + width * x, top + height * y);
        return hit !== null && parts.some((one) => one.contains(hit) || (hit.contains(one) && hit !== document.body && hit.tagName !== "HTML" && hit.tagName !== "MAIN"));
      });
    });
    return seen ? "" : `${name}: hidden behind something else`;
  });
}
