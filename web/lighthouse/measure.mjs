/**
 * Lighthouse on residents' pages as a running stack serves them: `STACK=../.local/stack.json node lighthouse/measure.mjs --runs 5 /record /medicines`, or all addresses.
 *
 * Held are accessibility and good practice (100 each), at most 4 requests in the longest chain of the first load, and twice the aims of LCP (1.5 s) and CLS (0.02).
 * Written down, and judged by people, because they say as much of the machine: the median of the runs for speed (aim 95), LCP and CLS. `--steady` leaves LCP out, for a machine that does other work.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import lighthouse from "lighthouse";
import { chromium } from "playwright-core";

const AIM = { performance: 95, lcp: 1_500, cls: 0.02, chain: 4 };
process.env.STACK ??= process.env.HEALTH_NOTEBOOK_STACK;
const { account, signIn, stack } = await import("../build/e2e/browser/house.js");

const { values, positionals } = parseArgs({ allowPositionals: true, options: { runs: { type: "string", default: "5" }, steady: { type: "boolean" } } });
const running = stack();
const routes = ["/", ...readFileSync(new URL("../src/resident/routes.ts", import.meta.url), "utf8").matchAll(/^ {2}"([^"]+)": lazyScreen/gm)].map((line) => (typeof line === "string" ? line : line[1]));
const folder = mkdtempSync(join(tmpdir(), "lighthouse-"));
const port = await freePort();
const context = await chromium.launchPersistentContext(folder, {
  executablePath: "/usr/bin/chromium", locale: "ja-JP", timezoneId: "Asia/Tokyo",
  args: [`--remote-debugging-port=${port}`, "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--lang=ja"],
});
const page = await context.newPage();
page.setDefaultTimeout(60_000);
const faults = [];
try {
  for (const route of positionals.length > 0 ? positionals : routes) await measure(route);
} finally {
  await context.close();
  rmSync(folder, { recursive: true, force: true });
}
for (const fault of faults) console.log(fault);
process.exitCode = faults.length === 0 ? 0 : 1;

async function measure(route) {
  const runs = [];
  const path = await pathOf(route);
  if (path === undefined) return console.log(`${route}: the demo's resident has nothing there`);
  for (let run = 0; run < Number(values.runs); run += 1) {
    await comeIn();
    const session = await context.newCDPSession(page);
    await session.send("Network.clearBrowserCache");
    await session.send("Storage.clearDataForOrigin", { origin: running.web, storageTypes: "cache_storage,service_workers" });
    await session.detach();
    const { lhr } = await lighthouse(`${running.web}${path}`, { port, output: "json", logLevel: "error", disableStorageReset: true, onlyCategories: ["performance", "accessibility", "best-practices"] });
    if (lhr.runtimeError) throw new Error(`${route}: ${lhr.runtimeError.message}`);
    runs.push(lhr);
  }
  const score = (category) => runs.map((lhr) => Math.round((lhr.categories[category].score ?? 0) * 100));
  const value = (audit) => median(runs.map((lhr) => lhr.audits[audit].numericValue));
  const chain = Math.max(...runs.map((lhr) => lhr.audits["critical-request-chains"]?.details?.longestChain?.length ?? 0));
  const [performance, lcp, cls] = [median(score("performance")), value("largest-contentful-paint"), value("cumulative-layout-shift")];
  console.log(JSON.stringify({ route, accessibility: Math.min(...score("accessibility")), practice: Math.min(...score("best-practices")), performance, lcp: Math.round(lcp), cls: Number(cls.toFixed(3)), chain }));
  for (const category of ["accessibility", "best-practices"]) {
    for (const { id } of runs[0].categories[category].auditRefs.filter(({ id, weight }) => weight > 0 && (runs[0].audits[id].score ?? 1) < 1)) faults.push(`${route}: ${id}: ${JSON.stringify(runs[0].audits[id].details?.items?.slice(0, 3)).slice(0, 600)}`);
    if (Math.min(...score(category)) < 100) faults.push(`${route}: ${category} ${Math.min(...score(category))}`);
  }
  if (chain > AIM.chain) faults.push(`${route}: ${chain} requests in the longest chain`);
  if (cls > 2 * AIM.cls) faults.push(`${route}: moves by ${cls.toFixed(3)}`);
  if (!values.steady && lcp > 2 * AIM.lcp) faults.push(`${route}: its largest part stands after ${Math.round(lcp)} ms`);
  if (performance < AIM.performance) console.log(`${route}: speed ${performance}, less than the aim`);
}

/** Signed in, by whatever is kept or anew: a page that was closed in the midst of a renewal ends its sign-in. */
async function comeIn() {
  await page.goto(running.web);
  const field = page.locator("#sign-in-email");
  await field.or(page.locator(".tabbar")).first().waitFor();
  if (await field.count() > 0) await signIn({ page }, running.web, account(running, "resident"));
  await page.locator(".tabbar").waitFor();
  await page.goto("about:blank");
}

/** An address with an id is that of the first of its kind that the list above it leads to. */
async function pathOf(route) {
  if (!route.includes(":")) return route;
  await comeIn();
  const above = { "/record/:id": "/record/list", "/check-in/:visit": "/visits", "/medicines/:id/edit": "/medicines", "/visits/:id/edit": "/visits" }[route] ?? route.replace(/\/:.*/, "");
  await page.goto(`${running.web}${above}`);
  const list = route.startsWith("/check-in") ? "/check-in" : route.replace(/\/:.*/, "");
  const link = page.locator(`main a[href^="${list}/0"]`).first();
  const found = await link.waitFor({ timeout: 10_000 }).then(() => link.getAttribute("href"), () => undefined);
  return found && (route.endsWith("/edit") ? `${found}/edit` : found);
}

function median(numbers) {
  return [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)];
}

async function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port: free } = server.address();
      server.close(() => resolve(free));
    });
  });
}
