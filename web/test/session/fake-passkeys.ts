/** The user pool's half of passkeys (WebAuthn, level 3): challenges that count once, and what a device has to have signed. */
import { createHash, createPublicKey, randomBytes, verify } from "node:crypto";

/** What the pool says no with. */
export class Refusal extends Error {
  readonly code: string;
  constructor(code: string, message = code) {
    super(message);
    this.code = code;
  }
}

interface Kept {
  readonly id: string;
  readonly key: Buffer;
  readonly made: number;
  readonly name: string;
}

/** A credential as `PublicKeyCredential.toJSON` writes it: the parts that are looked at. */
interface Given {
  readonly id: string;
  readonly type: string;
  readonly response: Readonly<Record<"clientDataJSON" | "authenticatorData" | "publicKey" | "signature", string>>;
}

const CHALLENGE_MS = 5 * 60_000;
const AT_MOST = 20;

export class FakePasskeys {
  /** How many a page of the list has at most. */
  page = 20;
  /** What the next one is called. */
  name = "Fake Keychain";
  readonly #domain: string;
  readonly #origin: string;
  readonly #kept = new Map<string, Kept[]>();
  readonly #begun = new Map<string, { readonly challenge: string; readonly until: number }>();

  constructor(domain: string, origin: string) {
    this.#domain = domain;
    this.#origin = origin;
  }

  begin(sub: string, email: string, now: number): object {
    if (this.of(sub).length >= AT_MOST) throw new Refusal("LimitExceededException");
    const challenge = fresh();
    this.#begun.set(sub, { challenge, until: now + CHALLENGE_MS });
    return {
      rp: { id: this.#domain, name: this.#domain },
      user: { id: Buffer.from(sub).toString("base64url"), name: email, displayName: email },
      challenge, timeout: 60_000,
      pubKeyCredParams: [{ type: "public-key", alg: -7 }, { type: "public-key", alg: -257 }],
      excludeCredentials: this.#named(sub),
      authenticatorSelection: { requireResidentKey: true, residentKey: "required", userVerification: "required" },
    };
  }

  complete(sub: string, credential: unknown, now: number): void {
    const begun = this.#begun.get(sub);
    this.#begun.delete(sub);
    const given = credential as Given;
    if (begun === undefined || now > begun.until || this.#said(given, "webauthn.create").challenge !== begun.challenge) throw new Refusal("WebAuthnChallengeNotFoundException");
    this.#looked(given);
    this.#kept.set(sub, [...this.of(sub), { id: given.id, key: bytes(given.response.publicKey), made: now, name: this.name }]);
  }

  /** Those of an account. */
  of(sub: string): readonly Kept[] {
    return this.#kept.get(sub) ?? [];
  }

  list(sub: string, most: number, from: string): object {
    const start = Number(from || "0");
    const end = start + Math.min(most, this.page);
    const Credentials = this.of(sub).slice(start, end).map(({ id, name, made }) => ({ CredentialId: id, FriendlyCredentialName: name, RelyingPartyId: this.#domain, AuthenticatorTransports: ["internal"], CreatedAt: made / 1000 }));
    return { Credentials, ...(end < this.of(sub).length && { NextToken: String(end) }) };
  }

  remove(sub: string, id: string): void {
    if (!this.of(sub).some((one) => one.id === id)) throw new Refusal("ResourceNotFoundException");
    this.#kept.set(sub, this.of(sub).filter((one) => one.id !== id));
  }

  /** What a device is asked; nothing for who has none. */
  ask(sub: string): { readonly challenge: string } | undefined {
    if (this.of(sub).length === 0) return undefined;
    return { ...{ timeout: 60_000, rpId: this.#domain, allowCredentials: this.#named(sub), userVerification: "required" }, challenge: fresh() };
  }

  /** Throws where the answer is none of this account's passkeys to this challenge. */
  prove(sub: string, challenge: string, credential: unknown): void {
    const given = credential as Given;
    const key = this.of(sub).find(({ id }) => id === given.id)?.key;
    if (key === undefined || this.#said(given, "webauthn.get").challenge !== challenge) throw new Refusal("NotAuthorizedException", "Incorrect username or password.");
    this.#looked(given);
    const signed = Buffer.concat([bytes(given.response.authenticatorData), sha(bytes(given.response.clientDataJSON))]);
    const right = verify("sha256", signed, createPublicKey({ key, format: "der", type: "spki" }), bytes(given.response.signature));
    if (!right) throw new Refusal("NotAuthorizedException", "Incorrect username or password.");
  }

  /** What the browser says that it was asked, and by whom. */
  #said({ response }: Given, type: string): { readonly challenge: string } {
    const said = JSON.parse(bytes(response.clientDataJSON).toString()) as { type: string; challenge: string; origin: string };
    if (said.type !== type) throw new Refusal("InvalidParameterException");
    if (said.origin !== this.#origin) throw new Refusal("WebAuthnOriginNotAllowedException");
    return said;
  }

  /** For this domain, with the person there (bit 0) and known to the device (bit 2). */
  #looked({ response }: Given): void {
    const data = bytes(response.authenticatorData);
    if (!data.subarray(0, 32).equals(sha(Buffer.from(this.#domain)))) throw new Refusal("WebAuthnRelyingPartyMismatchException");
    if (((data[32] ?? 0) & 0b101) !== 0b101) throw new Refusal("WebAuthnCredentialNotSupportedException");
  }

  #named(sub: string): object[] {
    return this.of(sub).map(({ id }) => ({ type: "public-key", id }));
  }
}

function fresh(): string {
  return randomBytes(32).toString("base64url");
}

function bytes(text: string): Buffer {
  return Buffer.from(text, "base64url");
}

function sha(given: Buffer): Buffer {
  return createHash("sha256").update(given).digest();
}
