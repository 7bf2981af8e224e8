import { expect, test } from "vitest";

import { PoolRefused } from "../../src/session/pool.js";
import { signIn } from "../../src/session/sign-in.js";
import { Srp, stampOf } from "../../src/session/srp.js";
import { FakePool } from "./fake-pool.js";

/** Made with two other halves that agree: `local/stack/srp.py`, and cognito-srp-helper 2.3.4. */
const KNOWN = {
  a: Uint8Array.from({ length: 128 }, (_, index) => index + 1),
  challenge: {
    USER_ID_FOR_SRP: "019aa000-sub",
    SALT: "f0e1d2c3b4a5968778695a4b3c2d1e0f",
    SECRET_BLOCK: Buffer.from("the pool's own block of bytes").toString("base64"),
    SRP_B:
      "e6d3b96a2c0cdc2949c122dc0dfc61caa2a9ef3e326ffc394af1220987e062a1977c22e14876c7c6f94c8a3c454074733a60a6ca39f3a9771acb542a" +
      "c08c2acab0bf200afae0e80e9114affef9770e9c5ef2c4ff373209095677f058ca0f74636a0bb38f61396a8a636141faf77f63009e2ccde6f862d6d0" +
      "df83bac9de67b2571affca9922afb3c2f31b80ddb0e5d15d73bc9a2b1ba6915c865a1c5addded53e672c97459a04787be4d998647dba7af744d21a56" +
      "662c0a3a317a1d6ac2074893064d26c136cfd75f9880b7ad3e90fb5473b62f06efd58233c2963b98531237dccadeb0eae40a1478322002c04e709978" +
      "f46517de1121af9e6f215b33898df7b3f67a0b142912ae057da081705edfc236da289e99208784bebe64cfb7de615de90c53945ac9d0784e5a456cfc" +
      "c6db97f310735842394293199ef75d417b5f6bf44e43bade9fd9904a86d39a17326f8ae3e985c4fbbabeeac6e47c88cb6d7c6f2e61a1b31ff531f7d3" +
      "55d28cae562b621833cf483ed2421ecd0fe094687fa359a",
  },
  signature: "bkeywBeJiBW8fUoWU1XgdstXK/nIDB8/7iu4Y288aeM=",
};

test("a proof is that of other programs, to the byte", async () => {
  const srp = new Srp(KNOWN.a);
  expect(srp.srpA.slice(0, 40)).toBe("ce00119aff3d209146734fd8a5754ea0972b6e30");
  expect(await srp.answer(KNOWN.challenge, "ap-northeast-1_AbCdEf12", "Aaあ3 correct horse", new Date("2026-11-06T02:03:04Z"))).toEqual({
    USERNAME: "019aa000-sub",
    TIMESTAMP: "Fri Nov 6 02:03:04 UTC 2026",
    PASSWORD_CLAIM_SECRET_BLOCK: KNOWN.challenge.SECRET_BLOCK,
    PASSWORD_CLAIM_SIGNATURE: KNOWN.signature,
  });
});

test("a time is written in English with a day without zero", () => {
  expect(stampOf(new Date("2026-12-25T23:59:59Z"))).toBe("Fri Dec 25 23:59:59 UTC 2026");
});

test.each([["0", "zero"], ["", "not a number"], ["xyz", "not a number"]])("a number of the pool that would tell the secret is not answered: %j", async (SRP_B, why) => {
  await expect(new Srp().answer({ ...KNOWN.challenge, SRP_B }, "p_x", "pw")).rejects.toThrow(why);
});

test("the pool's other half takes the proof, and no other password", async () => {
  const fake = new FakePool();
  fake.add("hanako@example.jp", "Correct horse 13");
  expect((await signIn(fake.pool(), "hanako@example.jp", "Correct horse 13")).is).toBe("in");
  await expect(signIn(fake.pool(), "hanako@example.jp", "Correct horse 14")).rejects.toBeInstanceOf(PoolRefused);
  expect(JSON.stringify(fake.asked)).not.toContain("Correct horse");
});

test("an address that is not known is refused as a wrong password is", async () => {
  const fake = new FakePool();
  fake.add("hanako@example.jp", "Correct horse 13");
  const refusals = await Promise.all(["hanako@example.jp", "nobody@example.jp"].map((email) => signIn(fake.pool(), email, "wrong").catch((fault: PoolRefused) => [fault.code, fault.message])));
  expect(refusals[0]).toEqual(refusals[1]);
});
