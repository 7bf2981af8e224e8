// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { type Outcome, Unreachable } from "../../src/api/index.js";
import { askAgain } from "../../src/data/ask-again.js";
import { Cache } from "../../src/data/cache.js";
import type { Read } from "../../src/data/operations.js";
import { keepUp, makeServices } from "../../src/data/services.js";
import { TODAY, done, refused } from "./house.js";

const read: Read<"get-today"> = { id: "get-today", path: { resident_id: "p" } };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A cache whose every look is answered as `answer` says, with what is on the screen. */
function shown(answer: () => Outcome<unknown, string>) {
  const state = { asked: 0 };
  const cache = new Cache(async () => {
    state.asked += 1;
    return answer();
  });
  cache.subscribe(read, () => {});
  askAgain(cache, window, () => 0.5);
  return { cache, state };
}

test("what was not answered is asked for again until it is, and then no more", async () => {
  let away = true;
  const { cache, state } = shown(() => (away ? refused("unreachable", 0) : done(TODAY)));
  await cache.refresh(read);
  expect(state.asked).toBe(1);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(state.asked).toBe(2);
  // Twice as long each time.
  await vi.advanceTimersByTimeAsync(9_000);
  expect(state.asked).toBe(2);
  away = false;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(state.asked).toBe(3);
  expect(cache.peek(read).value).toEqual(TODAY);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(state.asked).toBe(3);
});

test("a server that stays away is asked by the minute at last", async () => {
  const { cache, state } = shown(() => refused("unreachable", 0));
  await cache.refresh(read);
  await vi.advanceTimersByTimeAsync(600_000);
  const before = state.asked;
  await vi.advanceTimersByTimeAsync(600_000);
  expect(state.asked - before).toBe(10);
});

test.each([["forbidden", 403], ["unreadable", 0]])("what was answered, even by a refusal (%s), is not asked for again, nor what nobody looks at", async (code, status) => {
  const { cache, state } = shown(() => refused(code, status));
  await cache.refresh(read);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(state.asked).toBe(1);
  const unseen = new Cache(async () => {
    state.asked += 1;
    return refused("unreachable", 0);
  });
  askAgain(unseen, window);
  await unseen.refresh(read);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(state.asked).toBe(2);
});

test("neither a page out of sight nor a phone without a network asks", async () => {
  const { cache, state } = shown(() => refused("unreachable", 0));
  await cache.refresh(read);
  const seen = vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(state.asked).toBe(1);
  seen.mockReturnValue("visible");
  const network = vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(state.asked).toBe(1);
  network.mockReturnValue(true);
  await vi.advanceTimersByTimeAsync(6_000);
  expect(state.asked).toBe(2);
});

test("a look into a patient's notebook is not made again by itself: it would stand in the person's log though nobody looked", async () => {
  const look: Read<"open-notebook"> = { id: "open-notebook", path: { code: "4310112347", resident_id: "p" } };
  const { cache, state } = shown(() => refused("unreachable", 0));
  cache.subscribe(look, () => {});
  await cache.refresh(look);
  expect(state.asked).toBe(1);
  await vi.advanceTimersByTimeAsync(600_000);
  expect(state.asked).toBe(1);
});

test("a network that comes while the sign-in is failing to be renewed opens the page all the same", async () => {
  let fail = (_fault: Error) => {};
  const tokens: (() => Promise<string>)[] = [() => new Promise((_, reject) => (fail = reject)), async () => "t"];
  const services = makeServices({ address: "http://notebook.test", token: () => tokens.shift()!(), language: () => "ja", fetch: async () => Response.json(TODAY) });
  keepUp(services, window);
  await vi.dynamicImportSettled();
  services.cache.subscribe(read, () => {});
  void services.cache.refresh(read);
  window.dispatchEvent(new Event("online"));
  fail(new Unreachable("no network"));
  await vi.advanceTimersByTimeAsync(0);
  expect(services.cache.peek(read).refusal?.code).toBe("unreachable");
  await vi.advanceTimersByTimeAsync(8_000);
  expect(services.cache.peek(read).value).toEqual(TODAY);
});
