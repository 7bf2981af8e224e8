import { expect, test, vi } from "vitest";

import { Unreachable } from "../../src/api/index.js";
import { Browser } from "./tabs.js";

async function signedIn(browser = new Browser()) {
  const tab = browser.tab();
  tab.keeper.adopt(await browser.tokens());
  return { browser, ...tab };
}

test("nobody is signed in until somebody signs in, and then the access token is in memory alone", async () => {
  const browser = new Browser();
  const { keeper, told } = browser.tab();
  expect(await keeper.token()).toBeUndefined();
  const tokens = await browser.tokens();
  keeper.adopt(tokens);
  expect(told).toEqual([{ is: "in" }]);
  expect(await keeper.token()).toBe(tokens.access);
  const stored = Array.from({ length: browser.storage.length }, (_, index) => browser.storage.getItem(browser.storage.key(index) ?? ""));
  expect(stored.join()).toContain(tokens.refresh);
  expect(stored.join()).not.toContain(tokens.access);
});

test("a page that was loaded again is still signed in, by a token that works once", async () => {
  const { browser } = await signedIn();
  const before = browser.refresh;
  const { keeper, told } = browser.tab();
  expect(await keeper.token()).toMatch(/^h\./);
  expect(browser.refresh).not.toBe(before);
  expect(told).toEqual([]);
});

test("a token is renewed a minute before its end, by this device's own clock, and once for all who ask", async () => {
  const { browser, keeper } = await signedIn();
  browser.later(58.9);
  await keeper.token();
  expect(browser.fake.count("GetTokensFromRefreshToken")).toBe(0);
  browser.later(0.2);
  const tokens = await Promise.all([keeper.token(), keeper.token(), keeper.token()]);
  expect(new Set(tokens).size).toBe(1);
  expect(browser.fake.count("GetTokensFromRefreshToken")).toBe(1);
});

test("two tabs share one renewal", async () => {
  const { browser, keeper } = await signedIn();
  const other = browser.tab();
  browser.later(61);
  const [one, two] = await Promise.all([keeper.token(), other.keeper.token()]);
  expect(one).toBe(two);
  expect(browser.fake.count("GetTokensFromRefreshToken")).toBe(1);
  browser.later(61);
  await other.keeper.token();
  expect(await keeper.token()).toBe(await other.keeper.token());
  expect(browser.fake.count("GetTokensFromRefreshToken")).toBe(2);
});

test("tabs without locks and without a channel renew each for itself, and neither is signed out", async () => {
  const browser = new Browser();
  const plain = { locks: undefined, channel: undefined };
  const [one, two] = [browser.tab(plain), browser.tab(plain)];
  one.keeper.adopt(await browser.tokens());
  browser.later(61);
  await Promise.all([one.keeper.token(), two.keeper.token()]);
  browser.later(61);
  // The other tab's token counts now: the one that this tab began with is long used.
  expect(await one.keeper.token()).toMatch(/^h\./);
  expect(await two.keeper.token()).toMatch(/^h\./);
  expect(one.told.concat(two.told).filter(({ is }) => is === "out")).toEqual([]);
});

test("a token that another tab has replaced while this one was asking is not a stolen one", async () => {
  const { browser } = await signedIn();
  const kept = browser.storage.getItem("session-residents")!;
  const slow = browser.tab({ locks: undefined, channel: undefined });
  browser.later(61);
  const fresh = browser.tab();
  await fresh.keeper.token();
  const newer = browser.storage.getItem("session-residents")!;
  browser.later(1);
  // It reads the token of before, and the newer one is there when the refusal comes.
  const read = vi.spyOn(browser.storage, "getItem");
  let reads = 0;
  read.mockImplementation((name) => (name === "session-residents" ? (reads++ < 2 ? kept : newer) : null));
  expect(await slow.keeper.token()).toMatch(/^h\./);
  read.mockRestore();
  expect(slow.told).toEqual([]);
});

test("a network that goes away during a renewal signs nobody out", async () => {
  const { browser, keeper, told } = await signedIn();
  browser.later(61);
  browser.fake.next.set("GetTokensFromRefreshToken", "offline");
  await expect(keeper.token()).rejects.toBeInstanceOf(Unreachable);
  expect(await keeper.token()).toMatch(/^h\./);
  expect(told).toEqual([{ is: "in" }]);
});

