/**
 * What can go wrong with a call, as one type: the function's own problem (RFC 9457, with the codes that the operation lists),
 * an answer of the gateway in front of it, or no answer at all.
 */
import type { GatewayMessage, Problem } from "./contract.js";

/** Codes that no function answers: this client gives them where there is no problem document. */
export type OwnCode =
  /** No answer: no network, or none within the time-out. Whether the call had an effect is not known. */
  | "unreachable"
  /** An answer that is neither the contract's nor the gateway's. */
  | "unreadable";

/** Codes that stand for the gateway's own answers, by status. */
const OF_GATEWAY = {
  401: "unauthenticated",
  403: "forbidden",
  404: "not_found",
  413: "payload_too_large",
  429: "too_many_requests",
  503: "unavailable",
} as const;

export type GatewayCode = (typeof OF_GATEWAY)[keyof typeof OF_GATEWAY];

/** A refusal of one of these codes. `detail` and the fields' `detail` are sentences for the person, in the language asked for. */
export interface Refusal<Code extends string> {
  readonly code: Code | GatewayCode | OwnCode;
  /** 0 without an answer. */
  readonly status: number;
  /** Empty where nobody but this client speaks: the page has a sentence for each {@link OwnCode} and {@link GatewayCode}. */
  readonly detail: string;
  readonly errors: Readonly<Problem["errors"]>;
  readonly requestId: string | undefined;
  /** When it is worth asking again, in seconds. */
  readonly retryAfter: number | undefined;
  /** The whole problem document, for what a code brings beside its text, such as `purpose` of `consent_required`. */
  readonly document: (Problem & Readonly<Record<string, unknown>>) | undefined;
}

const NOTHING = { status: 0, detail: "", errors: [], requestId: undefined, retryAfter: undefined, document: undefined };

/** The codes that an operation's answers list: what `error` of its answer can be. */
export type CodesOf<Failure> = Failure extends { readonly code: infer Code extends string } ? Code : never;

/** Reads whatever stood in a refused answer. */
export function refusal<Failure>(error: Failure | undefined, response: Response): Refusal<CodesOf<Failure>> {
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
  const retryAfter = Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
  const bare = { ...NOTHING, status: response.status, retryAfter };
  if (isProblem(error)) {
    // The contract's guard holds every answer to the codes that its operation lists.
    const code = error.code as CodesOf<Failure>;
    return { ...bare, code, detail: error.detail, errors: error.errors, requestId: error.request_id, document: error };
  }
  const gateway = OF_GATEWAY[response.status as keyof typeof OF_GATEWAY] as GatewayCode | undefined;
  return { ...bare, code: gateway !== undefined && isGatewayMessage(error) ? gateway : "unreadable" };
}

/** What a call came to that has no answer which can be read. */
export function without(code: OwnCode): Refusal<never> {
  return { ...NOTHING, code };
}

function isProblem(value: unknown): value is Problem & Record<string, unknown> {
  return isObject(value) && typeof value["code"] === "string" && typeof value["detail"] === "string" && Array.isArray(value["errors"]);
}

function isGatewayMessage(value: unknown): value is GatewayMessage {
  return isObject(value) && typeof value["message"] === "string";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
