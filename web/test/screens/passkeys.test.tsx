// @vitest-environment happy-dom
import "fake-indexeddb/auto";

import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Device } from "../session/device.js";
import { FakePasskeys } from "../session/fake-passkeys.js";
import type { FakePool } from "../session/fake-pool.js";
import { EMAIL, enter, fill, openPages, pool } from "../session/house.js";
import { button, says, until } from "./house.js";

const DOMAIN = location.hostname;
const LIST = "/book/settings/passkeys";
const WAY = "パスキーでサインインする";

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

afterEach(() => {
  vi.unstubAllGlobals();
  Reflect.deleteProperty(navigator, "credentials");
});

/** A pool with passkeys. */
function admitting(fake: FakePool = pool()): { readonly fake: FakePool; readonly passkeys: FakePasskeys; readonly sub: string } {
  const passkeys = new FakePasskeys(DOMAIN, location.origin);
  fake.passkeys = passkeys;
  return { fake, passkeys, sub: fake.users.get(EMAIL)!.sub };
}

const opened = (address: string, fake: FakePool) => openPages(address, { fake, passkeyDomain: DOMAIN });
const home = () => until(() => says("今日のアラームはありません"));
const alert = (sentence: string) => until(() => document.querySelector("[role=alert]")?.textContent?.includes(sentence));

/** Signed in by password, at the list, with as many passkeys as the device makes. */
async function atTheList(fake: FakePool): Promise<void> {
  localStorage.clear();
  opened(LIST, fake);
  await enter();
  await until(() => button("パスキーを登録する"));
}

async function register(): Promise<void> {
  (await until(() => button("パスキーを登録する"))).click();
  await until(() => says("パスキーを登録しました"));
}

async function byPasskey(fake: FakePool, email = EMAIL): Promise<void> {
  localStorage.clear();
  opened("/", fake);
  await fill("sign-in-email", email);
  (await until(() => button(WAY))).click();
}

test("who registered a passkey signs in by it, and sends no password", async () => {
  const { fake } = admitting();
  const device = new Device().use();
  await atTheList(fake);
  await until(() => says("登録したパスキーはありません"));
  await register();
  const before = fake.asked.length;
  await byPasskey(fake);
  await home();
  expect(device.asked.length).toBe(2);
  expect(fake.asked.slice(before, before + 2).map(({ action }) => action)).toEqual(["InitiateAuth", "RespondToAuthChallenge"]);
});

test("where the deployment has none there is no word of them", async () => {
  new Device().use();
  const { fake } = openPages("/");
  await until(() => button("サインインする"));
  await new Promise((resume) => setTimeout(resume, 50));
  expect(says("パスキー")).toBe(false);
  await enter();
  await home();
  openPages("/book/settings", { fake });
  await until(() => says("サインインしている機器"));
  await new Promise((resume) => setTimeout(resume, 50));
  expect(says("パスキー")).toBe(false);
});

test("the settings lead to the list where there are any", async () => {
  const { fake } = admitting();
  new Device().use();
  opened("/book/settings", fake);
  await enter();
  (await until(() => document.querySelector<HTMLAnchorElement>(`a[href="${LIST}"]`))).click();
  await until(() => says("登録したパスキーはありません"));
});

test.each([
  ["a browser that cannot", () => {}, DOMAIN, "residents"],
  ["an address at which they do not count", () => new Device().use(), "notebook.example", "residents"],
  ["staff", () => new Device().use(), DOMAIN, "staff"],
] as const)("they are not offered to %s", async (_who, has, passkeyDomain, entry) => {
  has();
  const { fake } = admitting();
  openPages(entry === "staff" ? "/staff/patients" : "/", { fake, passkeyDomain, entry });
  await until(() => document.querySelector("#sign-in-email"));
  await until(() => says("0968-00-0000"));
  await new Promise((resume) => setTimeout(resume, 50));
  expect(says("パスキー")).toBe(false);
});

test("their address says where they cannot be used that the password does", async () => {
  const { fake } = openPages(LIST);
  await enter();
  await until(() => says("ここではパスキーを使えません") && says("サインインはパスワードでできます"));
  expect(fake.count("ListWebAuthnCredentials")).toBe(0);
});

