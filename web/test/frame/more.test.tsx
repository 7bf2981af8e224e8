// @vitest-environment happy-dom
import { render } from "preact";
import { expect, test, vi } from "vitest";

import { loadPreferences } from "../../src/data/preferences.js";
import type { NextPage } from "../../src/data/use-read.js";
import { More } from "../../src/frame/more.js";
import { dates } from "../../src/words/dates.js";
import { ja } from "../../src/words/ja.js";
import { SpeechProvider } from "../../src/words/use-words.js";
import { button, says } from "../screens/house.js";

const REFUSAL = { code: "unreachable", status: 0, detail: "", errors: [], requestId: undefined, retryAfter: undefined, document: undefined } as const;

function show(pages: Partial<NextPage>) {
  const more = vi.fn();
  render(null, document.body);
  render(
    <SpeechProvider value={{ words: ja, dates: dates("ja"), preferences: loadPreferences(undefined, ["ja"]), choose: () => {} }}>
      <More pages={{ more, moreBusy: false, moreRefusal: undefined, reachedEnd: false, ...pages }} />
    </SpeechProvider>,
    document.body,
  );
  return more;
}

test("what is older is one tap away, and says why it did not come", () => {
  const more = show({ moreRefusal: REFUSAL });
  expect(says(ja.problem.unreachable)).toBe(true);
  button(ja.common.more)!.click();
  expect(more).toHaveBeenCalledOnce();
});

test("while it comes there is nothing to tap, and at the end of the list nothing at all", () => {
  const more = show({ moreBusy: true });
  button(ja.common.opening)!.click();
  expect(more).not.toHaveBeenCalled();
  show({ reachedEnd: true });
  expect(document.body.textContent).toBe("");
});
