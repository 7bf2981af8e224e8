/** The API beside the pages, above all a resident's own notebook: what a story needs there first, and what it counts afterwards. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";

import type { Person } from "./house.js";

const NINE_HOURS_MS = 9 * 3_600_000;

/** Later than any story is told, and earlier than the day ends. */
export const TIMES = ["23:57", "23:58", "23:59"];

/** The day in Japan. */
export const today = () => new Date(Date.now() + NINE_HOURS_MS).toISOString().slice(0, 10);

export type Api = <Answer = unknown>(method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE", path: string, data?: object) => Promise<Answer>;

export interface OwnNotebook {
  /** Paths below the notebook's own. */
  readonly api: Api;
  /** An alarm of today with the doses of `TIMES`; its id. */
  readonly ring: (label: string) => Promise<string>;
}

/** With the token of the page's own calls, of which the first is still to come. */
export async function apiOf({ page, context }: Person, address: string, signIn: () => Promise<void>): Promise<Api> {
  const signed = page.waitForRequest((request) => request.url().endsWith("/v1/me") && request.headers()["authorization"] !== undefined);
  await signIn();
  const authorization = (await signed).headers()["authorization"] ?? "";
  return async <Answer>(method: string, path: string, data?: object): Promise<Answer> => {
    const headers = { authorization, "idempotency-key": randomUUID() };
    const answer = await context.request.fetch(`${address}/v1${path}`, { method, headers, ...(data && { data }) });
    assert.ok(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`);
    return (answer.status() === 204 ? undefined : await answer.json()) as Answer;
  };
}

export async function ownNotebook(person: Person, address: string, resident: string, signIn: () => Promise<void>): Promise<OwnNotebook> {
  const whole = await apiOf(person, address, signIn);
  const api: Api = (method, path, data) => whole(method, `/residents/${resident}${path}`, data);
  const ring = async (label: string) => {
    const alarm = { label, times: TIMES.map((time) => ({ time })), rhythm: { kind: "daily" }, from: today(), until: today(), notification_text: "neutral" };
    return (await api<{ alarm_id: string }>("POST", "/alarms", alarm)).alarm_id;
  };
  return { api, ring };
}
