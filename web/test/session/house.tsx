/** Both entries in a document, with a pool in memory and an API that takes its tokens. */
import { type ComponentChildren, render } from "preact";
import { useState } from "preact/hooks";
import { vi } from "vitest";

import { type Language, type Preferences, loadPreferences } from "../../src/data/preferences.js";
import { makeServices } from "../../src/data/services.js";
import { ServicesProvider } from "../../src/data/use-read.js";
import { App as ResidentApp } from "../../src/resident/app.js";
import { browserSession } from "../../src/session/browser-session.js";
import type { Entry } from "../../src/session/pool.js";
import { SessionProvider } from "../../src/session/use-session.js";
import { App as StaffApp } from "../../src/staff/app.js";
import { dates } from "../../src/words/dates.js";
import { easy } from "../../src/words/easy.js";
import { en } from "../../src/words/en.js";
import { ja } from "../../src/words/ja.js";
import { SpeechProvider } from "../../src/words/use-words.js";
import { until } from "../screens/house.js";
import { FakePool, POOL_ID } from "./fake-pool.js";

export const EMAIL = "hanako@example.jp";
export const PASSWORD = "Correct horse 13";
const WORDS = { ja, easy, en };
const CONFIG = {
  city: { code: "432041", name: "荒尾市", phone: "0968-00-0000" },
  addresses: { residents: "https://notebook.test", staff: "https://staff.test" },
  identity: { authorization_endpoint: "https://card.test/authorize" },
  sign_in: { endpoint: "https://pool.test", region: "ap-northeast-1", user_pool_id: POOL_ID, residents_client_id: "residents_client", staff_client_id: "staff_client" },
};
const ME = { actor_id: "actor", resident_id: "019aa000-0000-7000-8000-0000000000ae", display_name: "花子", memberships: [{ institution_code: "4312345678", institution_name: "あらお中央内科", role: "doctor" }], family: [] };

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
}

/** What the city answers otherwise than usual. */
export type City = (method: string, path: string, token: string | undefined) => Reply | undefined;

export function openPages(address: string, { entry = "residents", fake = pool(), city = () => undefined, language = "ja", keepUnsent = false, passkeyDomain }: { entry?: Entry; fake?: FakePool; city?: City; language?: Language; keepUnsent?: boolean; passkeyDomain?: string } = {}) {
  history.replaceState(null, "", address);
  const sent: { method: string; path: string; token: string | undefined; body: unknown }[] = [];
  const api = async (request: Request): Promise<Response> => {
    const { pathname: path } = new URL(request.url);
    const token = request.headers.get("authorization")?.replace("Bearer ", "");
    const text = await request.text();
    sent.push({ method: request.method, path, token, body: text === "" ? undefined : JSON.parse(text) });
    const { status, body } = city(request.method, path, token) ?? usual(request.method, path, token);
    if (status === 0) throw new TypeError("fetch failed");
    return new Response(body === undefined ? null : JSON.stringify(body), { status, headers: { "content-type": "application/json" } });
  };
  vi.stubGlobal("fetch", async (to: string | URL | Request, init?: RequestInit) => {
    const url = to instanceof Request ? to.url : String(to);
    if (url.endsWith("/config.json")) return new Response(JSON.stringify({ ...CONFIG, sign_in: { ...CONFIG.sign_in, passkey_domain: passkeyDomain } }));
    if (url === "https://pool.test/") return fake.fetch(url, init);
    return api(new Request(new URL(url, "http://notebook.test"), init));
  });
  const session = browserSession(window, entry);
  const services = makeServices({ address: "http://notebook.test", token: () => session.token(), onRefused: () => session.onRefused?.(), language: () => "ja", wait: async () => {}, fetch: api });
  function Pages({ children }: { children: ComponentChildren }) {
    const [preferences, choose] = useState<Preferences>({ ...loadPreferences(undefined, ["ja"]), language, keepUnsent });
    return (
      <SpeechProvider value={{ words: WORDS[preferences.language], dates: dates(preferences.language), preferences, choose: (changes) => choose({ ...preferences, ...changes }) }}>
        <ServicesProvider value={services}><SessionProvider value={session}>{children}</SessionProvider></ServicesProvider>
      </SpeechProvider>
    );
  }
  render(null, document.body);
  document.body.replaceChildren();
  render(<Pages>{entry === "staff" ? <StaffApp /> : <ResidentApp />}</Pages>, document.body);
  return { fake, sent, services, session };
}

export function pool(): FakePool {
  const fake = new FakePool();
  fake.now = Date.now();
  fake.add(EMAIL, PASSWORD);
  return fake;
}

function usual(method: string, path: string, token: string | undefined): Reply {
  if (token === undefined) return { status: 401, body: { message: "Unauthorized" } };
  if (path === "/v1/me") return { status: 200, body: ME };
  if (method === "DELETE") return { status: 204 };
  if (path === "/v1/me/sessions") return { status: 200, body: { valid_from: null, current: { client: "residents", second_factor: false, signed_in_at: "2026-11-20T09:00:00+09:00" }, devices: [] } };
  if (path.endsWith("/today")) return { status: 200, body: { doses: [], latest: {} } };
  if (path.endsWith("/access-log")) return { status: 200, body: { items: [], verified: true } };
  if (/\/residents\/[^/]+$/.test(path)) return { status: 200, body: { profile: { allergies: ["えび"], adverse_reactions: [], history: [], blood_type: "A+", emergency_contacts: [], listed_disability: null, long_term_illness: null, pregnancy_due_on: null } } };
  return { status: 200, body: { items: [], next_cursor: null } };
}

/** Types into a field as soon as it is there. */
export async function fill(id: string, value: string): Promise<HTMLInputElement> {
  const input = await until(() => document.querySelector<HTMLInputElement>(`#${id}`));
  input.value = value;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  return input;
}

/** Sends the form that is on the page. */
export async function submit(): Promise<void> {
  // What was typed is drawn first.
  await new Promise((resume) => setTimeout(resume, 10));
  const form = await until(() => document.querySelector("form"));
  form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
}

export async function enter(email = EMAIL, password = PASSWORD): Promise<void> {
  await fill("sign-in-email", email);
  await fill("sign-in-password", password);
  await submit();
}
