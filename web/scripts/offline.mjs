/**
 * Opens the built pages in a browser, takes a newer version, has a push arrive, then takes the network away and opens them again: `npm run offline`.
 * Ends with a non-zero status where something is not as it should be, or at a breach of the content security policy.
 */
import assert from "node:assert/strict";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { chromium } from "playwright-core";

import { serve } from "./pictures/server.mjs";

const FOLDER = "build/offline";
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-component-update", "--disable-sync", "--lang=ja"];

rmSync(FOLDER, { recursive: true, force: true });
cpSync("build/pages", FOLDER, { recursive: true });
const server = await serve(FOLDER);
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });
const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: "ja-JP", timezoneId: "Asia/Tokyo" });
const page = await context.newPage();
page.setDefaultTimeout(15_000);
const faults = [];
page.on("pageerror", ({ message }) => faults.push(message));
page.on("console", (message) => {
  if (/Content Security Policy|Trusted/.test(message.text())) faults.push(message.text());
});
const says = (text) => page.getByText(text).first().waitFor();

try {
  await page.goto(`${server.address}/`);
  const scope = await page.evaluate(async () => (await navigator.serviceWorker.ready).scope);
  assert.equal(scope, `${server.address}/`);
  const first = await kept();
  assert.deepEqual(first.paths, listed());
  console.log(`registered under the policy; keeps ${first.paths.length} files`);

  await page.reload();
  assert.ok(await page.evaluate(() => navigator.serviceWorker.controller !== null), "the second opening is the worker's");
  for (const path of ["/record", "/medicines", "/"]) {
    await page.goto(server.address + path);
    await page.waitForLoadState("networkidle");
  }
  assert.deepEqual((await kept()).paths, listed(), "opening screens keeps nothing more");

  writeFileSync(`${FOLDER}/sw.js`, readFileSync(`${FOLDER}/sw.js`, "utf8").replace(first.names[0].slice("shell-".length), "0000000000000000"));
  await page.reload();
  await says("この画面の新しい版があります");
  assert.ok((await kept()).names.includes(first.names[0]), "the version in use stays until it is let go");
  await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name: "開き直す" }).click()]);
  // Asked from here: the page's own `waitForFunction` takes any promise for a yes.
  for (let tries = 0; tries < 50 && (await kept()).names.join() !== "shell-0000000000000000"; tries += 1) await page.waitForTimeout(100);
  assert.deepEqual((await kept()).names, ["shell-0000000000000000"]);
  await page.waitForLoadState("networkidle");
  assert.equal(await page.getByText("この画面の新しい版があります").count(), 0);
  console.log("a newer version waits, is taken by a tap, and takes the place of the old one");

  await context.grantPermissions(["notifications"], { origin: server.address });
  const { push, end } = await pushing();
  for (const data of ['{"data":{"kind":"dose_due","id":"one","label":"アムロジピン"}}', '{"data":{"kind":"dose_due","id":"two"}}', "no JSON at all"]) await push(data);
  const notices = () => page.evaluate(async () => (await (await navigator.serviceWorker.ready).getNotifications()).map(({ title, body, tag, data }) => [title, body, tag, data.id]));
  let shown = await notices();
  for (let tries = 0; tries < 50 && !(shown.length === 2 && shown.some(([, , , id]) => id === "two")); tries += 1) {
    await page.waitForTimeout(100);
    shown = await notices();
  }
  assert.deepEqual(shown.sort(([, , one], [, , other]) => one.localeCompare(other)), [["お知らせがあります", "", "dose_due", "two"], ["お知らせがあります", "", "notice", undefined]]);
  await end();
  console.log("a push shows that there is something, though nobody is signed in, and the next of its kind takes its place");

  server.close();
  await context.setOffline(true);
  for (const path of ["/", "/record/new", "/?t=poster"]) {
    await page.goto(server.address + path);
    await says("電波がありません");
  }
  await page.screenshot({ path: `${FOLDER}/offline.png` });
  const told = await page.evaluate(() => Promise.all(["/v1/me", "/config.json"].map((path) => fetch(path).then(() => "answered", () => "no network"))));
  assert.deepEqual(told, ["no network", "no network"]);
  console.log("without a network the pages open and say so");
  assert.deepEqual(faults, []);
} finally {
  await browser.close();
  server.close();
}

/** Hands a push to the worker, as the browser does with one that its push service delivered. */
async function pushing() {
  const developer = await context.newCDPSession(page);
  const found = new Promise((resume) => {
    developer.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      for (const { registrationId, scopeURL, isDeleted } of registrations) if (scopeURL === `${server.address}/` && !isDeleted) resume(registrationId);
    });
  });
  await developer.send("ServiceWorker.enable");
  const registrationId = await found;
  return {
    push: (data) => developer.send("ServiceWorker.deliverPushMessage", { origin: server.address, registrationId, data }),
    // While it listens, taking the network away does not reach the worker.
    end: () => developer.send("ServiceWorker.disable").then(() => developer.detach()),
  };
}

/** What the browser keeps. */
async function kept() {
  return page.evaluate(async () => {
    const names = await caches.keys();
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return { names, paths: [...new Set(requests.flat().map(({ url }) => new URL(url).pathname))].sort() };
  });
}

/** What the worker was built to keep. */
function listed() {
  return JSON.parse(/\[("\/[^\]]*)\]/.exec(readFileSync(`${FOLDER}/sw.js`, "utf8"))[0]).sort();
}
