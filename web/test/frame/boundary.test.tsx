// @vitest-environment happy-dom
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { LocationProvider, Route, Router, useLocation } from "preact-iso";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { loadPreferences } from "../../src/data/preferences.js";
import { makeServices } from "../../src/data/services.js";
import { ServicesProvider } from "../../src/data/use-read.js";
import { Boundary } from "../../src/frame/boundary.js";
import { dates } from "../../src/words/dates.js";
import { ja } from "../../src/words/ja.js";
import { SpeechProvider } from "../../src/words/use-words.js";
import { PERSON } from "../data/house.js";
import { button, go, open, says, until } from "../screens/house.js";

beforeEach(() => {
  render(null, document.body);
  vi.spyOn(console, "error").mockImplementation(() => {});
});

afterEach(() => vi.restoreAllMocks());

const broken = { now: true };

function Breaks() {
  if (broken.now) throw new RangeError("Invalid time value of 花子");
  return <p>it is drawn</p>;
}

function show(parts: { readonly around?: boolean; readonly first?: () => preact.JSX.Element } = {}) {
  history.replaceState(null, "", "/broken");
  const services = makeServices({ address: "http://notebook.test", token: async () => undefined, language: () => "ja", wait: async () => {}, fetch: () => Promise.reject(new TypeError("no network")) });
  const Around = ({ children }: { children: preact.ComponentChildren }) => <div><nav>the tabs</nav>{children}</div>;
  function Pages() {
    const { url } = useLocation();
    return <Boundary at={url} {...(parts.around !== false && { around: Around })}><Router><Route path="/broken" component={parts.first ?? Breaks} /><Route default component={() => <p>another screen</p>} /></Router></Boundary>;
  }
  render(
    <SpeechProvider value={{ words: ja, dates: dates("ja"), preferences: loadPreferences(undefined, ["ja"]), choose: () => {} }}>
      <ServicesProvider value={services}><LocationProvider><Pages /></LocationProvider></ServicesProvider>
    </SpeechProvider>,
    document.body,
  );
  return services;
}

test("a screen that throws is announced, with what to do, the way home and the tabs, and nothing of the reason", async () => {
  broken.now = true;
  show();
  await until(() => document.querySelector("[role=alert]")?.textContent?.includes(ja.problem.fault));
  expect([says("the tabs"), says("RangeError"), says("Invalid"), says("花子")]).toEqual([true, false, false, false]);
  expect(button(ja.start.home)?.getAttribute("href")).toBe("/");
});

test("another address is a fresh try, and so is the way back", async () => {
  broken.now = true;
  show();
  await until(() => says(ja.problem.fault));
  go("/elsewhere");
  await until(() => says("another screen"));
  go("/broken");
  await until(() => says(ja.problem.fault));
  broken.now = false;
  go("/elsewhere");
  await until(() => says("another screen"));
  go("/broken");
  await until(() => says("it is drawn"));
});

test("the first tap draws it again, a later one opens the page anew, and not while something waits", async () => {
  broken.now = true;
  const reload = vi.spyOn(location, "reload").mockImplementation(() => {});
  const services = show();
  (await until(() => button(ja.common.again))).click();
  await new Promise((resume) => setTimeout(resume, 20));
  expect(reload).not.toHaveBeenCalled();
  services.outbox.add("create-daily-record", { resident_id: PERSON }, { taken_at: "2026-11-25T07:40:00+09:00", weight_kg: 62 });
  (await until(() => button(ja.common.again))).click();
  await until(() => says(ja.offline.stay));
  expect(reload).not.toHaveBeenCalled();
  expect(services.outbox.waiting.length).toBe(1);
});

test("a later tap opens the page anew where nothing waits", async () => {
  broken.now = true;
  const reload = vi.spyOn(location, "reload").mockImplementation(() => {});
  show();
  (await until(() => button(ja.common.again))).click();
  await new Promise((resume) => setTimeout(resume, 20));
  (await until(() => button(ja.common.again))).click();
  await until(() => reload.mock.calls.length === 1);
});

test("what throws once it stands is kept from taking the page with it, and so is a frame that throws itself", async () => {
  broken.now = true;
  show({ first: () => {
    const [, draw] = useState(0);
    useEffect(() => {
      draw(1);
      throw new TypeError("x is undefined");
    }, []);
    return <p>there</p>;
  } });
  await until(() => says(ja.problem.fault));
  show({ around: false });
  await until(() => says(ja.problem.fault));
});

test.each(["/medicines/%ZZ", "/record/%E3%81", "/visits/%/edit"])("%s is no page, and the tabs lead on", async (address) => {
  // Loaded before, so that a busy machine is not what is tested.
  await import("../../src/resident/elsewhere.js");
  await open(address);
  await until(() => says(ja.start.notFound) && button(ja.tabs.visits));
  go("/visits");
  await until(() => document.querySelector("h1")?.textContent === "受診");
});

test("an answer that a screen cannot draw leaves the page its tabs, and another tab is a fresh try", async () => {
  await open("/record/list", (_, path) => (path.endsWith("/daily-records") ? { status: 200, body: { items: [null], next_cursor: null } } : undefined));
  await until(() => document.querySelector("[role=alert]")?.textContent?.includes(ja.problem.fault));
  expect(button(ja.tabs.book)).toBeDefined();
  go("/visits");
  await until(() => !says(ja.problem.fault) && document.querySelector("h1")?.textContent === "受診");
});
