/** The residents' pages in a document, with an API whose answers tests choose. */
import { type ComponentChildren, render } from "preact";
import { useState } from "preact/hooks";

import { type Preferences, loadPreferences } from "../../src/data/preferences.js";
import { makeServices } from "../../src/data/services.js";
import { ServicesProvider } from "../../src/data/use-read.js";
import { App } from "../../src/resident/app.js";
import { dates } from "../../src/words/dates.js";
import { easy } from "../../src/words/easy.js";
import { en } from "../../src/words/en.js";
import { ja } from "../../src/words/ja.js";
import { SpeechProvider } from "../../src/words/use-words.js";
import { ALARM, PERSON } from "../data/house.js";

export const CHILD = "019aa000-0000-7000-8000-0000000000c1";
const WORDS = { ja, easy, en };

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  /** The `ETag`. */
  readonly version?: string;
}

/** What the city answers otherwise than usual; a promise is an answer that a test holds back. */
export type City = (method: string, path: string, body: unknown) => Answer | undefined | Promise<Answer | undefined>;

const ME = { actor_id: "actor", resident_id: PERSON, display_name: "花子", memberships: [], family: [{ resident_id: CHILD, display_name: "みお", relation: "guardian", scopes: { daily: "manage", medication: "manage" } }] };
const IDENTITY = { alias: null, birth_date: "1982-06-03", former_name: null, kana: "アラオ ハナコ", legal_name: "荒尾 花子", romaji: null, self_reported: ["kana"], sex: "female" };
const PROFILE = { allergies: ["えび"], adverse_reactions: [], history: [], blood_type: "A+", emergency_contacts: [], listed_disability: null, long_term_illness: null, pregnancy_due_on: null };
export const DAY = {
  doses: [{ alarm_id: ALARM, amount: null, date: "2026-11-25", time: "08:00", label: "朝食後", status: "due", medications: [{ name: "アムロジピンOD錠5mg", amount_text: "1錠" }] }],
  latest: {},
};

function usual(method: string, path: string): Answer {
  if (path === "/v1/me") return { status: 200, body: ME };
  if (path.endsWith("/today")) return { status: 200, body: DAY };
  if (method === "GET" && path.endsWith("/family")) return { status: 200, body: { items: [], next_cursor: null, invitations: [], sees: [] } };
  if (method === "GET" && path.endsWith("/goals")) return { status: 200, body: { steps_per_day: null, weighing: null, blood_pressure: null, progress: [] }, version: '"0"' };
  if (method === "GET" && path.endsWith("/health-guidance")) return { status: 200, body: { items: [], next_cursor: null, offices: [] } };
  if (method === "GET" && path.endsWith("/emergency-card")) return { status: 200, body: { card: null, openings: [] } };
  if (method === "POST") return { status: 201, body: { record_id: "r-1" } };
  if (method === "PUT") return { status: 200, body: {} };
  if (method === "DELETE") return { status: 204, body: null };
  if (path.endsWith("/access-log")) return { status: 200, body: { items: [], verified: true } };
  if (/\/residents\/[^/]+$/.test(path)) return { status: 200, body: { display_name: "花子", status: "verified_resident", identity: IDENTITY, profile: PROFILE } };
  return { status: 200, body: { items: [], next_cursor: null } };
}

/** Opens the pages at an address; what the city answers otherwise than usual comes from `city`. */
export async function open(address: string, city: City = () => undefined, entry: ComponentChildren = <App />) {
  history.replaceState(null, "", address);
  const sent: { method: string; path: string; key: string | null; version: string | null; body: unknown }[] = [];
  const services = makeServices({
    address: "http://notebook.test",
    token: async () => undefined,
    language: () => "ja",
    wait: async () => {},
    fetch: async (request) => {
      const { pathname: path } = new URL(request.url);
      const text = await request.text();
      const body: unknown = text === "" ? undefined : JSON.parse(text);
      sent.push({ method: request.method, path, key: request.headers.get("idempotency-key"), version: request.headers.get("if-match"), body });
      const answer = (await city(request.method, path, body)) ?? usual(request.method, path);
      if (answer.status === 0) throw new TypeError("fetch failed");
      return new Response(answer.status === 204 ? null : JSON.stringify(answer.body), { status: answer.status, headers: { "content-type": "application/json", ...(answer.version !== undefined && { etag: answer.version }) } });
    },
  });
  function Pages() {
    const [preferences, choose] = useState<Preferences>(loadPreferences(undefined, ["ja"]));
    const { language } = preferences;
    return (
      <SpeechProvider value={{ words: WORDS[language], dates: dates(language), preferences, choose: (changes) => choose({ ...preferences, ...changes }) }}>
        <ServicesProvider value={services}>{entry}</ServicesProvider>
      </SpeechProvider>
    );
  }
  document.body.replaceChildren();
  render(<Pages />, document.body);
  return { sent, services };
}

/** Waits until something holds; says what was on the page where it never does. */
export async function until<Value>(found: () => Value | null | undefined | false): Promise<Value> {
  // Long, because the machine may be busy; what holds is seen at once.
  const end = Date.now() + 10_000;
  while (Date.now() < end) {
    const value = found();
    if (value !== null && value !== undefined && value !== false) return value;
    await new Promise((resume) => setTimeout(resume, 5));
  }
  throw new Error(`it did not come to that: ${document.body.textContent}`);
}

export function says(text: string): boolean {
  return document.body.textContent?.includes(text) ?? false;
}

export function button(word: string): HTMLElement | undefined {
  return [...document.querySelectorAll<HTMLElement>("button, a")].find((control) => control.textContent?.includes(word));
}

/** Opens another address, as a link on the page does. */
export function go(address: string): void {
  const link = document.createElement("a");
  link.href = address;
  document.body.append(link);
  link.click();
  link.remove();
}

export function type(input: HTMLInputElement, value: string): void {
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}
