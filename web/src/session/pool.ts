/** The user pool (Cognito), asked by its JSON interface: no program of AWS is loaded into the page. */
import { Unreachable } from "../api/index.js";
import { loadConfig } from "../config.js";
import { abortAfter } from "./abort-after.js";

/** Residents and staff sign in through clients of their own. */
export type Entry = "residents" | "staff";

export type Json = Readonly<Record<string, unknown>>;

export interface Pool {
  readonly client: string;
  /** `region_id`: SRP hashes the part behind the line. */
  readonly id: string;
  /** Throws {@link PoolRefused} for what the pool refuses, {@link Unreachable} where it does not answer. */
  readonly call: (action: string, body: Json) => Promise<Json>;
}

/** The pool said no. `code` is its own name for why. */
export class PoolRefused extends Error {
  override readonly name = "PoolRefused";
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const TIMEOUT_MS = 20_000;

/** The pool of this deployment, through the client of an entry. `asked`: what the deployment says, where it was asked for already. */
export async function openPool(entry: Entry, asked?: Promise<Response>): Promise<Pool> {
  let config;
  try {
    config = await loadConfig(asked);
  } catch (cause) {
    throw new Unreachable("the deployment does not say where its user pool is", { cause });
  }
  const { endpoint, user_pool_id, residents_client_id, staff_client_id } = config.sign_in;
  return poolAt(endpoint, user_pool_id, entry === "staff" ? staff_client_id : residents_client_id);
}

/** A pool by its address. */
export function poolAt(endpoint: string, id: string, client: string, send: typeof fetch = (...request) => fetch(...request)): Pool {
  return {
    client,
    id,
    async call(action, body) {
      let response: Response;
      let answer: unknown;
      try {
        response = await send(endpoint, {
          method: "POST",
          headers: { "content-type": "application/x-amz-json-1.1", "x-amz-target": `AWSCognitoIdentityProviderService.${action}` },
          body: JSON.stringify(body),
          credentials: "omit",
          cache: "no-store",
          redirect: "error",
          signal: abortAfter(TIMEOUT_MS),
        });
        // RevokeToken and others answer with nothing.
        const text = await response.text();
        answer = text === "" ? {} : JSON.parse(text);
      } catch (cause) {
        throw new Unreachable("the user pool did not answer", { cause });
      }
      if (!isJson(answer) || response.status >= 500) throw new Unreachable("the user pool did not answer");
      if (!response.ok) throw new PoolRefused(codeOf(answer, response), textOf(answer, "message"));
      return answer;
    },
  };
}

/** A text of an answer; empty where there is none. */
export function textOf(answer: Json, name: string): string {
  const value = answer[name];
  return typeof value === "string" ? value : "";
}

/** A part of an answer; empty where there is none. */
export function partOf(answer: Json, name: string): Json {
  const value = answer[name];
  return isJson(value) ? value : {};
}

export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `com.amazonaws...#NotAuthorizedException`, or the bare name. */
function codeOf(answer: Json, response: Response): string {
  const named = textOf(answer, "__type") || (response.headers.get("x-amzn-errortype") ?? "");
  return (named.split("#").at(-1) ?? "").split(":")[0] ?? "";
}
