/** A user pool in memory, with the other half of SRP, refresh tokens that work once, codes and TOTP: what the pages are tried against. */
import { createHash, createHmac, randomUUID } from "node:crypto";

import { type Pool, poolAt } from "../../src/session/pool.js";
import { type FakePasskeys, Refusal } from "./fake-passkeys.js";

export const POOL_ID = "ap-northeast-1_Fake12345";
export const RIGHT_CODE = "123456";
const GRACE_MS = 30_000;
/** `AuthSessionValidity` of the clients. */
const SESSION_MS = 5 * 60_000;
const N = BigInt(`0x${
  "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B" +
  "302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE6" +
  "49286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D" +
  "670C354E4ABC9804F1746C08CA18217C32905E462E36CE3BE39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF695581718" +
  "3995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7D" +
  "B3970F85A6E1E4C7ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C" +
  "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF"}`);

export interface User {
  readonly sub: string;
  password: string;
  status: "UNCONFIRMED" | "CONFIRMED" | "FORCE_CHANGE_PASSWORD";
  secret?: string;
  pending?: string;
  demandsApp?: boolean;
  code?: string;
}

interface Chain {
  readonly user: User;
  current: string;
  /** When each token was used. */
  readonly used: Map<string, number>;
  ended: boolean;
}

type Body = Readonly<Record<string, unknown>>;

/** A challenge that is open. */
interface Open {
  readonly user: User | undefined;
  readonly b: bigint;
  readonly A: bigint;
  readonly salt: bigint;
  readonly proved: boolean;
  readonly mailed?: boolean;
  /** What a passkey has to sign, and until when. */
  readonly signs?: { readonly challenge: string; readonly until: number };
}

export class FakePool {
  readonly users = new Map<string, User>();
  /** What was asked, in order. */
  readonly asked: { readonly action: string; readonly body: Body }[] = [];
  now = Date.parse("2026-11-27T09:00:00+09:00");
  /** Refuses the next call of an action with a code of the pool, `offline` before it is asked, `lost` after it was done. */
  readonly next = new Map<string, string>();
  expiresIn = 3_600;
  /** Answers wait for it. */
  held: Promise<void> | undefined;
  readonly #chains: Chain[] = [];
  readonly #sessions = new Map<string, Open>();
  /** Where the pool admits passkeys. */
  passkeys: FakePasskeys | undefined;

  add(email: string, password: string, more: Partial<User> = {}): User {
    const user: User = { sub: `sub-of-${email}`, password, status: "CONFIRMED", ...more };
    this.users.set(email, user);
    return user;
  }

  /** The pool as a page has it. */
  pool(client = "residents_client"): Pool {
    return poolAt("https://pool.test/", POOL_ID, client, this.fetch);
  }

  readonly fetch = async (_url: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const action = new Headers(init?.headers).get("x-amz-target")?.split(".")[1] ?? "";
    const body = JSON.parse(String(init?.body)) as Body;
    const planned = this.next.get(action);
    this.next.delete(action);
    if (planned === "offline") throw new TypeError("fetch failed");
    this.asked.push({ action, body });
    await this.held;
    try {
      if (planned !== undefined && planned !== "lost") throw new Refusal(...(planned.split(": ") as [string]));
      const answer = this.#answer(action, body);
      if (planned === "lost") throw new TypeError("the answer did not come");
      return new Response(JSON.stringify(answer), { status: 200 });
    } catch (fault) {
      if (!(fault instanceof Refusal)) throw fault;
      return new Response(JSON.stringify({ __type: `com.amazonaws.cognito.identity.idp.model#${fault.code}`, message: fault.message }), { status: 400 });
    }
  };

  count(action: string): number {
    return this.asked.filter((one) => one.action === action).length;
  }

  /** Somebody else uses a refresh token. */
  steal(refresh: string): void {
    this.#refresh(refresh);
    this.now += GRACE_MS + 1;
  }

  ended(refresh: string): boolean {
    return this.#chains.find((chain) => chain.current === refresh || chain.used.has(refresh))?.ended ?? true;
  }

