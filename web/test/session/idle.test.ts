import { expect, test } from "vitest";

import { Idle, LOCKED_AFTER_MS } from "../../src/session/idle.js";
import { memory } from "./tabs.js";

function machine() {
  const clock = { now: Date.parse("2026-11-27T09:00:00+09:00") };
  const storage = memory();
  const tab = () => {
    const locked: number[] = [];
    const idle = new Idle({ storage, now: () => clock.now, lock: () => locked.push(clock.now) });
    return { idle, locked };
  };
  return { clock, storage, tab };
}

const MINUTE = 60_000;

test("after 15 minutes without a touch it locks, and says so in the last minute", () => {
  const { clock, tab } = machine();
  const { idle, locked } = tab();
  const said: (number | undefined)[] = [];
  idle.touch(true);
  idle.subscribe(() => said.push(idle.secondsLeft));
  clock.now += 13.9 * MINUTE;
  idle.look();
  expect(idle.secondsLeft).toBeUndefined();
  clock.now += 0.1 * MINUTE;
  idle.look();
  expect(idle.secondsLeft).toBe(60);
  clock.now += 59_000;
  idle.look();
  expect(idle.secondsLeft).toBe(1);
  expect(locked).toEqual([]);
  clock.now += 1_000;
  idle.look();
  expect(locked.length).toBe(1);
  expect(said).toEqual([60, 1, undefined]);
});

test("a touch in one tab is one for all", () => {
  const { clock, tab } = machine();
  const [one, two] = [tab(), tab()];
  one.idle.touch(true);
  clock.now += 14.5 * MINUTE;
  two.idle.look();
  expect(two.idle.secondsLeft).toBe(30);
  one.idle.touch();
  two.idle.look();
  expect([two.idle.secondsLeft, two.locked.length]).toEqual([undefined, 0]);
});

test("a touch after the time is up unlocks nothing, also where the machine slept", () => {
  const { clock, tab } = machine();
  const { idle, locked } = tab();
  idle.touch(true);
  clock.now += LOCKED_AFTER_MS + 1;
  idle.touch();
  expect(idle.over()).toBe(true);
  idle.look();
  expect(locked.length).toBe(1);
});

test("a browser that is opened again after 15 minutes, or that knows of no touch, is locked", () => {
  const { clock, tab } = machine();
  expect(tab().idle.over()).toBe(true);
  tab().idle.touch(true);
  expect(tab().idle.over()).toBe(false);
  clock.now += LOCKED_AFTER_MS;
  expect(tab().idle.over()).toBe(true);
});

test("the warning's answer comes too late once the time is up, and a time of a clock that was set back keeps nothing open", () => {
  const { clock, tab } = machine();
  const { idle, locked } = tab();
  idle.touch(true);
  clock.now += 14.5 * MINUTE;
  idle.goOn();
  expect([idle.secondsLeft, locked.length]).toEqual([undefined, 0]);
  clock.now += LOCKED_AFTER_MS;
  idle.goOn();
  expect(locked.length).toBe(1);
  idle.touch(true);
  clock.now -= 60 * MINUTE;
  expect(idle.over()).toBe(true);
});
