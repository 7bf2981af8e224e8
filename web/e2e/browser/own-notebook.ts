/** A resident's own notebook over the API, beside the pages: what a story needs there first, and what it counts afterwards. */
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";

import type { Person } from "./house.js";

const NINE_HOURS_MS = 9 * 3_600_000;

/** Later than any story is told, and earlier than the day ends. */
export const TIMES = ["23:57", "23:58", "23:59"];

/** The day in Japan. */
export const today = () => new Date(Date.now() + NINE_HOURS_MS).toISOString().slice(0, 10);

export interface OwnNotebook {
  readonly api: <Answer = unknown>(method: "GET" | "POST" | "PUT" | "DELETE", path: string, data?: object) => Promise<Answer>;
  /** An alarm of today with the doses of `TIMES`; its id. */
  readonly ring: (label: string) => Promise<string>;
}

/** With the token of the page's own calls, of which the first is still to come. */
export async function ownNotebook({ page, context }: Person, address: string, resident: string, signIn: () => Promise<void>): Promise<OwnNotebook> {
  const signed = page.waitForRequest((request) => request.url().endsWith("/v1/me") && request.headers()["authorization"] !== undefined);
  await signIn();
  const authorization = (await signed).headers()["authorization"] ?? "";
  const api = async <Answer>(method: string, path: string, data?: object): Promise<Answer> => {
    const headers = { authorization, "idempotency-key": randomUUID() };
    const answer = await context.request.fetch(`${address}/v1/residents/${resident}${path}`, { method, headers, ...(data && { data }) });
    assert.ok(answer.ok(), `${method} ${path}: ${answer.status()} ${await answer.text()}`);
    return (answer.status() === 204 ? undefined : await answer.json()) as Answer;
  };
  const ring = async (label: string) => {
    const alarm = { label, times: TIMES.map((time) => ({ time })), rhythm: { kind: "daily" }, from: today(), until: today(), notification_text: "neutral" };
    return (await api<{ alarm_id: string }>("POST", "/alarms", alarm)).alarm_id;
  };
  return { api, ring };
}