test("an answer that got lost is made good within the pool's grace", async () => {
  const { browser, keeper } = await signedIn();
  browser.later(61);
  browser.fake.next.set("GetTokensFromRefreshToken", "lost");
  await expect(keeper.token()).rejects.toBeInstanceOf(Unreachable);
  expect(await keeper.token()).toMatch(/^h\./);
});

test("after the grace a lost answer is the end of this sign-in, and no alarm: nothing is ended elsewhere", async () => {
  const { browser, keeper, told } = await signedIn();
  browser.later(61);
  browser.fake.next.set("GetTokensFromRefreshToken", "lost");
  await expect(keeper.token()).rejects.toBeInstanceOf(Unreachable);
  browser.later(10);
  expect(await keeper.token()).toBeUndefined();
  expect(told.at(-1)).toEqual({ is: "out", why: "ended" });
  expect(browser.api).toEqual([]);
});

test.each(["TooManyRequestsException", "LimitExceededException", "InternalErrorException"])("a pool that asks to wait ends nothing, and the token counts as never tried: %s", async (code) => {
  const { browser, keeper, told } = await signedIn();
  browser.later(61);
  browser.fake.next.set("GetTokensFromRefreshToken", code);
  await expect(keeper.token()).rejects.toBeInstanceOf(Unreachable);
  expect(browser.storage.getItem("session-residents")).not.toContain("tried");
  expect(await keeper.token()).toMatch(/^h\./);
  expect(told).toEqual([{ is: "in" }]);
});

test("a refresh token that somebody else used ends the sign-in in every tab, at the pool and everywhere", async () => {
  const { browser, keeper, told } = await signedIn();
  const other = browser.tab();
  const token = await keeper.token();
  const refresh = browser.refresh!;
  browser.later(59.5);
  browser.fake.steal(refresh);
  expect(await keeper.token()).toBeUndefined();
  expect(told.at(-1)).toEqual({ is: "out", why: "reused" });
  expect(other.told.at(-1)).toEqual({ is: "out", why: "reused" });
  expect(browser.refresh).toBeUndefined();
  expect(browser.fake.ended(refresh)).toBe(true);
  expect(browser.api).toEqual([`DELETE /v1/me/sessions ${token}`]);
});

test("signing out ends it here, in other tabs, and at the pool", async () => {
  const { browser, keeper, told } = await signedIn();
  const other = browser.tab();
  const refresh = browser.refresh!;
  await keeper.leave("left");
  expect([told.at(-1), other.told.at(-1)]).toEqual([{ is: "out", why: "left" }, { is: "out", why: "left" }]);
  expect(await other.keeper.token()).toBeUndefined();
  expect(browser.fake.ended(refresh)).toBe(true);
  expect(browser.storage.getItem("session-residents")).toBeNull();
});

test("signing out takes this browser off, as a device, with the token that counted; what ended by itself, or everywhere, does not", async () => {
  for (const [why, asked] of [["left", 1], ["idle", 0], ["everywhere", 0]] as const) {
    const { browser } = await signedIn();
    const here = browser.tab({ device: () => "d-1" });
    const token = await here.keeper.token();
    await here.keeper.leave(why);
    expect(browser.api).toEqual(asked === 1 ? [`DELETE /v1/me/devices/d-1 ${token}`] : []);
  }
});

test("signing out without a network still ends it here", async () => {
  const { browser, keeper, told } = await signedIn();
  browser.fake.next.set("RevokeToken", "offline");
  await keeper.leave("left");
  expect(told.at(-1)).toEqual({ is: "out", why: "left" });
  expect(browser.refresh).toBeUndefined();
});

test("who signs out while a token is on its way is not signed in again by it, and that token is ended", async () => {
  const { browser, keeper } = await signedIn();
  browser.later(61);
  let release = () => {};
  browser.fake.held = new Promise((resume) => (release = resume));
  const token = keeper.token();
  await vi.waitFor(() => expect(browser.fake.count("GetTokensFromRefreshToken")).toBe(1));
  const refresh = browser.refresh!;
  const left = keeper.leave("left");
  release();
  await left;
  expect(await token).toBeUndefined();
  expect(browser.refresh).toBeUndefined();
  await vi.waitFor(() => expect(browser.fake.ended(refresh)).toBe(true));
  expect(browser.fake.count("RevokeToken")).toBe(2);
});

test("a second tab that opens does not sign the first one out", async () => {
  const { browser, keeper, told } = await signedIn();
  const before = await keeper.token();
  const other = browser.tab();
  await other.keeper.token();
  expect(await keeper.token()).toBeDefined();
  expect(before).toBeDefined();
  expect(told).toEqual([{ is: "in" }]);
});