test.each([
  ["the person says no", "もう一度おしてください", (device: Device) => void (device.fails = "NotAllowedError")],
  ["it is on another device alone", "この機器にパスキーがないときは、パスワードで", () => void new Device().use()],
  ["the challenge ran out", "時間が切れました。もう一度おして", (device: Device, fake: FakePool) => void (device.meanwhile = () => (fake.now += 6 * 60_000))],
  ["it was removed while it was asked for", "消したパスキーかもしれません", (device: Device, fake: FakePool) => void (device.meanwhile = () => fake.passkeys?.remove(fake.users.get(EMAIL)!.sub, fake.passkeys.of(fake.users.get(EMAIL)!.sub)[0]!.id))],
  ["the device knows nobody", "この機器ではパスキーを使えません", (device: Device) => void (device.flags = 0b001)],
  ["the page is another's", "いまはパスキーを使えません", (device: Device) => void (device.origin = "https://evil.example")],
  ["the network is away", "電波がないか、弱いようです", (_device: Device, fake: FakePool) => void fake.next.set("InitiateAuth", "offline")],
  ["it was tried too often", "15分ほど待って", (_device: Device, fake: FakePool) => void fake.next.set("InitiateAuth", "TooManyRequestsException")],
])("%s: it is said what to do, the address stays, and the password signs in", async (_what, sentence, change) => {
  const { fake } = admitting();
  const device = new Device().use();
  await atTheList(fake);
  await register();
  change(device, fake);
  await byPasskey(fake);
  await alert(sentence);
  expect(document.querySelector<HTMLInputElement>("#sign-in-email")?.value).toBe(EMAIL);
  await enter();
  await home();
});

test("an account without a passkey and an address that is not known are answered alike", async () => {
  const { fake } = admitting();
  const device = new Device().use();
  const answers: (string | null | undefined)[] = [];
  for (const [email, code] of [[EMAIL], ["nobody@example.jp"], ["nobody@example.jp", "UserNotFoundException"], [EMAIL, "NotAuthorizedException"]] as const) {
    if (code !== undefined) fake.next.set("InitiateAuth", code);
    await byPasskey(fake, email);
    await alert("このメールアドレスで使えるパスキーがありません");
    answers.push(document.querySelector("[role=alert]")?.textContent);
  }
  expect(new Set(answers).size).toBe(1);
  expect(device.asked).toEqual([]);
});

test("without an address it is asked for at its field, and the pool is not asked", async () => {
  const { fake } = admitting();
  new Device().use();
  opened("/", fake);
  (await until(() => button(WAY))).click();
  await until(() => says("メールアドレスを書いてください"));
  expect(says("パスワードを書いてください")).toBe(false);
  expect(fake.asked).toEqual([]);
});

test("whoever leaves the sign-in takes back what the browser asks", async () => {
  const { fake } = admitting();
  const device = new Device().use();
  await atTheList(fake);
  await register();
  let answer = () => {};
  device.meanwhile = () => {
    fake.held = new Promise((resume) => (answer = resume));
  };
  await byPasskey(fake);
  await until(() => device.asked.length === 2);
  button("パスワードを忘れた")?.click();
  await until(() => device.asked[1]?.signal.aborted);
  answer();
});

test("the list has those of every device, page by page; one is removed after it was asked once", async () => {
  const { fake, passkeys, sub } = admitting();
  passkeys.page = 2;
  const devices = ["Phone", "", "Computer"].map(() => new Device());
  for (const [place, name] of ["Phone", "", "Computer"].entries()) {
    devices[place]!.use();
    passkeys.name = name;
    fake.now = Date.parse(`2026-11-2${place + 1}T09:05:00+09:00`);
    await atTheList(fake);
    await register();
  }
  const rows = () => [...document.querySelectorAll(".rows .stack")].map((row) => row.textContent);
  await until(() => rows().length === 3);
  expect(rows()[0]).toBe("Phone2026年(令和8年)11月21日(土) 9:05 に登録消す");
  expect(rows()[1]).toContain("名前のないパスキー");
  [...document.querySelectorAll<HTMLButtonElement>(".rows button")][0]!.click();
  await until(() => says("このパスキーではサインインできなくなります"));
  expect(passkeys.of(sub).length).toBe(3);
  (await until(() => button("パスキーを消す"))).click();
  await until(() => says("パスキーを消しました") && rows().length === 2);
  // The phone's own is still on the phone, and opens nothing any more; the computer's does.
  devices[0]!.use();
  await byPasskey(fake);
  await alert("パスワードでサインインしてください");
  devices[2]!.use();
  await byPasskey(fake);
  await home();
});

