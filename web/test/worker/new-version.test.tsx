// @vitest-environment happy-dom
import { render } from "preact";
import { afterEach, expect, test, vi } from "vitest";

import { type Language, loadPreferences } from "../../src/data/preferences.js";
import { makeServices } from "../../src/data/services.js";
import { ServicesProvider } from "../../src/data/use-read.js";
import { dates } from "../../src/words/dates.js";
import { ja } from "../../src/words/ja.js";
import { plain } from "../../src/words/ruby.js";
import { SpeechProvider } from "../../src/words/use-words.js";
import { workerWords } from "../../src/words/worker/index.js";
import NewVersion from "../../src/worker/new-version.js";
import { PERSON, device } from "../data/house.js";

afterEach(() => render(null, document.body));

/** Shows the offer; a newer version comes by hand. */
async function show(language: Language = "ja") {
  await workerWords.load(language);
  const services = makeServices({ address: "http://notebook.test", token: async () => undefined, language: () => "ja", wait: async () => {}, fetch: async () => Promise.reject(new TypeError("no network")) });
  const versions = { waiting: false, tell: () => {}, waits: () => versions.waiting, take: vi.fn(), follow: (listener: () => void) => ((versions.tell = listener), () => {}) };
  const preferences = { ...loadPreferences(undefined, ["ja"]), language };
  render(
    <SpeechProvider value={{ words: ja, dates: dates(language), preferences, choose: () => {} }}>
      <ServicesProvider value={services}><NewVersion versions={versions} /></ServicesProvider>
    </SpeechProvider>,
    document.body,
  );
  const settle = () => new Promise((resume) => setTimeout(resume, 20));
  await settle();
  return { services, versions, settle, come: async () => { versions.waiting = true; versions.tell(); await settle(); } };
}

const button = () => document.querySelector("button");

test.each(["ja", "easy", "en"] as const)("a newer version is offered when it waits, and taken by a tap: %s", async (language) => {
  const { versions, come } = await show(language);
  expect(document.body.textContent).toBe("");
  await come();
  const words = workerWords.words(language);
  document.querySelectorAll("rt, rp").forEach((reading) => reading.remove());
  expect(document.querySelector("strong")?.textContent).toBe(plain(words?.title ?? ""));
  button()?.click();
  expect(versions.take).toHaveBeenCalledOnce();
});

test.each([[false, 0], [true, 1]])("with a write that waits, kept on the device: %s, it is offered %i times", async (kept, times) => {
  const { services, come, settle } = await show("ja");
  if (kept) await services.outbox.keepIn(device());
  void services.outbox.add("create-daily-record", { resident_id: PERSON }, { record_id: "019aa000-0000-7000-8000-0000000000d1", measured_at: "2026-11-25T07:40:00+09:00", weight_kg: 60 } as never);
  await settle();
  await come();
  expect(document.querySelectorAll("button").length).toBe(times);
});
