// @vitest-environment happy-dom
import { beforeEach, expect, test } from "vitest";

import { holdAddress, ownPath, restoreAddress } from "../../src/session/address.js";

beforeEach(() => sessionStorage.clear());

const here = () => `${location.pathname}${location.search}`;

test("what an address says to us alone is out of sight during a sign-in, and there again after it", () => {
  history.replaceState(null, "", "/start/card?code=c&state=s");
  holdAddress(window);
  expect(here()).toBe("/start/card");
  // A page that is loaded again meanwhile.
  holdAddress(window);
  restoreAddress(window);
  expect(here()).toBe("/start/card?code=c&state=s");
  expect(sessionStorage.length).toBe(0);
});

test("it comes back to the page that it belongs to, for half an hour, and only as a path of ours", () => {
  history.replaceState(null, "", "/check-in?t=poster");
  holdAddress(window, 0);
  history.replaceState(null, "", "/visits");
  restoreAddress(window, 1);
  expect(here()).toBe("/visits");
  history.replaceState(null, "", "/check-in?t=poster");
  holdAddress(window, 0);
  restoreAddress(window, 31 * 60_000);
  expect(here()).toBe("/check-in");
  for (const path of ["https://elsewhere.test/check-in", "//elsewhere.test/check-in", "javascript:alert(1)", 5, null]) {
    sessionStorage.setItem("wanted", JSON.stringify({ path, at: 0 }));
    restoreAddress(window, 1);
    expect(here()).toBe("/check-in");
  }
  sessionStorage.setItem("wanted", "{");
  restoreAddress(window, 1);
  expect(here()).toBe("/check-in");
});

test.each([
  ["/visits?x=1#y", "/visits?x=1#y"], ["//elsewhere.test", undefined], ["/\\elsewhere.test", undefined], ["/\t/elsewhere.test", undefined], ["https://elsewhere.test/", undefined],
  ["visits", undefined], ["", undefined], ["/../visits", "/visits"],
])("%j is a path of ours: %j", (text, path) => {
  expect(ownPath(text, "https://notebook.test")).toBe(path);
});
