/**
 * The API as typed calls. Paths, parameters, bodies, answers and the codes of refusals are the contract's (`contract.ts`, generated):
 *
 *     const api = connect({ address: "", token, language: () => "ja" });
 *     const alarm = await outcome(api.GET("/v1/residents/{resident_id}/alarms/{alarm_id}", { params: { path } }));
 *     if (!alarm.ok) return alarm.refusal.code === "not_found" ? gone() : sorry(alarm.refusal);
 *     await outcome(api.PUT("/v1/residents/{resident_id}/alarms/{alarm_id}",
 *       { params: { path, header: { "If-Match": alarm.version } }, body: { ...alarm.value, label } }));
 */
import createClient, { type Client } from "openapi-fetch";

import type { paths } from "./contract.js";
import { type CodesOf, type Refusal, refusal, without } from "./problem.js";
import { type Connection, Unreachable, transport } from "./transport.js";

export type Api = Client<paths>;

/** A client of the API. */
export function connect(connection: Connection): Api {
  return createClient<paths>({ baseUrl: connection.address, fetch: transport(connection) });
}

/** What a call came to. */
export type Outcome<Value, Code extends string> = Done<Value> | { readonly ok: false; readonly refusal: Refusal<Code> };

/** A call that was answered as asked. */
export interface Done<Value> {
  readonly ok: true;
  readonly status: number;
  readonly value: Value;
  /** What `If-Match` of a later change takes, or `If-None-Match` of a later look; `undefined` where neither is taken. */
  readonly version: string | undefined;
}

interface Answered<Value, Failure> {
  readonly data?: Value;
  readonly error?: Failure;
  readonly response: Response;
}

/**
 * Waits for a call and says what it came to. Never throws for what the network or the API does. `known`: what an open page shows
 * already, whose version the call sent as `If-None-Match`; it is given back where there is nothing new.
 */
export async function outcome<Value, Failure>(
  call: Promise<Answered<Value, Failure>>,
  known?: Done<Value>,
): Promise<Outcome<Value, CodesOf<Failure>>> {
  let answered;
  try {
    answered = await call;
  } catch (error) {
    if (error instanceof Unreachable) return { ok: false, refusal: without("unreachable") };
    if (error instanceof SyntaxError) return { ok: false, refusal: without("unreadable") };
    // A fault of the page's own is the page's to see.
    throw error;
  }
  const { data, error, response } = answered;
  if (response.status === 304 && known !== undefined) return known;
  if (!response.ok) return { ok: false, refusal: refusal(error, response) };
  return { ok: true, status: response.status, value: data as Value, version: response.headers.get("etag") ?? undefined };
}
