/** A browser with a device that keeps passkeys: the other half of `fake-passkeys.ts`, for a document that has none. */
import { type KeyObject, createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { vi } from "vitest";

interface Options {
  readonly challenge: string;
  readonly rpId?: string;
  readonly rp?: { readonly id: string };
  readonly allowCredentials?: readonly { readonly id: string }[];
  readonly excludeCredentials?: readonly { readonly id: string }[];
}

interface Asked {
  readonly publicKey: Options;
  readonly signal: AbortSignal;
}

/** `PublicKeyCredential`, as far as the pages use it: options stay as the pool wrote them. */
class Given {
  static parseRequestOptionsFromJSON = (options: Options) => options;
  static parseCreationOptionsFromJSON = (options: Options) => options;
  readonly #json: object;
  constructor(json: object) {
    this.#json = json;
  }
  toJSON(): object {
    return this.#json;
  }
}

export class Device {
  /** The next question ends with a `DOMException` of this name. */
  fails: string | undefined;
  /** What happens while the person looks at it. */
  meanwhile: () => void = () => {};
  /** Bit 0: somebody is there. Bit 2: the device knows who. */
  flags = 0b101;
  origin: string;
  readonly asked: Asked[] = [];
  readonly #keys = new Map<string, KeyObject>();

  constructor(origin = location.origin) {
    this.origin = origin;
  }

  /** The browser of the tests has this device from now on. */
  use(): this {
    vi.stubGlobal("PublicKeyCredential", Given);
    Object.defineProperty(navigator, "credentials", { configurable: true, value: { create: (asked: Asked) => this.#create(asked), get: (asked: Asked) => this.#get(asked) } });
    return this;
  }

  async #create(asked: Asked): Promise<Given> {
    await this.#look(asked);
    const { excludeCredentials = [], challenge, rp } = asked.publicKey;
    if (excludeCredentials.some(({ id }) => this.#keys.has(id))) throw new DOMException("", "InvalidStateError");
    const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const id = randomBytes(16).toString("base64url");
    this.#keys.set(id, privateKey);
    return new Given({ id, rawId: id, type: "public-key", response: { clientDataJSON: this.#said("webauthn.create", challenge), authenticatorData: this.#data(rp?.id ?? "").toString("base64url"), publicKey: publicKey.export({ format: "der", type: "spki" }).toString("base64url") } });
  }

  async #get(asked: Asked): Promise<Given> {
    await this.#look(asked);
    const { allowCredentials = [], challenge, rpId } = asked.publicKey;
    const found = allowCredentials.map(({ id }) => [id, this.#keys.get(id)] as const).find(([, key]) => key !== undefined);
    // To a page a device without one is like a person who says no.
    if (found?.[1] === undefined) throw new DOMException("", "NotAllowedError");
    const [data, said] = [this.#data(rpId ?? ""), this.#said("webauthn.get", challenge)];
    const signature = sign("sha256", Buffer.concat([data, createHash("sha256").update(Buffer.from(said, "base64url")).digest()]), found[1]).toString("base64url");
    return new Given({ id: found[0], rawId: found[0], type: "public-key", response: { clientDataJSON: said, authenticatorData: data.toString("base64url"), signature } });
  }

  async #look(asked: Asked): Promise<void> {
    this.asked.push(asked);
    await Promise.resolve();
    this.meanwhile();
    const name = this.fails;
    this.fails = undefined;
    if (name !== undefined) throw new DOMException("", name);
  }

  #said(type: string, challenge: string): string {
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.origin })).toString("base64url");
  }

  #data(domain: string): Buffer {
    return Buffer.concat([createHash("sha256").update(domain).digest(), Buffer.from([this.flags]), Buffer.alloc(4)]);
  }
}
