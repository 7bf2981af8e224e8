/** The staff's pages in a document, with answers that have versions and times. */
import { render } from "preact";
import { useState } from "preact/hooks";

import type { ListedPatient, OpenNotebookOutput, Role } from "../../src/api/index.js";
import { type Language, type Preferences, loadPreferences } from "../../src/data/preferences.js";
import { makeServices } from "../../src/data/services.js";
import { ServicesProvider } from "../../src/data/use-read.js";
import { App } from "../../src/staff/app.js";
import { deskAt } from "../../src/staff/screens/clinic/desk.js";
import { dates, isoDay } from "../../src/words/dates.js";
import { easy } from "../../src/words/easy.js";
import { en } from "../../src/words/en.js";
import { ja } from "../../src/words/ja.js";
import { SpeechProvider } from "../../src/words/use-words.js";

const WORDS = { ja, easy, en };
export const CODE = "4312345678";
export const PATIENT = "019aa000-0000-7000-8000-000000000081";
export const VISIT = "019aa000-0000-7000-8000-000000000071";
export const NOTES = `/v1/institutions/${CODE}/patients/${PATIENT}/visits/${VISIT}/notes`;
export const NOTEBOOK = `/v1/institutions/${CODE}/patients/${PATIENT}/notebook`;
const DAY_MS = 86_400_000;
export const day = (ago: number) => isoDay(new Date(Date.now() - ago * DAY_MS));

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly version?: string;
  readonly date?: string;
}

export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: unknown;
  readonly key: string | null;
  readonly ifMatch: string | null;
  readonly ifNoneMatch: string | null;
}

export const ARRIVAL: ListedPatient = {
  visit_id: VISIT, resident_id: PATIENT, reception_code: "K4821", legal_name: "荒尾 花子", kana: "アラオ ハナコ", alias: null, birth_date: "1982-06-03", age: 44, sex: "female", chart_number: "10382",
  checked_in_at: new Date().toISOString(), checked_in_by: "self", same_name: true, status: "waiting",
};

const drug = (name: string, quantity: number, quantity_basis: "per_day" | "per_use") => ({ name, quantity, quantity_basis, unit: "錠", code: null, generic_name: null, generic_name_code: null, notes: [] });
const sheet = (id: string, ago: number, institution: string, supply_count: number, supply_unit: string, drugs: object[]) => ({
  id, dispensed_on: day(ago), source: "qr", version: null, author: null, cautions: [], leftovers: [], provided: [], remarks: [],
  pharmacy: { code: null, name: "みどり薬局", phone: null }, prescriber: { institution, doctor: null, department: null, institution_code: null },
  groups: [{ rp: 1, usage_text: "朝食後", supply_count, supply_unit, dosage_form: "oral", notes: [], drugs }],
});

export const NOTEBOOK_ANSWER = {
  resident: { resident_id: PATIENT, legal_name: "荒尾 花子", kana: "アラオ ハナコ", alias: null, birth_date: "1982-06-03", age: 44, sex: "female" },
  grant: { purpose: "consultation", sections: ["profile", "medication", "daily"], until: `${day(-1)}T00:00:00+09:00` },
  sections: {
    profile: { allergies: ["ペニシリン系"], adverse_reactions: [], history: ["高血圧"], blood_type: "A+", emergency_contacts: [], listed_disability: null, long_term_illness: null, pregnancy_due_on: null },
    medication: [
      sheet("m-1", 1, "有明整形外科", 5, "日分", [drug("ロキソプロフェンNa錠60mg", 3, "per_day")]),
      sheet("m-2", 5, "四ツ山歯科", 6, "回分", [drug("ロキソプロフェンNa錠60mg", 1, "per_use")]),
      sheet("m-3", 200, "あらお中央内科", 28, "日分", [drug("フェキソフェナジン錠", 2, "per_day")]),
    ],
    daily: [{ record_id: "d-1", recorded_by: "self", taken_at: `${day(1)}T07:00:00+09:00`, blood_pressure: { systolic_mmhg: 138, diastolic_mmhg: 84 }, weight_kg: 60.4, memo: "よく眠れた" }],
  },
  alerts: [{ alert_id: "a-1", code: "duplicate_ingredient", current: true, detail: { confidence: "high", reason: "ingredient_code" }, drug: { dispensing_id: "m-1", group: 0, drug: 0 }, with: { dispensing_id: "m-2", group: 0, drug: 0 }, known: null, medication_ids: ["m-1", "m-2"] }],
  alerts_left_out: 0, known_alerts: [], known_alerts_left_out: 0, all_compared: true, unconfirmed_left_out: 0,
  timeline: [{ kind: "dispensing", id: "m-1", on: day(1), at: null, institution: "有明整形外科", title: "ロキソプロフェンNa錠60mg" }],
  last_visit_on: day(28), new_since_last_visit: [{ kind: "dispensing", id: "m-1" }], concealed: "not_shown", truncated: [], more: {},
  summary: "【デジタル健康手帳】\n荒尾 花子\n■アレルギー: ペニシリン系",
} as unknown as OpenNotebookOutput;

/** Opens the staff's pages at an address; `city` answers first. */
export function openDesk(address: string, city: (request: Sent) => Answer | undefined = () => undefined, roles: readonly Role[] = ["doctor"], language: Language = "ja", chosen = true) {
  history.replaceState(null, "", address);
  const sent: Sent[] = [];
  const usual = ({ path }: Sent): Answer => {
    if (path === "/v1/me") return { status: 200, body: { actor_id: "actor", family: [], memberships: roles.map((role) => ({ institution_code: CODE, institution_name: "あらお中央内科", role })) } };
    if (path === `/v1/institutions/${CODE}/patients`) return { status: 200, body: { items: [ARRIVAL], next_cursor: null } };
    if (path === NOTEBOOK) return { status: 200, body: NOTEBOOK_ANSWER, version: '"t-1"' };
    return { status: 404, body: { message: "Not Found" } };
  };
  const services = makeServices({
    address: "http://notebook.test", token: async () => undefined, language: () => "ja", wait: async () => {},
    fetch: async (request) => {
      const { pathname: path, search: query } = new URL(request.url);
      const text = await request.text();
      const one: Sent = { method: request.method, path, query, body: text === "" ? undefined : JSON.parse(text), key: request.headers.get("idempotency-key"), ifMatch: request.headers.get("if-match"), ifNoneMatch: request.headers.get("if-none-match") };
      sent.push(one);
      const { status, body, version, date } = city(one) ?? usual(one);
      if (status === 0) throw new TypeError("fetch failed");
      return new Response(body === undefined ? null : JSON.stringify(body), { status, headers: { "content-type": "application/json", ...(version !== undefined && { etag: version }), ...(date !== undefined && { date }) } });
    },
  });
  // As if somebody had come from the list.
  if (chosen) deskAt(services, CODE).chosen.add(PATIENT);
  function Pages() {
    const [preferences, choose] = useState<Preferences>({ ...loadPreferences(undefined, ["ja"]), language });
    return (
      <SpeechProvider value={{ words: WORDS[preferences.language], dates: dates(preferences.language), preferences, choose: (changes) => choose({ ...preferences, ...changes }) }}>
        <ServicesProvider value={services}><App /></ServicesProvider>
      </SpeechProvider>
    );
  }
  render(null, document.body);
  document.body.replaceChildren();
  render(<Pages />, document.body);
  return { sent, services };
}

/** Presses a key where the focus is. */
export function press(key: string, more: KeyboardEventInit = {}): void {
  (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }));
}

export function write(text: string): void {
  const field = document.querySelector("textarea");
  if (field === null) throw new Error("nowhere to write");
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
