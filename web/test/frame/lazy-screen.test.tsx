// @vitest-environment happy-dom
import { render } from "preact";
import { useState } from "preact/hooks";
import { LocationProvider, Route, Router } from "preact-iso";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { type Preferences, loadPreferences } from "../../src/data/preferences.js";
import { type LazyScreen, lazyScreen } from "../../src/frame/lazy-screen.js";
import { type Services, makeServices } from "../../src/data/services.js";
import { ServicesProvider } from "../../src/data/use-read.js";
import { dates } from "../../src/words/dates.js";
import { en } from "../../src/words/en.js";
import { ja } from "../../src/words/ja.js";
import { lexicon } from "../../src/words/lexicon.js";
import { SpeechProvider, useLexicon, useWords } from "../../src/words/use-words.js";
import { button, says, until } from "../screens/house.js";

const BUILD = "/assets/index-now.js";
let services: Services;
let reload: { readonly mock: { readonly calls: readonly unknown[] } };

beforeEach(() => {
  render(null, document.body);
  history.replaceState(null, "", "/");
  sessionStorage.clear();
  services = makeServices({ address: "http://notebook.test", token: async () => undefined, language: () => "ja", wait: async () => {}, fetch: () => Promise.reject(new TypeError("no network")) });
  reload = vi.spyOn(location, "reload").mockImplementation(() => {});
  const script = document.createElement("script");
  script.type = "text/plain";
  script.setAttribute("src", BUILD);
  document.head.replaceChildren(script);
  served(undefined);
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** The build that the server has; none where it does not answer. */
function served(build: string | undefined): void {
  vi.stubGlobal("fetch", async () => {
    if (build === undefined) throw new TypeError("no network");
    return new Response(`<script type="module" src="${build}"></script>`);
  });
}

/** A screen whose program never comes, as one that a deployment took away. */
const gone = () => lazyScreen(() => Promise.reject<{ readonly default: () => null }>(new TypeError("Failed to fetch dynamically imported module")));

/** A lexicon whose loads are answered by hand. */
function byHand() {
  const held: { readonly language: string; readonly come: () => void; readonly fail: () => void }[] = [];
  const of = (language: string) => () => new Promise<{ hello: string }>((resolve, reject) => held.push({ language, come: () => resolve({ hello: `hello in ${language}` }), fail: () => reject(new TypeError("no network")) }));
  return { held, words: lexicon({ ja: of("ja"), easy: of("easy"), en: of("en") }) };
}

/** Shows screens by their addresses, with words that change without waiting for any. */
function show(screens: Readonly<Record<string, unknown>>) {
  function Pages() {
    const [preferences, choose] = useState<Preferences>(loadPreferences(undefined, ["ja"]));
    const { language } = preferences;
    return (
      <SpeechProvider value={{ words: language === "en" ? en : ja, dates: dates(language), preferences, choose: (changes) => choose({ ...preferences, ...changes }) }}>
        <ServicesProvider value={services}><LocationProvider><Router>{Object.entries(screens).map(([path, Screen]) => <Route key={path} path={path} component={Screen as LazyScreen} />)}</Router></LocationProvider></ServicesProvider>
        <English />
      </SpeechProvider>
    );
  }
  render(<Pages />, document.body);
}

function English() {
  const { choose } = useWords();
  return <button onClick={() => choose({ language: "en" })}>to English</button>;
}

test("a screen is shown once its program and its words are there", async () => {
  const { held, words } = byHand();
  show({ "/": lazyScreen(async () => ({ default: () => <p>{useLexicon(words).hello}</p> }), words) });
  await until(() => held.length === 1);
  await new Promise((resume) => setTimeout(resume, 20));
  expect(says("hello")).toBe(false);
  held[0]!.come();
  await until(() => says("hello in ja"));
});

test("words that do not come are a screen that does not come: it says so, and opens when it is tried again", async () => {
  const { held, words } = byHand();
  show({ "/": lazyScreen(async () => ({ default: () => <p>{useLexicon(words).hello}</p> }), words) });
  await until(() => held.length === 1);
  held[0]!.fail();
  const again = await until(() => button(ja.common.again));
  expect(says(ja.problem.part)).toBe(true);
  again.click();
  await until(() => held.length === 2);
  held[1]!.come();
  await until(() => says("hello in ja"));
});

test("a program that does not come is tried again too", async () => {
  let away = true;
  show({ "/": lazyScreen(async () => {
    if (away) throw new TypeError("no network");
    return { default: () => <p>here</p> };
  }) });
  const again = await until(() => button(ja.common.again));
  away = false;
  again.click();
  await until(() => says("here"));
});

test("what is loaded before it is asked for opens at once, in its language", async () => {
  const { held, words } = byHand();
  const Screen = lazyScreen(async () => ({ default: () => <p>{useLexicon(words).hello}</p> }), words);
  Screen.preload("ja");
  held[0]!.come();
  await new Promise((resume) => setTimeout(resume, 5));
  show({ "/": Screen });
  expect(says("hello in ja")).toBe(true);
});

test("a screen whose words of a language are still to come waits for them, and never speaks the other one", async () => {
  const { held, words } = byHand();
  show({ "/": lazyScreen(async () => ({ default: () => <p>{useLexicon(words).hello}</p> }), words) });
  await until(() => held.length === 1);
  (await until(() => button("to English"))).click();
  await until(() => held.length === 2);
  held[0]!.come();
  await new Promise((resume) => setTimeout(resume, 20));
  expect(says("hello")).toBe(false);
  held[1]!.come();
  await until(() => says("hello in en"));
});

test("a screen takes what its address says, and another address of the same form is another screen", async () => {
  const Visit = ({ id }: { id: string }) => {
    const [typed, type] = useState("");
    return <><p>visit {id}: {typed}</p><button onClick={() => type("typed")}>type</button><a href="/visits/b%20c">next</a></>;
  };
  history.replaceState(null, "", "/visits/a");
  show({ "/visits/new": lazyScreen(async () => ({ default: () => <p>a new one</p> })), "/visits/:id": lazyScreen(async () => ({ default: Visit })) });
  await until(() => says("visit a: "));
  button("type")!.click();
  await until(() => says("visit a: typed"));
  button("next")!.click();
  await until(() => says("visit b c: "));
  expect(says("typed")).toBe(false);
});

test("a part that is gone with a deployment opens the page anew once, and says so where that did not help", async () => {
  served("/assets/index-next.js");
  show({ "/": gone() });
  await until(() => reload.mock.calls.length === 1);
  // The page that came then misses it too.
  render(null, document.body);
  show({ "/": gone() });
  await until(() => document.querySelector("[role=alert]")?.textContent?.includes(ja.problem.part));
  expect(reload.mock.calls.length).toBe(1);
});

test("the same build is not opened anew by itself, but at a tap: a browser may remember that the part failed", async () => {
  served(BUILD);
  show({ "/": gone() });
  const again = await until(() => button(ja.common.again));
  expect(reload.mock.calls.length).toBe(0);
  again.click();
  await until(() => reload.mock.calls.length === 1);
});

test("while the server does not answer, a tap opens nothing anew: there would be nothing to see", async () => {
  show({ "/": gone() });
  (await until(() => button(ja.common.again))).click();
  await new Promise((resume) => setTimeout(resume, 20));
  await until(() => button(ja.common.again));
  expect(reload.mock.calls.length).toBe(0);
});

test("what waits to be sent, and what is typed elsewhere, is not lost by it", async () => {
  served("/assets/index-next.js");
  let typed = true;
  services.onReopen(() => typed);
  show({ "/": gone() });
  (await until(() => button(ja.common.again))).click();
  await until(() => button(ja.common.again));
  typed = false;
  services.outbox.add("create-daily-record", { resident_id: "r" }, { taken_at: "2026-11-25T07:40:00+09:00", weight_kg: 62 });
  (await until(() => button(ja.common.again))).click();
  await until(() => says(ja.offline.stay));
  expect([reload.mock.calls.length, services.outbox.waiting.length]).toEqual([0, 1]);
});
