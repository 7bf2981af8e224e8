// @vitest-environment happy-dom
import "fake-indexeddb/auto";

import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { EMAIL, PASSWORD, enter, fill, openPages, pool, submit } from "../session/house.js";
import { RIGHT_CODE, totp } from "../session/fake-pool.js";
import { button, says, until } from "./house.js";

beforeEach(() => {
  localStorage.clear();
  sessionStorage.clear();
});

afterEach(() => {
  vi.unstubAllGlobals();
});

const home = () => until(() => says("今日のアラームはありません"));
const signInShown = () => until(() => document.querySelector("#sign-in-email"));

test("who is not signed in signs in, and lands where they wanted, with what the address said", async () => {
  const { sent, fake } = openPages("/book?from=poster");
  await signInShown();
  await until(() => location.search === "");
  await enter();
  await until(() => says("えび"));
  expect(location.pathname + location.search).toBe("/book?from=poster");
  expect(sent.at(-1)?.token).toMatch(/^h\./);
  expect(JSON.stringify(fake.asked)).not.toContain(PASSWORD);
});

test("a wrong password and an address that is not known are answered alike, and what was typed stays", async () => {
  openPages("/");
  await enter(EMAIL, "Wrong horse 13aA");
  const wrong = await until(() => document.querySelector("[role=alert]")?.textContent);
  expect(wrong).toContain("メールアドレスかパスワードがちがいます");
  expect(document.querySelector<HTMLInputElement>("#sign-in-password")?.value).toBe("Wrong horse 13aA");
  openPages("/");
  await enter("nobody@example.jp");
  await until(() => document.querySelector("[role=alert]")?.textContent === wrong);
});

test("going back from a step keeps the address that was typed", async () => {
  const fake = pool();
  openPages("/staff/patients", { entry: "staff", fake });
  const typed = () => document.querySelector<HTMLInputElement>("#sign-in-email")?.value;
  await signInShown();
  await fill("sign-in-email", "doctor@example.jp");
  button("パスワードを忘れた")!.click();
  (await until(() => document.querySelector("#forgot-email") && button("もどる"))).click();
  await until(() => typed() === "doctor@example.jp");
});

test.each([["residents", "/", "働く人のページへ", "https://staff.test/staff"], ["staff", "/staff/patients", "住民の人のページへ", "https://notebook.test"]] as const)("who comes to the door of %s and belongs to the other is led there", async (entry, address, word, href) => {
  const { fake } = openPages(address, { entry });
  fake.next.set("InitiateAuth", "UserLambdaValidationException");
  await enter();
  expect((await until(() => button(word))).getAttribute("href")).toBe(href);
});

test("who works nowhere is led from the staff's door to the residents'", async () => {
  openPages("/staff/patients", { entry: "staff", fake: pool(), city: (_method, path, token) => (path === "/v1/me" && token !== undefined ? { status: 200, body: { actor_id: "a", memberships: [], family: [] } } : undefined) });
  await enter();
  expect((await until(() => button("住民の人のページへ"))).getAttribute("href")).toBe("https://notebook.test");
});

test("an empty form asks for what is missing at its field, and sends nothing", async () => {
  const { fake } = openPages("/");
  await signInShown();
  await submit();
  await until(() => says("メールアドレスを書いてください") && says("パスワードを書いてください"));
  expect(document.querySelector("#sign-in-email")?.getAttribute("aria-describedby")).toBe("sign-in-email-error");
  expect(fake.asked).toEqual([]);
});

test.each([["TooManyRequestsException", "15分ほど待って"], ["offline", "電波がないか、弱いようです"], ["UserLambdaValidationException", "このページではサインインできません"], ["PasswordResetRequiredException", "決め直しが要ります"]])("%s says what to do, and the next try goes through", async (code, sentence) => {
  const { fake } = openPages("/");
  fake.next.set("InitiateAuth", code);
  await enter();
  await until(() => says(sentence));
  await submit();
  await home();
});

