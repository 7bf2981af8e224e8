/** What a deployment tells its pages: `/config.json`. Nothing in it is secret. */
import { Unreachable } from "./api/index.js";

export interface Config {
  readonly city: { readonly name: string; readonly phone: string | null };
  readonly sign_in: {
    /** Where the user pool answers: Cognito's own address, or a path of the same origin on one machine. */
    readonly endpoint: string;
    readonly region: string;
    readonly user_pool_id: string;
    readonly residents_client_id: string;
    readonly staff_client_id: string;
  };
}

let loaded: Promise<Config> | undefined;

/** Asked for once; what failed is asked for again. */
export function loadConfig(): Promise<Config> {
  loaded ??= read().catch((fault: unknown) => {
    loaded = undefined;
    throw fault;
  });
  return loaded;
}

async function read(): Promise<Config> {
  try {
    const response = await fetch("/config.json", { credentials: "omit" });
    const value: unknown = await response.json();
    if (response.ok && isConfig(value)) return value;
  } catch {
    // As where there is none.
  }
  throw new Unreachable("no /config.json");
}

function isConfig(value: unknown): value is Config {
  const texts = (part: unknown, names: readonly string[]) => typeof part === "object" && part !== null && names.every((name) => typeof (part as Record<string, unknown>)[name] === "string");
  return typeof value === "object" && value !== null && "city" in value && "sign_in" in value
    && texts(value.city, ["name"]) && texts(value.sign_in, ["endpoint", "region", "user_pool_id", "residents_client_id", "staff_client_id"]);
}
