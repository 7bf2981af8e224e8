// @vitest-environment happy-dom
import { render } from "preact";
import { expect, test } from "vitest";

import { loadPreferences } from "../../src/data/preferences.js";
import { Answered } from "../../src/frame/answered.js";
import { dates } from "../../src/words/dates.js";
import { ja } from "../../src/words/ja.js";
import { SpeechProvider } from "../../src/words/use-words.js";
import { says } from "../screens/house.js";

function show(status: number | undefined, at: Date) {
  const refusal = status === undefined ? undefined : { code: "x", status, detail: "", errors: [], requestId: undefined, retryAfter: undefined, document: undefined };
  render(null, document.body);
  render(
    <SpeechProvider value={{ words: ja, dates: dates("ja"), preferences: loadPreferences(undefined, ["ja"]), choose: () => {} }}>
      <Answered read={{ value: "the value", at: at.getTime(), version: undefined, refusal, outdated: false, loading: false, again: () => {} }}>{(value) => <p>{value}</p>}</Answered>
    </SpeechProvider>,
    document.body,
  );
}

test.each([[0, ja.offline.title], [429, ja.offline.older], [500, ja.offline.older], [503, ja.offline.older], [200, ja.offline.older]])("a value that could not be had anew (%i) says when it was seen", (status, title) => {
  const at = new Date();
  show(status, at);
  expect([says(title), says(ja.offline.seen(dates("ja").time(at))), says("the value")]).toEqual([true, true, true]);
});

test("one of another day says its day, and one that is new says nothing", () => {
  const at = new Date(Date.now() - 3 * 86_400_000);
  show(503, at);
  expect(says(ja.offline.seen(`${dates("ja").day(at)} ${dates("ja").time(at)}`))).toBe(true);
  show(undefined, new Date());
  expect(document.body.textContent).toBe("the value");
});