test("fields say to browsers and password managers what they are", async () => {
  openPages("/");
  await signInShown();
  const filled = (id: string) => document.querySelector<HTMLInputElement>(`#${id}`)?.getAttribute("autocomplete");
  expect([filled("sign-in-email"), filled("sign-in-password")]).toEqual(["username", "current-password"]);
  document.querySelector<HTMLInputElement>("input[type=checkbox]")?.click();
  await until(() => document.querySelector<HTMLInputElement>("#sign-in-password")?.type === "text");
  button("新しくはじめる")?.click();
  await until(() => filled("sign-up-password") === "new-password");
});

test("a new account: the password's rules are shown as they are met, the code may be wrong once, and the person is in", async () => {
  const { fake } = openPages("/");
  (await until(() => button("新しくはじめる"))).click();
  await fill("sign-up-email", "new@example.jp");
  await fill("sign-up-password", "short");
  const met = () => document.querySelectorAll(".rule--met").length;
  await until(() => met() === 1);
  await submit();
  await until(() => says("「まだです」の決まりに合わせてください"));
  expect(fake.asked).toEqual([]);
  await fill("sign-up-password", PASSWORD);
  await until(() => met() === 4);
  await submit();
  await until(() => says("確認コードを送りました"));
  expect(document.querySelector("#confirm-code")?.getAttribute("autocomplete")).toBe("one-time-code");
  await fill("confirm-code", "000000");
  await submit();
  await until(() => says("コードがちがいます"));
  await fill("confirm-code", "１２３ ４５６");
  await submit();
  await home();
});

test("an address that has an account gets the same answer at sign-up as one that has none", async () => {
  const texts: string[] = [];
  for (const email of [EMAIL, "none@example.jp"]) {
    openPages("/");
    (await until(() => button("新しくはじめる"))).click();
    await fill("sign-up-email", email);
    await fill("sign-up-password", PASSWORD);
    await submit();
    await until(() => document.querySelector("#confirm-code"));
    texts.push((document.querySelector("main")?.textContent ?? "").replace(email, ""));
  }
  expect(texts[0]).toBe(texts[1]);
});

test("who lost the code of a new account goes on from the sign-in", async () => {
  const fake = pool();
  fake.add("new@example.jp", PASSWORD, { status: "UNCONFIRMED" });
  openPages("/", { fake });
  await enter("new@example.jp");
  await fill("confirm-code", RIGHT_CODE);
  await submit();
  await home();
});

test("a code can be sent again after a while, and an old one says so", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"], shouldAdvanceTime: true });
  try {
    const fake = pool();
    fake.add("new@example.jp", PASSWORD, { status: "UNCONFIRMED" });
    openPages("/", { fake });
    await enter("new@example.jp");
    await until(() => button("あと30秒"));
    fake.next.set("ConfirmSignUp", "ExpiredCodeException");
    await fill("confirm-code", "111111");
    await submit();
    await until(() => says("コードの時間が切れました"));
    const before = fake.count("ResendConfirmationCode");
    for (let second = 0; second < 31; second += 1) await vi.advanceTimersByTimeAsync(1_000);
    const again = await until(() => [...document.querySelectorAll("button")].find((one) => one.textContent === "コードをもう一度送る"));
    again.click();
    await until(() => says("もう一度送りました"));
    expect(fake.count("ResendConfirmationCode")).toBe(before + 1);
  } finally {
    vi.useRealTimers();
  }
});

test("a forgotten password: code and new password, and the person is in", async () => {
  const { fake } = openPages("/");
  (await until(() => button("パスワードを忘れた"))).click();
  await fill("forgot-email", EMAIL);
  await submit();
  await fill("reset-code", RIGHT_CODE);
  await fill("reset-password", "Another horse 14");
  await submit();
  await home();
  expect(fake.users.get(EMAIL)?.password).toBe("Another horse 14");
});

