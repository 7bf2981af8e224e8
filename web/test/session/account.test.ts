import { expect, test } from "vitest";

import { addressOf, codeOf, confirmSignUp, forgotPassword, missingIn, resendCode, resetPassword, signUp } from "../../src/session/account.js";
import { enrolmentBy, enrolmentIn, hasApp, otpAddress } from "../../src/session/enrolment.js";
import { poolAt } from "../../src/session/pool.js";
import { signIn } from "../../src/session/sign-in.js";
import { FakePool, POOL_ID, RIGHT_CODE, totp } from "./fake-pool.js";

const KNOWN = "hanako@example.jp";
const UNKNOWN = "nobody@example.jp";

test("no answer says whether an address is known", async () => {
  const fake = new FakePool();
  fake.add(KNOWN, "Correct horse 13");
  const pool = fake.pool();
  for (const email of [KNOWN, UNKNOWN]) {
    await signUp(pool, email, "Correct horse 13");
    await resendCode(pool, email);
    await forgotPassword(pool, email);
    await expect(confirmSignUp(pool, email, "000000")).rejects.toMatchObject({ code: "CodeMismatchException" });
    await expect(resetPassword(pool, email, "000000", "Correct horse 13")).rejects.toMatchObject({ code: "CodeMismatchException" });
  }
});

test("a forgotten password is replaced by code, and a code counts once", async () => {
  const fake = new FakePool();
  fake.add(KNOWN, "Correct horse 13");
  const pool = fake.pool();
  await expect(resetPassword(pool, KNOWN, RIGHT_CODE, "Another horse 14")).rejects.toMatchObject({ code: "ExpiredCodeException" });
  await forgotPassword(pool, KNOWN);
  await resetPassword(pool, KNOWN, RIGHT_CODE, "Another horse 14");
  expect((await signIn(pool, KNOWN, "Another horse 14")).is).toBe("in");
  await expect(resetPassword(pool, KNOWN, RIGHT_CODE, "Another horse 15")).rejects.toMatchObject({ code: "ExpiredCodeException" });
});

test("what a password lacks is named", () => {
  expect(missingIn("")).toEqual(["length", "lower", "upper", "digit"]);
  expect(missingIn("ながいながいながいながいなが")).toEqual(["lower", "upper", "digit"]);
  expect(missingIn("Correct horse 13")).toEqual([]);
});

test("addresses and codes are taken as a Japanese keyboard types them", () => {
  expect(addressOf(" hanako＠ｅｘａｍｐｌｅ．ｊｐ ")).toBe(KNOWN);
  expect(codeOf("１２３ 456")).toBe("123456");
});

test("staff add an app: its code is checked, and every later sign-in asks for it", async () => {
  const fake = new FakePool();
  fake.add(KNOWN, "Correct horse 13");
  const pool = fake.pool("staff_client");
  const step = await signIn(pool, KNOWN, "Correct horse 13");
  if (step.is !== "in") throw new Error(step.is);
  const { access } = step.tokens;
  expect(await hasApp(pool, access)).toBe(false);
  const enrolment = enrolmentBy(pool, async () => access);
  const { secret, account } = await enrolment.begin();
  expect(account).toBe(KNOWN);
  await expect(enrolment.prove("000000")).rejects.toMatchObject({ code: "EnableSoftwareTokenMFAException" });
  expect(await hasApp(pool, access)).toBe(false);
  await enrolment.prove(totp(secret, fake.now));
  expect(await hasApp(pool, access)).toBe(true);
  const next = await signIn(pool, KNOWN, "Correct horse 13");
  if (next.is !== "app-code") throw new Error(next.is);
  await expect(next.answer("000000")).rejects.toMatchObject({ code: "CodeMismatchException" });
  expect((await next.answer(totp(secret, fake.now))).is).toBe("in");
});

test("within a sign-in the session goes from answer to answer", async () => {
  const sent: unknown[] = [];
  const answers = [{ SecretCode: "ABCD", Session: "two" }, { Status: "SUCCESS", Session: "three" }];
  const pool = poolAt("https://pool.test/", POOL_ID, "c", async (_url, init) => {
    sent.push(JSON.parse(String(init?.body)));
    return new Response(JSON.stringify(answers.shift()));
  });
  const enrolment = enrolmentIn(pool, "one", KNOWN);
  await enrolment.begin();
  await enrolment.prove("123456");
  expect(enrolment.session()).toBe("three");
  expect(sent).toEqual([{ Session: "one" }, { Session: "two", UserCode: "123456", FriendlyDeviceName: "staff" }]);
});

test("an app is given the account's name and the notebook's", () => {
  expect(otpAddress("ABCD", "a+b@example.jp", "健康 手帳")).toBe("otpauth://totp/%E5%81%A5%E5%BA%B7%20%E6%89%8B%E5%B8%B3%3Aa%2Bb%40example.jp?secret=ABCD&issuer=%E5%81%A5%E5%BA%B7%20%E6%89%8B%E5%B8%B3");
});

test("a pool that does not answer, breaks off or answers something else is one that is away", async () => {
  const answers: (() => Promise<Response>)[] = [
    async () => Promise.reject(new TypeError("fetch failed")),
    async () => new Response("<html>", { status: 200 }),
    async () => new Response("{}", { status: 503 }),
    async () => new Response("[]", { status: 200 }),
  ];
  for (const answer of answers) await expect(poolAt("https://pool.test/", POOL_ID, "c", answer).call("GetUser", {})).rejects.toMatchObject({ name: "Unreachable" });
  const refused = poolAt("https://pool.test/", POOL_ID, "c", async () => new Response("{}", { status: 400, headers: { "x-amzn-errortype": "CodeMismatchException:http://x" } }));
  await expect(refused.call("GetUser", {})).rejects.toMatchObject({ code: "CodeMismatchException" });
});
