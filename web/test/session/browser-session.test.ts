// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";

import { browserSession } from "../../src/session/browser-session.js";
import type { Told } from "../../src/session/keeper.js";

beforeEach(() => localStorage.clear());

test("what came out before the page listened is told when it does: a browser that is opened after the lock says why", async () => {
  localStorage.setItem("session-staff", JSON.stringify({ refresh: "r", id: "i", sub: "s" }));
  localStorage.setItem("session-staff-touched", String(Date.now() - 15 * 60_000));
  const session = browserSession(window, "staff");
  expect(await session.token()).toBeUndefined();
  const told: Told[] = [];
  session.follow((one) => told.push(one));
  session.follow((one) => told.push(one));
  expect(told).toEqual([{ is: "out", why: "idle" }]);
});
