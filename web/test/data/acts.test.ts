import assert from "node:assert/strict";
import { afterEach, expect, test, vi } from "vitest";

import { ACTS, Acts } from "../../src/data/acts.js";
import { Cache } from "../../src/data/cache.js";
import type { Call } from "../../src/data/services.js";
import { PERSON, done, network, offline, problem, refused } from "./house.js";

afterEach(() => vi.restoreAllMocks());

const keys = (sent: readonly Request[]) => sent.filter(({ method }) => method !== "GET").map(({ headers }) => headers.get("idempotency-key"));

test("an act that was not answered keeps its key until an answer is known; the next one has another", async () => {
  let away = true;
  const { services, sent } = network(() => ({ status: away ? 0 : 204 }));
  const first = await services.act("end-sessions", {});
  assert.ok(!first.ok && first.refusal.code === "unreachable");
  away = false;
  assert.ok((await services.act("end-sessions", {})).ok);
  const tried = keys(sent);
  assert.ok(tried.length > 1);
  assert.equal(new Set(tried).size, 1);
  await services.act("end-sessions", {});
  assert.equal(new Set(keys(sent)).size, 2);
});

/** Acts as they would be with a body, a version and several people, answered from a list. */
function acts(answers: Awaited<ReturnType<Call>>[]) {
  const calls: { headers: Record<string, string>; body: unknown }[] = [];
  const call: Call = async (_method, _path, params, body) => {
    calls.push({ headers: (params as { header: Record<string, string> }).header, body });
    return answers.shift() ?? done(undefined);
  };
  const all = new Acts(call, new Cache(async () => done({})));
  const act = all.act.bind(all) as unknown as (id: string, path: object, body?: unknown, options?: object) => Promise<unknown>;
  return { all, act, calls, keys: () => calls.map(({ headers }) => headers["Idempotency-Key"]) };
}

test.each([[0, "unreachable"], [401, "unauthenticated"], [409, "conflict"], [429, "too_many_requests"], [500, "internal"], [503, "unavailable"]])("%i leaves open what the act came to: the next try has its key", async (status, code) => {
  const { act, keys } = acts([refused(code, status)]);
  await act("end-sessions", {}, { a: 1 });
  await act("end-sessions", {}, { a: 1 });
  assert.equal(new Set(keys()).size, 1);
});

test("an act that was refused, and one with other content, is another act", async () => {
  const { act, keys } = acts([refused("invalid_value", 422), offline, offline, offline]);
  await act("end-sessions", {}, { a: 1 });
  await act("end-sessions", {}, { a: 1 });
  await act("end-sessions", {}, { a: 2 });
  await act("end-sessions", { resident_id: "other" }, { a: 2 });
  // What came between may have changed what the first was about.
  await act("end-sessions", {}, { a: 1 });
  assert.equal(new Set(keys()).size, 5);
});

test("what ended since is known: the same tap is another act", async () => {
  const { act, keys } = acts([refused("check_in_ended", 409)]);
  await act("end-sessions", {}, { a: 1 });
  await act("end-sessions", {}, { a: 1 });
  assert.equal(new Set(keys()).size, 2);
});

test("what was tried is forgotten with everything else", async () => {
  const { all, act, keys } = acts([offline]);
  await act("end-sessions", {}, { a: 1 });
  all.clear();
  await act("end-sessions", {}, { a: 1 });
  assert.equal(new Set(keys()).size, 2);
});

test("the version that the person saw goes with the act, and none where there is none", async () => {
  const { act, calls } = acts([]);
  await act("end-sessions", {}, { a: 1 }, { version: '"7"' });
  await act("end-sessions", {});
  assert.deepEqual(calls.map(({ headers, body }) => [headers["If-Match"], body]), [['"7"', { a: 1 }], [undefined, undefined]]);
});

test.each([[204, true], [412, true], [422, false], [0, false]])("after %i what is on the screen is asked again: %s", async (status, again) => {
  const { services, sent } = network(({ method }) => (method === "GET" ? { status: 200, body: {} } : status >= 400 ? problem(status, "x") : { status }));
  for (const id of ACTS["end-sessions"].outdates) services.cache.subscribe({ id, path: {} }, () => {});
  await services.act("end-sessions", {});
  assert.equal(sent.some(({ method }) => method === "GET"), again);
});

test("an act never throws: a fault of the page is told, and the screen goes on", async () => {
  const told = vi.spyOn(console, "error").mockImplementation(() => {});
  const { services } = network(() => ({ status: 204 }), { token: () => Promise.reject(new TypeError("session.user is undefined")) });
  const came = await services.act("end-sessions", {});
  assert.ok(!came.ok && came.refusal.code === "unreadable");
  expect(told).toHaveBeenCalledOnce();
});

test("a file is asked for with its query, and is not kept", async () => {
  const file = { bytes_base64: "5Y2B", content_type: "text/csv", file_name: "x.csv", concealed_left_out: 0, unconfirmed_left_out: 0 };
  let away = false;
  const { services, sent } = network(() => (away ? { status: 0 } : { status: 200, body: file }));
  const got = await services.fetchOnce("export-medications", { resident_id: PERSON }, { include_concealed: true, part: 2 });
  assert.deepEqual(got.ok && got.value, file);
  const { pathname, search } = new URL(sent[0]!.url);
  assert.deepEqual([pathname, search], [`/v1/residents/${PERSON}/medications/csv`, "?include_concealed=true&part=2"]);
  away = true;
  const none = await services.fetchOnce("export-medications", { resident_id: PERSON });
  assert.ok(!none.ok && none.refusal.code === "unreachable");
});

test("a read can be asked for once, past what is kept", async () => {
  const { services, sent } = network(() => ({ status: 200, body: { doses: [] } }));
  await services.cache.refresh({ id: "get-today", path: { resident_id: PERSON } });
  const got = await services.fetchOnce("get-today", { resident_id: PERSON });
  assert.ok(got.ok);
  assert.equal(sent.length, 2);
});

test("the sign-in gives its token to every request, and is told of each 401, whatever was asked", async () => {
  let refusals = 0;
  const { services, sent } = network(() => ({ status: 401, body: { message: "Unauthorized" } }), { token: async () => "a-token", onRefused: () => (refusals += 1) });
  await services.cache.refresh({ id: "get-me", path: {} });
  await services.act("end-sessions", {});
  await services.fetchOnce("get-me", {});
  assert.equal(refusals, 3);
  assert.deepEqual([...new Set(sent.map(({ headers }) => headers.get("authorization")))], ["Bearer a-token"]);
});
