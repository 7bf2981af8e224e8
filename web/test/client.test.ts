import assert from "node:assert/strict";
import { test } from "vitest";

import { type Connection, Unreachable, connect, newAction, outcome } from "../src/api/index.js";

const PERSON = "019aa000-0000-7000-8000-0000000000ae";
const ALARM = "019aa000-0000-7000-8000-0000000000af";
const path = { resident_id: PERSON, alarm_id: ALARM };
const ONE = "/v1/residents/{resident_id}/alarms/{alarm_id}";

/** A client whose requests are answered from a list, in turn, and kept. */
function city(answers: (Response | Error)[], connection: Partial<Connection> = {}) {
  const sent: Request[] = [];
  const waited: number[] = [];
  const api = connect({
    address: "https://notebook.test",
    token: async () => "a-token",
    language: () => "ja",
    fetch: async (request) => {
      sent.push(request);
      const answer = answers.shift();
      if (answer === undefined) throw new Error("one request more than was expected");
      if (answer instanceof Error) throw answer;
      return answer;
    },
    wait: async (milliseconds) => void waited.push(milliseconds),
    ...connection,
  });
  return { api, sent, waited };
}

function answer(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  const type = status < 400 ? "application/json" : "application/problem+json";
  return new Response(status === 204 ? null : JSON.stringify(body), { status, headers: { "content-type": type, ...headers } });
}

function problem(status: number, code: string, more: object = {}, headers: Record<string, string> = {}): Response {
  const document = { type: `urn:${code}`, title: "…", status, code, detail: "文", errors: [], request_id: "r-1", ...more };
  return answer(status, document, headers);
}

const offline = () => new TypeError("fetch failed");

test("a request goes to the address of the contract as who is signed in, in the language of the page", async () => {
  const { api, sent } = city([answer(200, { resident_id: PERSON })]);
  const me = await outcome(api.GET("/v1/me"));
  assert.ok(me.ok);
  assert.equal(me.value.resident_id, PERSON);
  assert.equal(sent[0]?.url, "https://notebook.test/v1/me");
  assert.equal(sent[0]?.headers.get("authorization"), "Bearer a-token");
  assert.equal(sent[0]?.headers.get("accept-language"), "ja");
  assert.equal(sent[0]?.headers.get("idempotency-key"), null);
});

test("what GET said of the version is what a change takes back", async () => {
  const { api, sent } = city([answer(200, {}, { etag: '"7"' }), answer(204, null)]);
  const alarm = await outcome(api.GET(ONE, { params: { path } }));
  assert.ok(alarm.ok);
  assert.equal(alarm.version, '"7"');
  const header = { "If-Match": alarm.version as string };
  const ended = await outcome(api.DELETE(ONE, { params: { path, header } }));
  assert.ok(ended.ok);
  assert.deepEqual([sent[1]?.headers.get("if-match"), sent[1]?.url.endsWith(ALARM)], ['"7"', true]);
});

test("every attempt of one action carries one key, and another action another", async () => {
  const body = { display_name: "花子", consents: [] };
  const { api, sent, waited } = city([offline(), problem(503, "unavailable", {}, { "retry-after": "2" }), answer(201, {}), answer(201, {})]);
  assert.ok((await outcome(api.POST("/v1/residents", { body }))).ok);
  assert.ok((await outcome(api.POST("/v1/residents", { body }))).ok);
  const keys = sent.map((request) => request.headers.get("idempotency-key"));
  assert.equal(new Set(keys.slice(0, 3)).size, 1);
  assert.notEqual(keys[2], keys[3]);
  assert.match(keys[0] ?? "", /^[0-9a-f-]{36}$/);
  assert.deepEqual(await Promise.all(sent.map((request) => request.json())), [body, body, body, body]);
  assert.equal(waited.length, 2);
  assert.ok((waited[0] ?? 0) >= 200 && waited[1] === 2000, `${waited}`);
});

test("a second tap is the same action where the page keeps its key", async () => {
  const { api, sent } = city([answer(201, {}), answer(200, {})]);
  const header = { "Idempotency-Key": newAction() };
  const body = { display_name: "花子", consents: [] };
  await outcome(api.POST("/v1/residents", { params: { header }, body }));
  await outcome(api.POST("/v1/residents", { params: { header }, body }));
  assert.deepEqual(sent.map((request) => request.headers.get("idempotency-key")), [header["Idempotency-Key"], header["Idempotency-Key"]]);
});

test("a refusal is narrowed by its code, and is not sent again", async () => {
  const errors = [{ pointer: "/times/0", code: "invalid_value", detail: "時刻は…" }];
  const { api, sent } = city([problem(422, "too_many_alarms", { errors, most: 30 })]);
  const body = { label: "朝", from: "2026-11-22", times: [{ time: "08:00" }] };
  const made = await outcome(api.POST("/v1/residents/{resident_id}/alarms", { params: { path: { resident_id: PERSON } }, body }));
  assert.ok(!made.ok);
  // Does not compile where the operation's codes are not told apart from another's.
  const foreign: "too_many_devices" extends typeof made.refusal.code ? true : false = false;
  const own: "too_many_alarms" extends typeof made.refusal.code ? true : false = true;
  assert.deepEqual([foreign, own], [false, true]);
  assert.equal(made.refusal.code, "too_many_alarms");
  assert.deepEqual(made.refusal.errors, errors);
  assert.deepEqual([made.refusal.detail, made.refusal.requestId, made.refusal.document?.["most"]], ["文", "r-1", 30]);
  assert.equal(sent.length, 1);
});