test("one that was removed elsewhere meanwhile is removed", async () => {
  const { fake, passkeys, sub } = admitting();
  new Device().use();
  await atTheList(fake);
  await register();
  (await until(() => document.querySelector<HTMLButtonElement>(".rows button"))).click();
  passkeys.remove(sub, passkeys.of(sub)[0]!.id);
  (await until(() => button("パスキーを消す"))).click();
  await until(() => says("パスキーを消しました") && says("登録したパスキーはありません"));
});

test.each([
  ["the person says no", "登録をやめました", (device: Device) => void (device.fails = "NotAllowedError")],
  ["the device has no lock", "画面ロックを使うようにして", (device: Device) => void (device.fails = "NotSupportedError")],
  ["the challenge ran out", "時間が切れました。もう一度", (device: Device, fake: FakePool) => void (device.meanwhile = () => (fake.now += 6 * 60_000))],
  ["there are too many", "使わないパスキーを消して", (_device: Device, fake: FakePool) => void fake.next.set("StartWebAuthnRegistration", "LimitExceededException")],
  ["the pool has none any more", "いまはパスキーを使えません", (_device: Device, fake: FakePool) => void fake.next.set("StartWebAuthnRegistration", "WebAuthnNotEnabledException")],
  ["the sign-in has ended", "はじめからサインインして", (_device: Device, fake: FakePool) => void fake.next.set("StartWebAuthnRegistration", "NotAuthorizedException")],
])("registering where %s says what to do, and the next try goes through", async (_what, sentence, change) => {
  const { fake } = admitting();
  const device = new Device().use();
  await atTheList(fake);
  change(device, fake);
  button("パスキーを登録する")?.click();
  await alert(sentence);
  device.meanwhile = () => {};
  await register();
});

test("an answer that got lost is found in the list, and trying again says that it is there", async () => {
  const { fake } = admitting();
  new Device().use();
  await atTheList(fake);
  fake.next.set("CompleteWebAuthnRegistration", "lost");
  button("パスキーを登録する")?.click();
  await alert("電波がないか");
  await until(() => document.querySelectorAll(".rows .stack").length === 1);
  button("パスキーを登録する")?.click();
  await until(() => says("もう登録してあります"));
});

test("a list that does not come is asked for again by a button", async () => {
  const { fake } = admitting();
  new Device().use();
  fake.next.set("ListWebAuthnCredentials", "offline");
  localStorage.clear();
  opened(LIST, fake);
  await enter();
  await alert("電波がないか");
  button("もう一度")?.click();
  await until(() => says("登録したパスキーはありません"));
});

test("the pool of these tests takes no challenge twice and none that it did not set", async () => {
  const { fake } = admitting();
  new Device().use();
  await atTheList(fake);
  await register();
  await byPasskey(fake);
  await home();
  const sent = fake.asked.filter(({ action }) => action === "RespondToAuthChallenge").at(-1)!;
  const again = async (body: object) => (await fake.fetch("https://pool.test/", { headers: { "x-amz-target": "x.RespondToAuthChallenge" }, body: JSON.stringify(body) })).status;
  expect(await again(sent.body)).toBe(400);
  const asked = await (await fake.fetch("https://pool.test/", { headers: { "x-amz-target": "x.InitiateAuth" }, body: JSON.stringify(fake.asked.filter(({ action }) => action === "InitiateAuth").at(-1)!.body) })).json() as { Session: string };
  expect(await again({ ...sent.body, Session: asked.Session })).toBe(400);
});