test("another person in another tab is another page here", async () => {
  const { browser, told } = await signedIn();
  const other = browser.tab();
  await other.keeper.leave("left");
  other.keeper.adopt(await browser.tokens("kenichi@example.jp"));
  expect(told.at(-1)).toEqual({ is: "other" });
  expect(other.told.at(-1)).toEqual({ is: "other" });
});

test("a page that did not hear of the next person is told of them before it is given their token", async () => {
  for (const minutes of [0, 61]) {
    const browser = new Browser();
    const { keeper, told } = browser.tab({ channel: undefined });
    keeper.adopt(await browser.tokens());
    browser.later(minutes);
    let release = () => {};
    browser.fake.held = new Promise((resume) => (release = resume));
    const token = keeper.token().then((given) => [given === undefined ? "none" : "a token", told.at(-1)]);
    if (minutes > 0) await vi.waitFor(() => expect(browser.fake.count("GetTokensFromRefreshToken")).toBe(1));
    const other = browser.tab({ locks: undefined });
    browser.fake.held = undefined;
    await other.keeper.leave("left");
    other.keeper.adopt(await browser.tokens("kenichi@example.jp"));
    release();
    // The first was given at once, before anybody else was there.
    expect(await token).toEqual(["a token", { is: minutes > 0 ? "other" : "in" }]);
    await keeper.token();
    expect(told.at(-1)).toEqual({ is: "other" });
  }
});

test("who leaves where another page was quicker is out here too", async () => {
  const { browser, keeper, told } = await signedIn();
  const deaf = browser.tab({ channel: undefined });
  await keeper.leave("left");
  await deaf.keeper.leave("left");
  await deaf.keeper.leave("left");
  expect([told.at(-1), deaf.told]).toEqual([{ is: "out", why: "left" }, [{ is: "out", why: "left" }]]);
});

test("the same person signs in again, and goes on", async () => {
  const { browser, keeper, told } = await signedIn();
  await keeper.leave("idle");
  keeper.adopt(await browser.tokens());
  expect(told.map((one) => (one.is === "out" ? one.why : one.is))).toEqual(["in", "idle", "in"]);
});

test("a 401 of the API renews the token, and says that it is worth asking again", async () => {
  const { browser, keeper, told } = await signedIn();
  const before = await keeper.token();
  expect(await Promise.all([keeper.refused(), keeper.refused()])).toEqual([true, true]);
  expect(await keeper.token()).not.toBe(before);
  // What was on its way with the token of before comes back a moment later: it is asked again, and nothing is renewed for it.
  expect(await keeper.refused()).toBe(true);
  expect([browser.api.length, browser.fake.count("GetTokensFromRefreshToken")]).toEqual([1, 1]);
  expect(told).toEqual([{ is: "in" }]);
});

test("a 401 that a new token does not help is the end, by words of an end", async () => {
  const { browser, keeper, told } = await signedIn();
  browser.status = 401;
  expect(await Promise.all([keeper.refused(), keeper.refused()])).toEqual([false, false]);
  expect(told.at(-1)).toEqual({ is: "out", why: "ended" });
  expect(browser.api.length).toBe(1);
});

test("a 401 while the network goes away ends nothing", async () => {
  const { browser, keeper, told } = await signedIn();
  browser.fake.next.set("GetTokensFromRefreshToken", "offline");
  expect(await keeper.refused()).toBe(false);
  expect(told).toEqual([{ is: "in" }]);
  expect(await keeper.token()).toMatch(/^h\./);
});

test("a page that the browser brings back from its memory looks whether somebody is still signed in", async () => {
  const { browser } = await signedIn();
  const asleep = browser.tab({ channel: undefined });
  const awake = browser.tab();
  await awake.keeper.leave("left");
  asleep.keeper.look();
  asleep.keeper.look();
  expect(asleep.told).toEqual([{ is: "out", why: "left" }]);
});

test("a tab that only sees that it is gone knows whether unsent writes are to be kept", async () => {
  const { browser } = await signedIn();
  const asleep = browser.tab({ channel: undefined });
  await browser.tab().keeper.leave("idle");
  asleep.keeper.look();
  expect(asleep.told).toEqual([{ is: "out", why: "idle" }]);
});

test("a browser that keeps nothing keeps it in the page", async () => {
  const browser = new Browser();
  const { keeper } = browser.tab({ storage: undefined });
  keeper.adopt(await browser.tokens());
  browser.later(61);
  expect(await keeper.token()).toMatch(/^h\./);
});
