/**
 * The built pages with a device that keeps passkeys (chromium's virtual authenticator) and the user pool of the tests, which checks what the device signed:
 * `npm run passkeys`. Ends with a non-zero status where something is not as it should be, or at a breach of the content security policy.
 */
import assert from "node:assert/strict";
import { chromium } from "playwright-core";
import { runnerImport } from "vite";

import { CONFIG } from "./pictures/answers.mjs";
import { serve } from "./pictures/server.mjs";

const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-component-update", "--disable-sync", "--lang=ja"];
const [EMAIL, PASSWORD] = ["hanako@example.jp", "Correct horse 13"];
const LIST = "/book/settings/passkeys";
/** A passkey is of a name, and a number is none. */
const DOMAIN = "localhost";

const { module: { FakePool, POOL_ID } } = await runnerImport("./test/session/fake-pool.ts");
const { module: { FakePasskeys } } = await runnerImport("./test/session/fake-passkeys.ts");
const fake = new FakePool();
fake.now = Date.now();
const { sub } = fake.add(EMAIL, PASSWORD);
const sign_in = { endpoint: "/local/cognito", region: "ap-northeast-1", user_pool_id: POOL_ID, residents_client_id: "residents_client", staff_client_id: "staff_client", passkey_domain: DOMAIN };
const server = await serve("build/pages", undefined, { config: { ...CONFIG, sign_in }, pool: fake.fetch });
const address = server.address.replace("127.0.0.1", DOMAIN);
fake.passkeys = new FakePasskeys(DOMAIN, address);

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: FLAGS });
const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: "ja-JP", timezoneId: "Asia/Tokyo", serviceWorkers: "block" });
const page = await context.newPage();
page.setDefaultTimeout(15_000);
const faults = [];
page.on("pageerror", ({ message }) => faults.push(message));
page.on("console", (message) => {
  if (/Content Security Policy|Trusted|Permissions policy violation/.test(message.text())) faults.push(message.text());
});
// Nobody is signed in without a token.
await page.route("**/v1/**", (route) => (route.request().headers()["authorization"] === undefined ? route.fulfill({ status: 401, json: { message: "Unauthorized" } }) : route.fallback()));
const says = (text) => page.getByText(text).first().waitFor();
const press = (name) => page.getByRole("button", { name, exact: true }).click();
const developer = await context.newCDPSession(page);
await developer.send("WebAuthn.enable");

try {
  let device = await another();
  await byPassword(LIST);
  await says("登録したパスキーはありません");
  await press("パスキーを登録する");
  await says("パスキーを登録しました");
  const [kept, ...more] = await keptOn(device);
  assert.deepEqual([kept.rpId, kept.isResidentCredential, more.length, fake.passkeys.of(sub).length], [DOMAIN, true, 0, 1]);
  await press("パスキーを登録する");
  await says("もう登録してあります");
  console.log("a device makes a passkey under the policies, the pool takes it, and a second one is not made");

  await byPasskey();
  await page.getByRole("navigation").waitFor();
  assert.equal(fake.asked.filter(({ action, body }) => action === "RespondToAuthChallenge" && body.ChallengeName === "WEB_AUTHN").length, 1);
  console.log("it signs in");

  await developer.send("WebAuthn.setUserVerified", { authenticatorId: device, isUserVerified: false });
  await byPasskey();
  await refused("もう一度おしてください");
  await developer.send("WebAuthn.setUserVerified", { authenticatorId: device, isUserVerified: true });
  await press("パスキーでサインインする");
  await page.getByRole("navigation").waitFor();
  console.log("a device that does not know who holds it does not, and the next try does");

  await developer.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId: device });
  device = await another();
  await byPasskey();
  await refused("この機器にパスキーがないときは、パスワードでサインインしてください");
  await page.locator("#sign-in-password").fill(PASSWORD);
  await press("サインインする");
  await page.getByRole("navigation").waitFor();
  console.log("a device without one says so, and the password signs in");

  await byPassword(LIST);
  await press("パスキーを登録する");
  await says("パスキーを登録しました");
  assert.equal(fake.passkeys.of(sub).length, 2);
  for (const left of [1, 0]) {
    await page.locator(".rows .btn").first().click();
    await press("パスキーを消す");
    await page.locator("dialog").waitFor({ state: "detached" });
    assert.equal(fake.passkeys.of(sub).length, left);
  }
  await byPasskey();
  await refused("このメールアドレスで使えるパスキーがありません");
  console.log("two devices of one account have one each, and what was removed signs in no more");

  await signedOut(server.address);
  await says(CONFIG.city.phone);
  await page.waitForLoadState("networkidle");
  assert.equal(await page.getByText("パスキー").count(), 0, "at another address they are not offered");
  assert.deepEqual(faults, []);
} finally {
  await browser.close();
  server.close();
}

/** A device whose owner is there, is known to it, and says yes. */
async function another() {
  const options = { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
  return (await developer.send("WebAuthn.addVirtualAuthenticator", { options })).authenticatorId;
}

async function keptOn(authenticatorId) {
  return (await developer.send("WebAuthn.getCredentials", { authenticatorId })).credentials;
}

async function signedOut(where) {
  await page.goto(where);
  // A renewal that is under way would keep what it was begun with.
  await page.waitForLoadState("networkidle");
  await page.evaluate(() => localStorage.clear());
  await page.goto(where);
  await page.locator("#sign-in-email").waitFor();
}

async function byPassword(path) {
  await signedOut(address + path);
  await page.locator("#sign-in-email").fill(EMAIL);
  await page.locator("#sign-in-password").fill(PASSWORD);
  await press("サインインする");
  await page.getByRole("button", { name: "パスキーを登録する" }).waitFor();
}

async function byPasskey() {
  await signedOut(`${address}/`);
  await page.locator("#sign-in-email").fill(EMAIL);
  await press("パスキーでサインインする");
}

/** It is said what to do, and the address is still there. */
async function refused(sentence) {
  await page.getByRole("alert").filter({ hasText: sentence }).waitFor();
  assert.equal(await page.locator("#sign-in-email").inputValue(), EMAIL);
}
