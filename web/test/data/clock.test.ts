import { expect, test } from "vitest";

import { Clock } from "../../src/data/clock.js";
import { Cache } from "../../src/data/cache.js";
import { network, refused, done } from "./house.js";

const NINE = Date.parse("2026-11-26T09:00:00+09:00");

test("a clock that is off follows the API's, one that is right stays as it is", () => {
  const clock = new Clock(() => NINE);
  clock.told(new Date(NINE + 1_000).toUTCString(), NINE);
  expect(clock.now()).toBe(NINE);
  clock.told(new Date(NINE - 300_000).toUTCString(), NINE);
  expect(Math.abs(clock.now() - (NINE - 300_000))).toBeLessThan(1_000);
  clock.told(null, NINE);
  clock.told("soon", NINE);
  expect(Math.abs(clock.now() - (NINE - 300_000))).toBeLessThan(1_000);
  clock.told(new Date(NINE).toUTCString(), NINE);
  expect(clock.now()).toBe(NINE);
});

const PATH = { code: "4312345678", resident_id: "r" };

test("a notebook is asked again with the version that is shown; where nothing is new it stays, and is as fresh as a new one", async () => {
  let asked = 0;
  const { services: { cache }, sent } = network(() => (asked++ === 0 ? { status: 200, body: { summary: "a" }, version: '"t"' } : { status: 304, version: '"t"' }));
  const read = { id: "open-notebook", path: PATH } as const;
  await cache.refresh(read);
  await cache.refresh(read);
  expect(sent.map(({ headers }) => headers.get("if-none-match"))).toEqual([null, '"t"']);
  expect(cache.peek(read)).toMatchObject({ value: { summary: "a" }, version: '"t"', refusal: undefined, loading: false });
});

test("other reads are asked without a version", async () => {
  const { services: { cache }, sent } = network(() => ({ status: 200, body: { items: [] }, version: '"1"' }));
  const read = { id: "list-patients", path: { code: "4312345678" } } as const;
  await cache.refresh(read);
  await cache.refresh(read);
  expect(sent.map(({ headers }) => headers.get("if-none-match"))).toEqual([null, null]);
});

test("what is dropped is shown no more, and an answer on its way does not bring it back", async () => {
  let answer: (() => void) | undefined;
  const cache = new Cache(() => new Promise((resolve) => { answer = () => resolve(done({ summary: "late" })); }));
  const read = { id: "open-notebook", path: PATH } as const;
  const asked = cache.refresh(read);
  cache.drop(read);
  answer?.();
  await asked;
  expect(cache.peek(read).value).toBeUndefined();
});

test("what ended takes the value with it", async () => {
  const outcomes = [done({ summary: "a" }), refused("not_found", 410)];
  const cache = new Cache(async () => outcomes.shift() ?? refused("unreachable", 0));
  const read = { id: "open-notebook", path: PATH } as const;
  await cache.refresh(read);
  await cache.refresh(read);
  expect(cache.peek(read)).toMatchObject({ value: undefined, refusal: { status: 410 } });
});

test("what screens keep beside the cache is told when everything is forgotten", () => {
  const { services } = network(() => ({ status: 200 }));
  let forgotten = 0;
  services.onForget(() => { forgotten += 1; });
  services.forget();
  expect(forgotten).toBe(1);
});