  #answer(action: string, body: Body): unknown {
    const text = (name: string) => String(body[name] ?? "");
    const email = text("Username");
    switch (action) {
      case "InitiateAuth":
        return this.#initiate(body);
      case "RespondToAuthChallenge":
        return this.#respond(body);
      case "GetTokensFromRefreshToken":
        return { AuthenticationResult: this.#refresh(text("RefreshToken")) };
      case "RevokeToken":
        for (const chain of this.#chains) if (chain.current === text("Token") || chain.used.has(text("Token"))) chain.ended = true;
        return {};
      case "SignUp":
        this.#check(text("Password"));
        if (this.users.has(email)) throw new Refusal("UsernameExistsException", "User already exists");
        this.add(email, text("Password"), { status: "UNCONFIRMED", code: RIGHT_CODE });
        return { UserConfirmed: false };
      case "ConfirmSignUp": {
        const user = this.users.get(email);
        if (user === undefined) throw new Refusal("CodeMismatchException");
        if (user.status !== "UNCONFIRMED") throw new Refusal("NotAuthorizedException", "User cannot be confirmed. Current status is CONFIRMED");
        this.#code(user, text("ConfirmationCode"));
        user.status = "CONFIRMED";
        return {};
      }
      case "ResendConfirmationCode":
      case "ForgotPassword": {
        const user = this.users.get(email);
        if (user !== undefined) user.code = RIGHT_CODE;
        return {};
      }
      case "ConfirmForgotPassword": {
        const user = this.users.get(email);
        if (user === undefined) throw new Refusal("CodeMismatchException");
        this.#code(user, text("ConfirmationCode"));
        this.#check(text("Password"));
        user.password = text("Password");
        return {};
      }
      case "GetUser": {
        const user = this.#by(text("AccessToken"));
        const found = [...this.users].find(([, one]) => one === user)?.[0];
        return { UserAttributes: [{ Name: "email", Value: found }], UserMFASettingList: user.demandsApp ? ["SOFTWARE_TOKEN_MFA"] : [] };
      }
      case "AssociateSoftwareToken": {
        this.#by(text("AccessToken")).pending = "JBSWY3DPEHPK3PXP";
        return { SecretCode: "JBSWY3DPEHPK3PXP" };
      }
      case "VerifySoftwareToken": {
        const user = this.#by(text("AccessToken"));
        if (user.pending === undefined || text("UserCode") !== totp(user.pending, this.now)) throw new Refusal("EnableSoftwareTokenMFAException", "Code mismatch");
        user.secret = user.pending;
        return { Status: "SUCCESS" };
      }
      case "StartWebAuthnRegistration": {
        const user = this.#by(text("AccessToken"));
        const email = [...this.users].find(([, one]) => one === user)?.[0] ?? "";
        return { CredentialCreationOptions: this.#admitted().begin(user.sub, email, this.now) };
      }
      case "CompleteWebAuthnRegistration":
        this.#admitted().complete(this.#by(text("AccessToken")).sub, body["Credential"], this.now);
        return {};
      case "ListWebAuthnCredentials":
        return this.#admitted().list(this.#by(text("AccessToken")).sub, Number(body["MaxResults"]), text("NextToken"));
      case "DeleteWebAuthnCredential":
        this.#admitted().remove(this.#by(text("AccessToken")).sub, text("CredentialId"));
        return {};
      case "SetUserMFAPreference":
        this.#by(text("AccessToken")).demandsApp = true;
        return {};
      default:
        throw new Refusal("InvalidAction", action);
    }
  }

  #initiate(body: Body): unknown {
    const given = body["AuthParameters"] as Record<string, string>;
    const user = this.users.get(given["USERNAME"] ?? "");
    if (body["AuthFlow"] === "USER_AUTH") {
      if (body["ClientId"] !== "residents_client") throw new Refusal("InvalidParameterException");
      if (given["PREFERRED_CHALLENGE"] === "WEB_AUTHN") return this.#byPasskey(user);
      if (given["PREFERRED_CHALLENGE"] !== "EMAIL_OTP") throw new Refusal("InvalidParameterException");
      return { ChallengeName: "EMAIL_OTP", Session: this.#session({ user, b: 0n, A: 0n, salt: 0n, proved: true, mailed: true }), ChallengeParameters: {} };
    }
    if (body["AuthFlow"] !== "USER_SRP_AUTH") throw new Refusal("InvalidParameterException", "not enabled for the client");
    if (user?.status === "UNCONFIRMED") throw new Refusal("UserNotConfirmedException");
    const [b, A, salt] = [0x1234567890abcdefn, BigInt(`0x${given["SRP_A"]}`), 0xf1e2d3c4b5a69788n];
    const sub = user?.sub ?? given["USERNAME"];
    const verifier = power(2n, number(sha(bytes(salt), sha(Buffer.from(`${POOL_ID.split("_")[1]}${sub}:${user?.password ?? randomUUID()}`)))));
    const B = (number(sha(bytes(N), bytes(2n))) * verifier + power(2n, b)) % N;
    const block = Buffer.from(this.#session({ user, b, A, salt, proved: false })).toString("base64");
    return { ChallengeName: "PASSWORD_VERIFIER", ChallengeParameters: { SALT: salt.toString(16), SRP_B: B.toString(16), SECRET_BLOCK: block, USERNAME: sub, USER_ID_FOR_SRP: sub } };
  }

  /** Who has none, and who is not known, is offered what else there is. */
  #byPasskey(user: User | undefined): unknown {
    const passkeys = this.#admitted();
    const asked = user === undefined ? undefined : passkeys.ask(user.sub);
    if (user === undefined || asked === undefined) return { ChallengeName: "SELECT_CHALLENGE", AvailableChallenges: ["PASSWORD_SRP", "EMAIL_OTP"], Session: this.#session({ user, b: 0n, A: 0n, salt: 0n, proved: false }), ChallengeParameters: {} };
    const Session = this.#session({ user, b: 0n, A: 0n, salt: 0n, proved: true, signs: { challenge: asked.challenge, until: this.now + SESSION_MS } });
    return { ChallengeName: "WEB_AUTHN", Session, ChallengeParameters: { CREDENTIAL_REQUEST_OPTIONS: JSON.stringify(asked) } };
  }

  #admitted(): FakePasskeys {
    if (this.passkeys === undefined) throw new Refusal("InvalidParameterException", "WEB_AUTHN is not enabled for the user pool");
    return this.passkeys;
  }

  #respond(body: Body): unknown {
    const given = body["ChallengeResponses"] as Record<string, string>;
    if (body["ChallengeName"] === "PASSWORD_VERIFIER") {
      const name = Buffer.from(given["PASSWORD_CLAIM_SECRET_BLOCK"] ?? "", "base64").toString();
      const open = this.#sessions.get(name);
      if (open?.user === undefined || this.#proof(open.user, open, given) !== given["PASSWORD_CLAIM_SIGNATURE"]) throw new Refusal("NotAuthorizedException", "Incorrect username or password.");
      const { user } = open;
      const Session = this.#session({ ...open, proved: true });
      if (user.status === "FORCE_CHANGE_PASSWORD") return { ChallengeName: "NEW_PASSWORD_REQUIRED", Session, ChallengeParameters: { USER_ID_FOR_SRP: user.sub } };
      if (user.demandsApp) return { ChallengeName: "SOFTWARE_TOKEN_MFA", Session, ChallengeParameters: { USER_ID_FOR_SRP: user.sub } };
      return { AuthenticationResult: this.#begin(user) };
    }
    const open = this.#sessions.get(String(body["Session"]));
    if (open === undefined || !open.proved) throw new Refusal("NotAuthorizedException", "Invalid session for the user, session is expired.");
    if (body["ChallengeName"] === "WEB_AUTHN") {
      const { user, signs } = open;
      this.#sessions.delete(String(body["Session"]));
      if (user === undefined || signs === undefined || this.now > signs.until) throw new Refusal("NotAuthorizedException", "Invalid session for the user, session is expired.");
      this.#admitted().prove(user.sub, signs.challenge, JSON.parse(given["CREDENTIAL"] ?? "null"));
      return { AuthenticationResult: this.#begin(user) };
    }
    if (body["ChallengeName"] === "EMAIL_OTP") {
      if (open.user === undefined || given["EMAIL_OTP_CODE"] !== RIGHT_CODE) throw new Refusal("CodeMismatchException");
      return { AuthenticationResult: this.#begin(open.user) };
    }
    const { user } = open;
    if (user === undefined || given["USERNAME"] !== user.sub) throw new Refusal("NotAuthorizedException");
    if (body["ChallengeName"] === "NEW_PASSWORD_REQUIRED") {
      this.#check(given["NEW_PASSWORD"] ?? "");
      user.password = given["NEW_PASSWORD"] ?? "";
      user.status = "CONFIRMED";
    } else if (given["SOFTWARE_TOKEN_MFA_CODE"] !== totp(user.secret ?? "", this.now)) throw new Refusal("CodeMismatchException");
    return { AuthenticationResult: this.#begin(user) };
  }

  #proof(user: User, { b, A, salt }: { readonly b: bigint; readonly A: bigint; readonly salt: bigint }, given: Record<string, string>): string {
    const name = POOL_ID.split("_")[1] ?? "";
    const x = number(sha(bytes(salt), sha(Buffer.from(`${name}${user.sub}:${user.password}`))));
    const v = power(2n, x);
    const B = (number(sha(bytes(N), bytes(2n))) * v + power(2n, b)) % N;
    const u = number(sha(bytes(A), bytes(B)));
    const shared = power((A * power(v, u)) % N, b);
    const key = mac(mac(bytes(u), bytes(shared)), Buffer.from("Caldera Derived Key\u0001")).subarray(0, 16);
    return mac(key, Buffer.concat([Buffer.from(`${name}${user.sub}`), Buffer.from(given["PASSWORD_CLAIM_SECRET_BLOCK"] ?? "", "base64"), Buffer.from(given["TIMESTAMP"] ?? "")])).toString("base64");
  }

  #begin(user: User): object {
    const chain: Chain = { user, current: `refresh-${randomUUID()}`, used: new Map(), ended: false };
    this.#chains.push(chain);
    return { AccessToken: access(user), RefreshToken: chain.current, ExpiresIn: this.expiresIn };
  }

  #refresh(token: string): object {
    const chain = this.#chains.find((one) => one.current === token || one.used.has(token));
    if (chain === undefined || chain.ended) throw new Refusal("NotAuthorizedException", "Refresh Token has been revoked");
    const usedAt = chain.used.get(token);
    if (usedAt !== undefined && this.now - usedAt > GRACE_MS) throw new Refusal("RefreshTokenReuseException");
    if (usedAt === undefined) chain.used.set(token, this.now);
    chain.current = `refresh-${randomUUID()}`;
    return { AccessToken: access(chain.user), RefreshToken: chain.current, ExpiresIn: this.expiresIn };
  }

  #by(token: string): User {
    const sub = (JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as { sub: string }).sub;
    const user = [...this.users.values()].find((one) => one.sub === sub);
    if (user === undefined) throw new Refusal("NotAuthorizedException");
    return user;
  }

  #code(user: User, code: string): void {
    if (user.code === undefined) throw new Refusal("ExpiredCodeException");
    if (user.code !== code) throw new Refusal("CodeMismatchException");
    delete user.code;
  }

  #check(password: string): void {
    if (password.length < 13) throw new Refusal("InvalidPasswordException");
  }

