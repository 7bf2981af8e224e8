/** What can be told of a page without a person's eye: each function says the faults that it found, in words. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Scripts and styles that the policy kept out, and what went wrong in the page, as they happen. */
export async function watch(page, say) {
  page.on("pageerror", (error) => say(`fault of the page: ${error.message}`));
  page.on("dialog", (dialog) => {
    say(`a window of the browser's own: ${dialog.message()}`);
    return dialog.dismiss();
  });
  page.on("console", (message) => {
    if (/Content Security Policy|TrustedHTML|TrustedScript/.test(message.text())) say(message.text());
  });
  await page.exposeFunction("breached", (what) => say(`breach of the policy: ${what}`));
  await page.addInitScript(() => document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) => globalThis.breached(`${violatedDirective} ${blockedURI} ${sample}`)));
}

/** All that is asked of a page that stands. */
export async function faultsOf(page) {
  return [...await page.evaluate(sideways), ...await violations(page), ...await page.evaluate(smallTargets), ...await page.evaluate(covered), ...await page.evaluate(cutOff)];
}

// The policy of the page holds for axe too: it comes in through the browser's own door.
async function violations(page) {
  return page.evaluate(`${AXE}; axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map(({ target, failureSummary }) => target + " " + failureSummary.split("\\n")[1]).join(" | ")))`);
}

/** Runs in the page. */
export function sideways() {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  return wide > 0 ? [`scrolls sideways by ${wide} px`] : [];
}

/** Runs in the page. What stays in its place while the page moves leaves the page room. */
export function covered() {
  const most = 0.6;
  return [...document.querySelectorAll("body *")]
    .filter((box) => /sticky|fixed/.test(getComputedStyle(box).position) && box.closest("dialog") === null && box.checkVisibility())
    .map((box) => [box, box.getBoundingClientRect().height / innerHeight])
    .filter(([, share]) => share > most)
    .map(([box, share]) => `${box.tagName.toLowerCase()}.${box.className} stays over ${Math.round(share * 100)} % of the window`);
}

/** Runs in the page. A choice may be tapped on its words as well; a link within a sentence is as high as its line. */
function smallTargets() {
  const least = 47.5;
  const isLargeEnough = (box) => box.width >= least && box.height >= least;
  const stands = (node) => node.nodeType === Node.TEXT_NODE && node.data.trim() !== "";
  const isInSentence = (control) => control.matches("a") && getComputedStyle(control).display === "inline" && [...control.parentElement.childNodes].some(stands);
  const open = [...document.querySelectorAll("dialog:modal")].at(-1) ?? document;
  return [...open.querySelectorAll("a[href], button, input, select, textarea, summary, [role=switch], [role=button], [role=tab]")]
    .filter((control) => control.checkVisibility() && !isInSentence(control))
    .filter((control) => ![control, ...(control.labels ?? [])].some((part) => isLargeEnough(part.getBoundingClientRect())))
    .map((control) => [control, control.getBoundingClientRect()])
    .map(([control, { width, height }]) => `target under 48 px: ${control.tagName}.${control.className} ${control.textContent.slice(0, 20)} ${Math.round(width)} × ${Math.round(height)}`);
}

/** Runs in the page. Text that leaves the window, is hidden by a box around it, or stands out of the box that is drawn around it. */
export function cutOff() {
  const found = new Map();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const parent = node.parentElement;
    if (node.data.trim() === "" || parent.closest(".sr, noscript, svg, option, [inert]") !== null || !parent.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const text = range.getBoundingClientRect();
    if (text.width === 0) continue;
    const why = reason(parent, text);
    if (why !== undefined && !found.has(why)) found.set(why, `cut off: ${why}: ${node.data.trim().slice(0, 30)}`);
  }
  return [...found.values()];

  function reason(parent, text) {
    let scrolls = { x: false, y: false };
    for (let box = parent; box !== document.body && box !== null; box = box.parentElement) {
      const { overflowX, overflowY, display, borderLeftWidth, position, textOverflow } = getComputedStyle(box);
      if (display === "inline" || display === "contents") continue;
      const edge = box.getBoundingClientRect();
      const name = `${box.tagName.toLowerCase()}.${box.className}`;
      const out = { x: text.right > edge.right + 1 || text.left < edge.left - 1, y: text.bottom > edge.bottom + 3 || text.top < edge.top - 6 };
      // A name that goes on is seen to go on; it stands in full where it leads.
      if (out.x && textOverflow === "ellipsis") return undefined;
      if (out.x && !scrolls.x && /hidden|clip/.test(overflowX)) return `${name} hides it sideways`;
      if (out.y && !scrolls.y && /hidden|clip/.test(overflowY)) return `${name} hides it`;
      if (out.x && !scrolls.x && (box.matches("button, a, label, td, th") || parseFloat(borderLeftWidth) > 0)) return `it stands out of ${name}`;
      scrolls = { x: scrolls.x || /auto|scroll/.test(overflowX), y: scrolls.y || /auto|scroll/.test(overflowY) };
      // Where it is fixed, what stands around it holds it no more.
      if (position === "fixed") break;
    }
    return !scrolls.x && (text.right > innerWidth + 1 || text.left < -1) ? `it leaves the window from ${parent.tagName.toLowerCase()}.${parent.className} in ${parent.parentElement?.tagName.toLowerCase()}.${parent.parentElement?.className}` : undefined;
  }
}
