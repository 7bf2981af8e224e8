/** What a deployment tells its pages: `/config.json`, made by infra/deploy/pages.py. Nothing in it is secret. */
import { askConfig } from "./ask-config.js";

export interface Config {
  readonly city: {
    /** 全国地方公共団体コード, six digits. */
    readonly code: string;
    readonly name: string;
    /** Whom to call; `null` where the city named nobody. */
    readonly phone: string | null;
  };
  /** The origins of the pages. */
  readonly addresses: { readonly residents: string; readonly staff: string };
  /** The user pool, and its client for each kind of people. */
  readonly sign_in: {
    readonly endpoint: string;
    readonly region: string;
    readonly user_pool_id: string;
    readonly residents_client_id: string;
    readonly staff_client_id: string;
    /** The one host at which residents' passkeys count; not there where the deployment has none. */
    readonly passkey_domain?: string;
  };
  /** Where a card is proved. */
  readonly identity: { readonly authorization_endpoint: string };
  /** What browsers register for, base64url; none where a deployment is older than push. */
  readonly push: { readonly public_key: string } | undefined;
}

/** What `/config.json` says is not what these pages can work with. The message names the field and not what stands there. */
export class Misconfigured extends Error {
  override readonly name = "Misconfigured";
}

/** `asked`: the answer, where it was asked for before this program was there. */
export async function loadConfig(asked: Promise<Response> = askConfig(), here = location.origin): Promise<Config> {
  const answer = await asked;
  if (!answer.ok) throw new Misconfigured("config.json is not there");
  const given: unknown = await answer.json().catch(() => undefined);
  return readConfig(given, here);
}

/** Reads what these pages use; what a later deployment adds is left alone. `here` is the pages' own origin. */
export function readConfig(given: unknown, here: string): Config {
  const text = (path: string, fits: Rule) => word(found(given, path), path, fits);
  const region = text("sign_in.region", (name) => /^[a-z]{2}(-[a-z]+)+-\d$/.test(name));
  const phone = "city.phone";
  const passkeys = "sign_in.passkey_domain";
  return {
    city: {
      code: text("city.code", (code) => /^\d{6}$/.test(code)),
      name: text("city.name", (name) => name.trim() !== ""),
      phone: found(given, phone) === null ? null : text(phone, (number) => /^\d[\d-]+$/.test(number)),
    },
    addresses: { residents: text("addresses.residents", isOrigin), staff: text("addresses.staff", isOrigin) },
    sign_in: {
      // At the pages' own origin, as on one machine, or at another.
      endpoint: new URL(text("sign_in.endpoint", (at) => /^\/[^/\\]/.test(at) || isOrigin(at)), here).href,
      region,
      user_pool_id: text("sign_in.user_pool_id", (id) => id.startsWith(`${region}_`) && /^[\w-]+$/.test(id)),
      residents_client_id: text("sign_in.residents_client_id", isId),
      staff_client_id: text("sign_in.staff_client_id", isId),
      ...(found(given, passkeys) !== undefined && { passkey_domain: text(passkeys, (host) => /^[a-z\d-]+(\.[a-z\d-]+)*$/.test(host)) }),
    },
    identity: { authorization_endpoint: text("identity.authorization_endpoint", (at) => isSafe(at) && !/[?#]/.test(at)) },
    push: found(given, "push") === undefined ? undefined : { public_key: text("push.public_key", (key) => /^B[\w-]{86}$/.test(key)) },
  };
}

type Rule = (text: string) => boolean;

function found(given: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((value, name) => (typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined), given);
}

function word(value: unknown, path: string, fits: Rule): string {
  if (typeof value !== "string" || !fits(value)) throw new Misconfigured(`config.json: ${path}`);
  return value;
}

const isId: Rule = (id) => /^\w+$/.test(id);

const isOrigin: Rule = (text) => isSafe(text) && new URL(text).origin === text;

/** An address to which nothing goes in the clear, but on this machine. */
export const isSafe: Rule = (text) => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  return (protocol === "https:" || (protocol === "http:" && hostname === "127.0.0.1")) && username === "" && password === "";
};
