/** The pages behind an edge and the front server, with canned answers behind it, and a browser in which somebody is signed in. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launch } from "chrome-launcher";

import { CONFIG } from "../../web/scripts/pictures/answers.mjs";
import { serve } from "../../web/scripts/pictures/server.mjs";
import { edge } from "./edge.mjs";

const { chromium } = createRequire(new URL("../../web/package.json", import.meta.url))("playwright-core");
/** A phone has a camera, and who opens the check-in has allowed it. */
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-component-update", "--disable-sync", "--lang=ja", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", "--ignore-certificate-errors"];
const CHROMIUM = "/usr/bin/chromium";
const STARTS_MS = 20_000;

/** The address of residents' pages, and what ends the programs behind it. */
export async function front(python) {
  const folder = mkdtempSync(join(tmpdir(), "lighthouse-"));
  const [api, pool, ports] = [await serve("build/pictures"), await userPool(), [await free(), await free()]];
  const [origin, staff] = ports.map((port) => `http://127.0.0.1:${port}`);
  const before = await edge();
  before.before(origin);
  const config = join(folder, "config.json");
  writeFileSync(config, JSON.stringify({ ...CONFIG, addresses: { residents: before.address, staff } }));
  const words = ["-m", "local.stack.front", `--residents-port=${ports[0]}`, `--staff-port=${ports[1]}`, `--api=${api.address}`, `--cognito=${pool.address}`, `--config=${config}`];
  const program = spawn(python, words, { cwd: new URL("../..", import.meta.url), stdio: "inherit" });
  const until = Date.now() + STARTS_MS;
  while (!(await fetch(origin).then(({ ok }) => ok, () => false))) {
    if (Date.now() > until || program.exitCode !== null) throw new Error("the front server does not answer");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const close = async () => {
    before.close();
    program.kill();
    await once(program, "exit");
    api.close();
    pool.close();
    rmSync(folder, { recursive: true });
  };
  return { address: before.address, close };
}

/** The user pool, of which a page that opens wants one thing: a new token for the one that is kept. */
async function userPool() {
  const answer = JSON.stringify({ AuthenticationResult: { AccessToken: "canned", RefreshToken: "kept", ExpiresIn: 300 } });
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { "content-type": "application/x-amz-json-1.1" }).end(answer);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return { address: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

async function free() {
  const server = createServer();
  await once(server.listen(0, "127.0.0.1"), "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/**
 * A browser with the sign-in kept for an address, and the port at which Lighthouse drives it. It is signed in by playwright, and then started anew without
 * it: whatever else listens to a page takes its main thread's time.
 */
export async function browserAt(address) {
  const folder = mkdtempSync(join(tmpdir(), "lighthouse-"));
  const context = await chromium.launchPersistentContext(folder, { executablePath: CHROMIUM, args: FLAGS });
  const page = await context.newPage();
  // A file of the origin that starts nothing.
  await page.goto(`${address}/config.json`);
  await page.evaluate(() => localStorage.setItem("session-residents", JSON.stringify({ refresh: "kept", id: "canned", sub: "canned" })));
  await context.close();
  const browser = await launch({ chromePath: CHROMIUM, userDataDir: folder, chromeFlags: FLAGS, logLevel: "error", envVars: { ...process.env, TZ: "Asia/Tokyo" } });
  const close = () => {
    browser.kill();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  };
  return { port: browser.port, close };
}
