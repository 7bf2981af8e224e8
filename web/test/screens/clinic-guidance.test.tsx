// @vitest-environment happy-dom
import { expect, test } from "vitest";

import type { GuidedPerson, HealthGuidance, OwnGuidance } from "../../src/api/index.js";
import { ARRIVAL, type Answer, CODE, NOTEBOOK, NOTEBOOK_ANSWER, PATIENT, type Sent, day, openDesk } from "./clinic-house.js";
import { button, says, until } from "./house.js";

const LIST = `/v1/institutions/${CODE}/health-guidance`;
const OWN = `/v1/institutions/${CODE}/patients/${PATIENT}/health-guidance`;
const NURSE = ["public_health_nurse"] as const;
const ITEM: HealthGuidance = {
  guidance_id: "h-1", institution: { code: CODE, name: "荒尾市保健センター" }, author_role: "public_health_nurse", channel: "phone", topic: "血圧と塩分", text: "みそ汁を一日一杯に",
  goals: [{ goal_id: "g-1", text: "一日七千歩", status: "difficult", memo: "ひざが痛い", said_at: null, said_by: null }],
  next_on: null, written_at: `${day(1)}T10:00:00+09:00`, amended_at: null, retracted_at: null, version: 3,
};
const found = (items: readonly HealthGuidance[]): OwnGuidance => ({ legal_name: "荒尾 花子", kana: "アラオ ハナコ", birth_date: "1982-06-03", followed_up_until: `${day(-300)}T15:00:00Z`, items: [...items], next_cursor: null });
const house = (items: () => readonly HealthGuidance[], write: (sent: Sent) => Answer | undefined = () => undefined) => (sent: Sent) =>
  sent.path === OWN && sent.method === "GET" ? { status: 200, body: found(items()) } : sent.method === "GET" ? undefined : write(sent);
const refusal = (status: number, code: string): Answer => ({ status, body: { type: "urn:x", title: "x", status, code, detail: "ほかの人が書き直しました。", errors: [], request_id: "req-7f3a" } });
const type = (id: string, text: string) => {
  const field = document.querySelector<HTMLInputElement | HTMLTextAreaElement>(`#${id}`)!;
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
};

test("whom the office follows up stands without what was said, and a tap opens it", async () => {
  const one: GuidedPerson = { resident_id: PATIENT, legal_name: "荒尾 花子", kana: "アラオ ハナコ", birth_date: "1982-06-03", last_on: day(30), next_on: day(-3), until: `${day(-365)}T15:00:00Z` };
  const { sent } = openDesk("/staff/guidance", ({ path }) => (path === LIST ? { status: 200, body: { items: [one], next_cursor: null } } : undefined), NURSE, "ja", false);
  await until(() => says("荒尾 花子"));
  expect(sent.some(({ path }) => path === OWN)).toBe(false);
  button("指導ノートを開く 荒尾 花子")!.click();
  await until(() => sent.some(({ path }) => path === OWN));
});

test("an address alone opens nothing, and another role is told that it has no such page", async () => {
  const { sent } = openDesk(`/staff/patients/${PATIENT}/guidance`, house(() => [ITEM]), NURSE, "ja", false);
  await until(() => button("指導ノートを開く"));
  expect(sent.some(({ path }) => path === OWN)).toBe(false);
  const doctor = openDesk(`/staff/patients/${PATIENT}/guidance`, house(() => [ITEM]));
  await until(() => !button("指導ノートを開く"));
  expect(doctor.sent.some(({ path }) => path === OWN)).toBe(false);
});

test("it is amended over the version that was seen; what was typed stays when somebody was quicker", async () => {
  let now = ITEM;
  let isQuicker = true;
  const { sent } = openDesk(`/staff/patients/${PATIENT}/guidance`, house(() => [now], ({ method, body }) => {
    if (method !== "PUT") return undefined;
    if (isQuicker) {
      now = { ...now, topic: "塩分だけ", version: 4 };
      return refusal(412, "version_mismatch");
    }
    now = { ...now, text: (body as { text: string }).text, version: 5, amended_at: new Date().toISOString() };
    return { status: 200, body: { guidance_id: "h-1" }, version: '"5"' };
  }), NURSE);
  await until(() => says("ひざが痛い") && says("むずかしい"));
  button("直す")!.click();
  await until(() => document.querySelector("#guidance-h-1-text"));
  type("guidance-h-1-text", "みそ汁を一日半杯に");
  const save = () => document.querySelector<HTMLButtonElement>("#guidance-h-1-title")!.closest("form")!.requestSubmit();
  save();
  await until(() => says("ほかの人が書き直しました。") && says("塩分だけ"));
  expect(document.querySelector<HTMLTextAreaElement>("#guidance-h-1-text")!.value).toBe("みそ汁を一日半杯に");
  isQuicker = false;
  save();
  await until(() => says("みそ汁を一日半杯に") && says("に直しました"));
  const puts = sent.filter(({ method }) => method === "PUT");
  expect(puts.at(-1)).toMatchObject({ path: `${OWN}/h-1`, ifMatch: "4", body: { channel: "phone", topic: "血圧と塩分", text: "みそ汁を一日半杯に", goals: ["一日七千歩"], next_on: null } });
});

test("what is retracted names the reason, and what is older than seven days stands without a button", async () => {
  const old = { ...ITEM, guidance_id: "h-0", topic: "歩く習慣", written_at: `${day(9)}T10:00:00+09:00` };
  let now: readonly HealthGuidance[] = [ITEM, old];
  const { sent } = openDesk(`/staff/patients/${PATIENT}/guidance`, house(() => now, ({ method }) => {
    if (method !== "POST") return undefined;
    now = [{ ...ITEM, topic: null, text: null, goals: [], retracted_at: new Date().toISOString(), version: 4 }, old];
    return { status: 200, body: { guidance_id: "h-1" }, version: '"4"' };
  }), NURSE);
  await until(() => says("歩く習慣"));
  expect([...document.querySelectorAll("button")].filter(({ textContent }) => textContent === "直す")).toHaveLength(1);
  button("取り消す")!.click();
  (await until(() => button("人のまちがい"))).click();
  await until(() => says("取り消した指導ノート"));
  expect(sent.find(({ method }) => method === "POST")).toMatchObject({ path: `${OWN}/h-1/retraction`, body: { reason: "wrong_patient" }, ifMatch: "3" });
});

test("a clinic to which the section was opened reads it with its office and its goals", async () => {
  const sections = { ...NOTEBOOK_ANSWER.sections, health_guidance: [{ ...ITEM, institution: { code: "4310100001", name: "荒尾市保健センター" }, cut: false }] };
  openDesk(`/staff/patients/${PATIENT}`, ({ path }) => (path === NOTEBOOK ? { status: 200, body: { ...NOTEBOOK_ANSWER, sections } } : undefined));
  await until(() => says(ARRIVAL.legal_name!) && says("荒尾市保健センター") && says("みそ汁を一日一杯に") && says("ひざが痛い"));
});