  #session(open: Open): string {
    const name = randomUUID();
    this.#sessions.set(name, open);
    return name;
  }
}

/** What an authenticator app shows (RFC 6238). */
export function totp(secret: string, at: number): string {
  const bits = [...secret].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const digest = createHmac("sha1", key).update(counter).digest();
  return String((digest.readUInt32BE((digest.at(-1) ?? 0) & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

function access({ sub }: User): string {
  return `h.${Buffer.from(JSON.stringify({ sub, jti: randomUUID() })).toString("base64url")}.s`;
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let [left, square] = [exponent, base % N]; left > 0n; left >>= 1n, square = (square * square) % N) if (left & 1n) result = (result * square) % N;
  return result;
}

/** Two's complement, as Cognito's own numbers are. */
function bytes(value: bigint): Buffer {
  const hex = value.toString(16);
  const even = hex.length % 2 ? `0${hex}` : hex;
  return Buffer.from(Number.parseInt(even.slice(0, 2), 16) > 127 ? `00${even}` : even, "hex");
}

function number(buffer: Buffer): bigint {
  return BigInt(`0x${buffer.toString("hex")}`);
}

function sha(...parts: Buffer[]): Buffer {
  return createHash("sha256").update(Buffer.concat(parts)).digest();
}

function mac(key: Buffer, message: Buffer): Buffer {
  return createHmac("sha256", key).update(message).digest();
}
