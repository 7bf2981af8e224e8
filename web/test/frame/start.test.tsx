// @vitest-environment happy-dom
import { readFileSync } from "node:fs";

import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { useRead } from "../../src/data/use-read.js";
import { lazyScreen } from "../../src/frame/lazy-screen.js";
import { start } from "../../src/frame/start.js";
import { lexicon } from "../../src/words/lexicon.js";
import { useLexicon, useWords } from "../../src/words/use-words.js";
import { button, says, until } from "../screens/house.js";

beforeEach(() => {
  document.body.innerHTML = '<div id="root"></div>';
  localStorage.setItem("preferences", JSON.stringify({ language: "ja" }));
});

afterEach(() => {
  render(null, document.getElementById("root")!);
  vi.unstubAllGlobals();
});

function city(status: number, body: unknown) {
  const sent: Request[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    sent.push(request);
    return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
  });
  return sent;
}

test("a language is shown once the words of every screen that was opened are there", async () => {
  city(200, {});
  const held: (() => void)[] = [];
  const words = lexicon({ ja: async () => ({ hello: "やあ" }), easy: async () => ({ hello: "やあ" }), en: () => new Promise<{ hello: string }>((resolve) => held.push(() => resolve({ hello: "hello" }))) });
  const seen = new Set<string>();
  const Screen = lazyScreen(async () => ({
    default: () => {
      const { words: frame, choose } = useWords();
      seen.add(`${frame.common.back} ${useLexicon(words).hello}`);
      return <button onClick={() => choose({ language: "en" })}>{useLexicon(words).hello}</button>;
    },
  }), words);
  await start(window, <Screen />);
  (await until(() => button("やあ"))).click();
  await until(() => held.length === 1);
  await new Promise((resume) => setTimeout(resume, 20));
  expect(says("やあ")).toBe(true);
  held[0]!();
  await until(() => says("hello"));
  expect([...seen]).toEqual(["もどる やあ", "Back hello"]);
});

test("a language whose words do not come changes nothing that is shown", async () => {
  city(200, {});
  let asked = 0;
  const words = lexicon({ ja: async () => ({ hello: "やあ" }), easy: async () => ({ hello: "やあ" }), en: async (): Promise<{ hello: string }> => {
    asked += 1;
    throw new TypeError("no network");
  } });
  const Screen = lazyScreen(async () => ({
    default: () => {
      const { words: frame, choose } = useWords();
      return <button onClick={() => choose({ language: "en" })}>{frame.common.back} {useLexicon(words).hello}</button>;
    },
  }), words);
  await start(window, <Screen />);
  (await until(() => button("やあ"))).click();
  await until(() => asked === 1);
  await new Promise((resume) => setTimeout(resume, 20));
  expect(says("もどる やあ")).toBe(true);
});

test("words that do not come at the beginning are no blank page: what to do stands in the page itself, in every language, with a way to load again", async () => {
  city(200, {});
  const { body } = new DOMParser().parseFromString(readFileSync("index.html", "utf8"), "text/html");
  document.body.replaceChildren(...body.childNodes);
  let away = true;
  const words = lexicon({ ja: async () => { if (away) throw new TypeError("no network"); return {}; }, easy: async () => ({}), en: async () => ({}) });
  await words.load("easy");
  expect(document.querySelector(".not-started--now")).toBeNull();
  await start(window, <p>the page</p>);
  away = false;
  expect(says("the page")).toBe(false);
  const said = document.querySelector<HTMLElement>(".not-started--now");
  for (const text of ["もう一度開く", "もういちど ひらく", "Open again"]) expect(said?.textContent).toContain(text);
  expect(said?.querySelector("a")?.href).toBe(location.href);
});

test.each(["index.html", "staff.html"])("%s brings what it says where its programs do not come, right behind what it is shown in place of", (name) => {
  const page = new DOMParser().parseFromString(readFileSync(name, "utf8"), "text/html");
  expect(page.querySelector("#root:empty + #not-started a[href='']")).not.toBeNull();
});

test("who is signed in is the session's to say, and to hear of when the API refuses it", async () => {
  const sent = city(401, { message: "Unauthorized" });
  let refused = 0;
  const Probe = () => <p>{useRead("get-me", {}).refusal?.code ?? "-"}</p>;
  await start(window, <Probe />, { token: async () => "a-token", onRefused: () => (refused += 1) });
  await until(() => says("unauthenticated"));
  expect(sent[0]?.headers.get("authorization")).toBe("Bearer a-token");
  expect(refused).toBeGreaterThan(0);
});

test("without a session requests carry no token", async () => {
  const sent = city(401, { message: "Unauthorized" });
  await start(window, <p>here</p>);
  await until(() => says("here") && sent.length > 0);
  expect(sent[0]?.headers.has("authorization")).toBe(false);
});

test("what an address will need is loaded in the person's language, before the words are there", async () => {
  city(200, {});
  localStorage.setItem("preferences", JSON.stringify({ language: "easy" }));
  const foreseen: string[] = [];
  const started = start(window, <p>here</p>, undefined, (language) => foreseen.push(language));
  expect(foreseen).toEqual(["easy"]);
  await started;
});