test("the gateway's own answers have the codes of the functions", async () => {
  const gateway = (status: number) => answer(status, { message: "Unauthorized" }, { "content-type": "application/json" });
  for (const [status, code] of [[401, "unauthenticated"], [404, "not_found"], [413, "payload_too_large"], [429, "too_many_requests"]] as const) {
    const { api } = city([gateway(status)]);
    const me = await outcome(api.GET("/v1/me"));
    assert.ok(!me.ok);
    assert.deepEqual([me.refusal.code, me.refusal.status], [code, status]);
  }
});

test("no answer, and one that nobody can read, say so and throw nothing", async () => {
  const { api, sent } = city([offline(), offline(), offline()]);
  const silent = await outcome(api.GET("/v1/me"));
  assert.ok(!silent.ok);
  assert.deepEqual([silent.refusal.code, silent.refusal.status, sent.length], ["unreachable", 0, 3]);
  const page = new Response("<html>sign in to the hotel's network</html>", { status: 511, headers: { "content-type": "text/html" } });
  const hotel = await outcome(city([page]).api.GET("/v1/me"));
  assert.ok(!hotel.ok);
  assert.equal(hotel.refusal.code, "unreadable");
});

test("an open page that asks again keeps what it shows where there is nothing new", async () => {
  const notebook = "/v1/institutions/{code}/patients/{resident_id}/notebook";
  const params = { path: { code: "4310112345", resident_id: PERSON } };
  const nothing = new Response(null, { status: 304, headers: { etag: '"tag"' } });
  const { api, sent } = city([answer(200, { summary: "…" }, { etag: '"tag"' }), nothing, nothing.clone()]);
  const first = await outcome(api.GET(notebook, { params }));
  assert.ok(first.ok);
  const header = { "If-None-Match": first.version as string };
  const again = await outcome(api.GET(notebook, { params: { ...params, header } }), first);
  assert.equal(again, first);
  assert.equal(sent[1]?.headers.get("if-none-match"), '"tag"');
  // Nobody asked for it: then it is no answer.
  assert.ok(!(await outcome(api.GET(notebook, { params }))).ok);
});

test("an answer that breaks off is asked for again, and one that is no JSON is unreadable", async () => {
  const torn = () => new Response(new ReadableStream({ start: (stream) => stream.error(new TypeError("terminated")) }), { status: 200 });
  const { api, sent } = city([torn(), answer(200, { resident_id: PERSON })]);
  assert.ok((await outcome(api.GET("/v1/me"))).ok);
  assert.equal(sent.length, 2);
  const garbled = await outcome(city([new Response("{", { status: 200, headers: { "content-type": "application/json" } })]).api.GET("/v1/me"));
  assert.ok(!garbled.ok);
  assert.deepEqual([garbled.refusal.code, garbled.refusal.status], ["unreadable", 0]);
});

test("an answer without a body is one, also where a browser gives it an empty body: it is not asked for again", async () => {
  const empty = Object.defineProperty(new Response(null, { status: 204 }), "body", { value: new ReadableStream({ start: (stream) => stream.close() }) });
  const { api, sent } = city([empty]);
  assert.ok((await outcome(api.DELETE(ONE, { params: { path } }))).ok);
  assert.equal(sent.length, 1);
});

test("a fault of the page is thrown, and is not said to be the network's", async () => {
  const away = city([], { token: () => Promise.reject(new Unreachable("no network")) });
  const renewing = await outcome(away.api.GET("/v1/me"));
  assert.ok(!renewing.ok && renewing.refusal.code === "unreachable");
  const fault = new TypeError("session.user is undefined");
  const { api, sent } = city([], { token: () => Promise.reject(fault) });
  await assert.rejects(outcome(api.GET("/v1/me")), fault);
  assert.equal(sent.length, 0);
});

test("what does not answer in time is given up, and whoever has left is not asked for again", async () => {
  // The clock of a time-out alone does not keep the program running.
  const awake = setInterval(() => undefined, 1000);
  const never = (request: Request) =>
    new Promise<Response>((_, reject) => {
      const { signal } = request;
      if (signal.aborted) reject(signal.reason);
      signal.addEventListener("abort", () => reject(signal.reason));
    });
  const slow = await outcome(city([], { fetch: never, timeout: 5 }).api.GET("/v1/me"));
  assert.ok(!slow.ok);
  assert.equal(slow.refusal.code, "unreachable");
  let attempts = 0;
  const leave = new AbortController();
  const { api } = city([], { fetch: (request) => ((attempts += 1), leave.abort(), never(request)), timeout: 5 });
  assert.ok(!(await outcome(api.GET("/v1/me", { signal: leave.signal }))).ok);
  assert.equal(attempts, 1);
  clearInterval(awake);
});
