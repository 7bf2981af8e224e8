/** What a deployment tells its pages: the same example that infra/deploy makes, and what is not taken for it. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "vitest";

import { askConfig } from "../src/ask-config.js";
import { Misconfigured, loadConfig, readConfig } from "../src/config.js";
import { isWhereCardsAreProved } from "../src/resident/screens/resident/callback.js";

const EXAMPLE = readFileSync("../infra/web/config.example.json", "utf8");
const HERE = "https://notebook.example";

/** The example with another value at a path; without it where it is `undefined`. */
function changed(path: string, value: unknown): unknown {
  const config = JSON.parse(EXAMPLE) as Record<string, Record<string, unknown>>;
  const [part, name] = path.split(".") as [string, string];
  config[part]![name] = value;
  return JSON.parse(JSON.stringify(config));
}

test("what a deployment makes is read as it is", () => {
  const config = readConfig(JSON.parse(EXAMPLE), HERE);
  assert.deepEqual(config, { ...JSON.parse(EXAMPLE), sign_in: { ...JSON.parse(EXAMPLE).sign_in, endpoint: "https://cognito-idp.ap-northeast-1.amazonaws.com/" } });
});

test("on one machine pages sign in at their own origin", () => {
  assert.equal(readConfig(changed("sign_in.endpoint", "/local/cognito"), "http://127.0.0.1:4568").sign_in.endpoint, "http://127.0.0.1:4568/local/cognito");
  assert.equal(readConfig(changed("addresses.staff", "http://127.0.0.1:4569"), HERE).addresses.staff, "http://127.0.0.1:4569");
  assert.equal(readConfig(changed("city.phone", "0968-00-0005"), HERE).city.phone, "0968-00-0005");
});

test("a deployment of before there was push is read, and has none", () => {
  const { push, ...before } = JSON.parse(EXAMPLE) as Record<string, unknown>;
  assert.ok(push !== undefined);
  assert.equal(readConfig(before, HERE).push, undefined);
});

test("the host of passkeys is read where there is one, and is a name without an address around it", () => {
  assert.equal(readConfig(changed("sign_in.passkey_domain", "notebook.example"), HERE).sign_in.passkey_domain, "notebook.example");
  assert.ok(!("passkey_domain" in readConfig(JSON.parse(EXAMPLE), HERE).sign_in));
});

test("what a later deployment adds is left alone", () => {
  assert.deepEqual(readConfig(changed("city.colour", "blue"), HERE), readConfig(JSON.parse(EXAMPLE), HERE));
});

test.each([
  ...["city.code", "city.name", "addresses.residents", "addresses.staff", "identity.authorization_endpoint"].map((path) => [path, undefined]),
  ...["endpoint", "region", "user_pool_id", "residents_client_id", "staff_client_id"].map((name) => [`sign_in.${name}`, ""]),
  ["push.public_key", undefined],
  ["push.public_key", "BAAA"],
  ["city.code", 432041],
  ["city.name", " "],
  ["city.phone", undefined],
  ["city.phone", "tel:1;x"],
  ["addresses.staff", "https://staff.notebook.example/"],
  ["addresses.staff", "http://staff.notebook.example"],
  ["sign_in.endpoint", "//evil.example"],
  ["sign_in.endpoint", "/\\evil.example"],
  ["sign_in.endpoint", "http://cognito.example"],
  ["sign_in.endpoint", "javascript:alert(1)"],
  ["sign_in.user_pool_id", "us-east-1_a"],
  ["sign_in.passkey_domain", ""],
  ["sign_in.passkey_domain", "https://notebook.example"],
  ["sign_in.passkey_domain", null],
  ["identity.authorization_endpoint", "https://app.example/auth?x=1"],
  ["identity.authorization_endpoint", "https://user@app.example/auth"],
] as [string, unknown][])("%s as %s is refused by its name", (path, value) => {
  assert.throws(() => readConfig(changed(path, value), HERE), (error) => error instanceof Misconfigured && error.message === `config.json: ${path}`);
});

test.each([null, [], "text", 1, {}])("%s is no configuration", (given) => {
  assert.throws(() => readConfig(given, HERE), Misconfigured);
});

test("it is asked for in the words in which the page's head asks for it ahead", async () => {
  const asked: unknown[] = [];
  const config = await loadConfig(askConfig(async (...given) => (asked.push(given), new Response(EXAMPLE))), HERE);
  assert.equal(config.city.name, "荒尾市");
  assert.deepEqual(asked, [["/config.json"]]);
  await assert.rejects(loadConfig(Promise.resolve(new Response("", { status: 404 })), HERE), Misconfigured);
  await assert.rejects(loadConfig(Promise.resolve(new Response("<html>")), HERE), Misconfigured);
});

test("a card is proved at the provider of the deployment and nowhere else", () => {
  const config = readConfig(JSON.parse(EXAMPLE), HERE);
  assert.ok(isWhereCardsAreProved(config, "https://app.example/auth?client_id=a&state=b"));
  for (const address of ["https://app.example/authx?a", "https://app.example.evil/auth?a", "https://evil.example/?https://app.example/auth?a", "javascript:alert(1)", ""]) {
    assert.ok(!isWhereCardsAreProved(config, address), address);
  }
});