test("residents may sign in by a code of a mail, staff may not", async () => {
  openPages("/");
  (await until(() => button("メールのコードで"))).click();
  await fill("forgot-email", EMAIL);
  await submit();
  await fill("challenge-code", "000000");
  await submit();
  await until(() => says("コードがちがいます"));
  await fill("challenge-code", RIGHT_CODE);
  await submit();
  await home();
  localStorage.clear();
  openPages("/staff/patients", { entry: "staff" });
  await signInShown();
  expect(button("メールのコードで") ?? button("新しくはじめる")).toBeUndefined();
});

test("staff sign in by password and app; a wrong number may be written again", async () => {
  const fake = pool();
  Object.assign(fake.users.get(EMAIL)!, { secret: "JBSWY3DPEHPK3PXP", demandsApp: true });
  openPages("/staff/patients", { entry: "staff", fake });
  await enter();
  await until(() => document.activeElement?.id === "challenge-code");
  await fill("challenge-code", "000000");
  await submit();
  await until(() => says("数字がちがいます"));
  await fill("challenge-code", totp("JBSWY3DPEHPK3PXP", fake.now));
  await submit();
  await until(() => says("今日の受付がありません"));
  expect(location.pathname).toBe("/staff/patients");
});

test("staff with a first password choose their own", async () => {
  const fake = pool();
  fake.users.get(EMAIL)!.status = "FORCE_CHANGE_PASSWORD";
  openPages("/staff/patients", { entry: "staff", fake });
  await enter();
  await fill("own-password", "short");
  await submit();
  await until(() => says("「まだです」の決まり"));
  await fill("own-password", "Another horse 14");
  await submit();
  await until(() => says("今日の受付がありません"));
});

test("staff without an app add it: a QR, the letters in fours, one number; then the city has its part", async () => {
  const city = (_method: string, path: string, token?: string) => (token !== undefined && path === "/v1/me" ? { status: 403, body: { type: "urn:x", title: "x", status: 403, code: "totp_required", detail: "x", errors: [], request_id: "r" } } : undefined);
  const { fake } = openPages("/staff/patients", { entry: "staff", city });
  await enter();
  await until(() => document.querySelector("svg.qr"));
  expect(document.querySelector(".secret")?.textContent).toBe("JBSW Y3DP EHPK 3PXP");
  await fill("enrol-code", "000000");
  await submit();
  await until(() => says("数字がちがいます"));
  await fill("enrol-code", totp("JBSWY3DPEHPK3PXP", fake.now));
  await submit();
  await until(() => says("アプリを登録しました"));
  expect(fake.users.get(EMAIL)?.demandsApp).toBe(true);
  button("サインインにもどる")?.click();
  await signInShown();
});

test("the list of sign-ins shows this one and the devices, by the names that people gave them", async () => {
  const device = { device_id: "d", platform: "fcm", state: "reachable", registered_at: "2026-11-01T09:00:00+09:00", renewed_at: "2026-11-20T09:00:00+09:00", expires_at: "2027-01-01T09:00:00+09:00", failed_at: null };
  openPages("/book/settings/sessions", {
    city: (method, path) => (method === "GET" && path === "/v1/me/sessions" ? { status: 200, body: { valid_from: "2026-11-10T09:00:00+09:00", current: { client: "residents", second_factor: false, signed_in_at: "2026-11-20T09:00:00+09:00" }, devices: [{ ...device, name: "花子の 薬(くすり)" }, { ...device, device_id: "e", name: null }] } } : undefined),
  });
  await enter();
  await until(() => says("花子の 薬(くすり)") && says("名前のない機器") && says("より前のサインインは、終わっています"));
});

