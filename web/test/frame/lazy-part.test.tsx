// @vitest-environment happy-dom
import { render } from "preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { loadPreferences } from "../../src/data/preferences.js";
import { lazyPart } from "../../src/frame/lazy-part.js";
import { dates } from "../../src/words/dates.js";
import { ja } from "../../src/words/ja.js";
import { SpeechProvider } from "../../src/words/use-words.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  render(null, document.body);
  vi.useRealTimers();
});

/** Shows a part whose program comes only once `away` is false. */
function show() {
  const network = { away: true, asked: 0 };
  const Part = lazyPart(async () => {
    network.asked += 1;
    if (network.away) throw new TypeError("Failed to fetch dynamically imported module");
    return { default: () => <p>here</p>, lexicons: [] };
  });
  render(<SpeechProvider value={{ words: ja, dates: dates("ja"), preferences: loadPreferences(undefined, ["ja"]), choose: () => {} }}><Part /></SpeechProvider>, document.body);
  return network;
}

test("a part that did not come is asked for again after a while, also where the browser says nothing of a network", async () => {
  const network = show();
  await vi.advanceTimersByTimeAsync(4_500);
  expect([network.asked, document.body.textContent]).toEqual([1, ""]);
  network.away = false;
  await vi.advanceTimersByTimeAsync(1_000);
  expect([network.asked, document.body.textContent]).toEqual([2, "here"]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(network.asked).toBe(2);
});

test("a part that is not shown any more is not asked for again", async () => {
  const network = show();
  await vi.advanceTimersByTimeAsync(1_000);
  render(null, document.body);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(network.asked).toBe(1);
});
