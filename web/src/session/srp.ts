/**
 * The page's half of Cognito's SRP sign-in (SRP-6a over the 3072-bit group of RFC 5054, SHA-256): the password itself never leaves the device. The
 * browser hashes and signs; the arithmetic is that of its big integers.
 */
import type { Json } from "./pool.js";
import { textOf } from "./pool.js";

const N = BigInt(
  "0xFFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B" +
  "302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE6" +
  "49286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F83655D23DCA3AD961C62F356208552BB9ED529077096966D" +
  "670C354E4ABC9804F1746C08CA18217C32905E462E36CE3BE39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF695581718" +
  "3995497CEA956AE515D2261898FA051015728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7D" +
  "B3970F85A6E1E4C7ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C" +
  "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
);
const G = 2n;
const INFO = new Uint8Array([...new TextEncoder().encode("Caldera Derived Key"), 1]);

/** The pool's side of it is not of the protocol: it is not answered. */
export class NoProof extends Error {
  override readonly name = "NoProof";
}

type Bytes = Uint8Array<ArrayBuffer>;

/** One attempt. `secret` is for tests. */
export class Srp {
  readonly #a: bigint;
  readonly #public: bigint;

  constructor(secret: Bytes = crypto.getRandomValues(new Uint8Array(128))) {
    this.#a = numberOf(secret);
    this.#public = power(G, this.#a);
  }

  /** `SRP_A`. */
  get srpA(): string {
    return this.#public.toString(16);
  }

  /** The answer to `PASSWORD_VERIFIER`. `pool`: the pool's id. */
  async answer(challenge: Json, pool: string, password: string, now: Date = new Date()): Promise<Readonly<Record<string, string>>> {
    const [user, block] = [textOf(challenge, "USER_ID_FOR_SRP"), textOf(challenge, "SECRET_BLOCK")];
    const [salt, server] = [hexOf(textOf(challenge, "SALT")), hexOf(textOf(challenge, "SRP_B"))];
    if (server % N === 0n) throw new NoProof("the pool's number is zero");
    const u = numberOf(await sha256(padded(this.#public), padded(server)));
    if (u === 0n) throw new NoProof("the numbers' hash is zero");
    const name = pool.split("_")[1] ?? "";
    const x = numberOf(await sha256(padded(salt), await sha256(textBytes(`${name}${user}:${password}`))));
    const k = numberOf(await sha256(padded(N), padded(G)));
    const shared = power(modulo(server - k * power(G, x)), this.#a + u * x);
    const key = (await hmac(await hmac(padded(u), padded(shared)), INFO)).slice(0, 16);
    const timestamp = stampOf(now);
    const signature = await hmac(key, joined(textBytes(`${name}${user}`), fromBase64(block), textBytes(timestamp)));
    return { USERNAME: user, TIMESTAMP: timestamp, PASSWORD_CLAIM_SECRET_BLOCK: block, PASSWORD_CLAIM_SIGNATURE: btoa(String.fromCharCode(...signature)) };
  }
}

/** `Fri Nov 27 2:03:04 UTC 2026` with hours of two digits: in English, whatever the browser speaks. */
export function stampOf(now: Date): string {
  const [, day = "", month = "", year = "", time = ""] = /, (\d+) (\w+) (\d+) ([\d:]+)/.exec(now.toUTCString()) ?? [];
  return `${now.toUTCString().slice(0, 3)} ${month} ${Number(day)} ${time} UTC ${year}`;
}

function modulo(value: bigint): bigint {
  return ((value % N) + N) % N;
}

function power(base: bigint, exponent: bigint): bigint {
  let [result, square] = [1n, modulo(base)];
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % N;
    square = (square * square) % N;
  }
  return result;
}

/** Big-endian, with a zero in front where the first bit is set, as Cognito hashes its integers. */
function padded(value: bigint): Bytes {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  const text = /^[89a-f]/.test(even) ? `00${even}` : even;
  return Uint8Array.from(text.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}

function hexOf(text: string): bigint {
  if (!/^[0-9a-fA-F]+$/.test(text)) throw new NoProof("not a number");
  return BigInt(`0x${text}`);
}

function numberOf(bytes: Bytes): bigint {
  return BigInt(`0x${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("") || "0"}`);
}

function textBytes(text: string): Bytes {
  return new TextEncoder().encode(text);
}

function fromBase64(text: string): Bytes {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

function joined(...parts: readonly Bytes[]): Bytes {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

async function sha256(...parts: readonly Bytes[]): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", joined(...parts)));
}

async function hmac(key: Bytes, message: Bytes): Promise<Bytes> {
  const made = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", made, message));
}