test.each(["easy", "en"] as const)("every step has its words: %s", async (language) => {
  openPages("/", { language });
  await signInShown();
  const texts = [document.body.textContent ?? ""];
  for (const [at, word] of [[0, "forgot"], [1, "mail"]] as const) {
    document.querySelectorAll<HTMLButtonElement>(".link-button")[at]?.click();
    await until(() => document.querySelector("#forgot-email"));
    texts.push(`${word} ${document.body.textContent}`);
    [...document.querySelectorAll<HTMLButtonElement>(".link-button")].at(-1)?.click();
    await signInShown();
  }
  for (const text of texts) expect(text).not.toMatch(/undefined|\[object/);
  if (language === "en") expect(texts.join().replace(/荒尾市|日本語|やさしい/g, "")).not.toMatch(/[\p{Script=Han}\p{Script=Hiragana}]/u);
});

test.each([["/start/card?code=c&state=s", "カードの確認の続きです"], ["/check-in?t=poster", "受付の続きです"]])("%s says what goes on after the sign-in, and is not in the address meanwhile", async (address, title) => {
  openPages(address);
  await until(() => says(title) && location.search === "");
  await enter();
  await until(() => location.pathname + location.search === address);
  // The page itself stands there, and no step of the sign-in.
  await until(() => !document.querySelector("#sign-in-email, #challenge-code") && document.querySelector("h1"));
});

test("a page that was left signed in opens signed in, by one renewal", async () => {
  const { fake } = openPages("/book");
  await enter();
  await until(() => says("えび"));
  openPages("/book", { fake });
  expect(says("えび")).toBe(false);
  await until(() => says("えび"));
  expect(fake.count("GetTokensFromRefreshToken")).toBe(1);
  expect(fake.count("InitiateAuth")).toBe(1);
});

test("a page whose sign-in has ended meanwhile says so", async () => {
  openPages("/book");
  await enter();
  await until(() => says("えび"));
  // Another pool knows nothing of that token.
  openPages("/book");
  await until(() => says("サインインの期限が切れました"));
  expect(document.querySelectorAll("#sign-in-email").length).toBe(1);
});

test("a token that the API refuses is renewed, and the person sees nothing of it", async () => {
  let refused: string | undefined;
  const { services, sent } = openPages("/book", { city: (_method, _path, token) => (token !== undefined && token === refused ? { status: 401, body: { message: "Unauthorized" } } : undefined) });
  await enter();
  await until(() => says("えび"));
  refused = sent.at(-1)?.token;
  await services.cache.refreshShown();
  expect(says("えび")).toBe(true);
  expect(sent.at(-1)?.token).not.toBe(refused);
});

test.each(["taro@", "@example.jp", "ta ro@example.jp"])("%s is said at the field not to be an address, and is not sent", async (typed) => {
  const { fake } = openPages("/");
  (await until(() => button("新しくはじめる"))).click();
  await fill("sign-up-email", typed);
  await fill("sign-up-password", PASSWORD);
  await submit();
  await until(() => document.querySelector("#sign-up-email-error")?.textContent?.includes("メールアドレスの形ではありません。name@example.jp のように書いてください。"));
  expect(fake.asked).toEqual([]);
});

test("an address that only the pool does not take is said at the field too, until it is written anew", async () => {
  const { fake } = openPages("/");
  (await until(() => button("新しくはじめる"))).click();
  await fill("sign-up-email", "tome@…");
  await fill("sign-up-password", PASSWORD);
  fake.next.set("SignUp", "InvalidParameterException: Invalid email address format.");
  await submit();
  await until(() => document.querySelector("#sign-up-email-error")?.textContent?.includes("メールアドレスの形ではありません"));
  expect(says("少し待って")).toBe(false);
  await fill("sign-up-email", "tome@example.jp");
  await until(() => document.querySelector("#sign-up-email-error") === null);
});

test("a line that was pasted from the mail is its code, and a browser without AbortSignal.timeout signs in", async () => {
  vi.stubGlobal("AbortSignal", class {});
  openPages("/");
  (await until(() => button("新しくはじめる"))).click();
  await fill("sign-up-email", "new@example.jp");
  await fill("sign-up-password", PASSWORD);
  await submit();
  const code = await until(() => document.querySelector<HTMLInputElement>("#confirm-code"));
  expect(code.maxLength).toBeGreaterThan("Your code is 123456".length);
  await fill("confirm-code", `Your code is ${RIGHT_CODE}`);
  expect(code.value).toBe(RIGHT_CODE);
  await submit();
  await home();
});
