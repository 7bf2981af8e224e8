// @vitest-environment happy-dom
/** Switches: a second tap while the first is under way, or before what it changed was read again. */
import { beforeEach, expect, test } from "vitest";

import { type Answer, button, open, says, until } from "./house.js";

const drawn = () => new Promise((resume) => setTimeout(resume, 30));
const switchOf = (word: string) => until(() => [...document.querySelectorAll<HTMLElement>("label.toggle")].find((one) => one.textContent?.includes(word))?.querySelector("input"));
const entry = (id: string, more: object = {}) => ({ id, kind: "dispensing", source: "manual", owner: "resident", dispensed_on: "2026-11-20", pharmacy: { name: "みどり薬局" }, prescriber: { institution: null, doctor: null }, groups: [{ rp: 1, usage_text: null, supply_count: null, supply_unit: null, dosage_form: "oral", notes: [], drugs: [{ name: `薬${id}`, quantity: null, quantity_basis: "unknown", unit: null, code: null, generic_name: null, generic_name_code: null, notes: [] }] }], alerts: [], links: [], doubts: [], cautions: [], leftovers: [], remarks: [], provided: [], notes: [], changes: [], added_by: "self", concealed: false, registered_at: "2026-11-20T09:00:00+09:00", added_at: "2026-11-20T09:00:00+09:00", created_at: "2026-11-20T09:00:00+09:00", ...more });

/** Answers that a test gives by hand, in their order. */
function heldBack() {
  const waiting: ((answer: Answer) => void)[] = [];
  return { waiting, hold: () => new Promise<Answer>((resolve) => waiting.push(resolve)) };
}

beforeEach(() => localStorage.clear());

test("a medicine is shown to clinics or not by one tap: a second one has no effect until the entry was read again, and then goes over what was read", async () => {
  const writes = heldBack();
  const reads = heldBack();
  let first = true;
  const { sent } = await open("/medicines/m-1", (method, path) => {
    if (method === "PATCH") return writes.hold();
    if (!path.endsWith("/m-1")) return undefined;
    if (!first) return reads.hold();
    first = false;
    return { status: 200, body: entry("m-1"), version: '"1"' };
  });
  const patches = () => sent.filter(({ method }) => method === "PATCH");
  (await switchOf("医療機関に見せる")).click();
  await until(() => patches().length === 1);
  await drawn();
  expect((await switchOf("医療機関に見せる")).checked).toBe(false);
  (await switchOf("医療機関に見せる")).click();
  await drawn();
  expect((await switchOf("医療機関に見せる")).checked).toBe(false);
  writes.waiting[0]!({ status: 200, body: entry("m-1", { concealed: true }), version: '"2"' });
  await until(() => reads.waiting.length === 1);
  await drawn();
  // Done, but what stands on the screen is still the version before.
  (await switchOf("医療機関に見せる")).click();
  await drawn();
  expect([(await switchOf("医療機関に見せる")).checked, patches().length]).toEqual([false, 1]);
  reads.waiting[0]!({ status: 200, body: entry("m-1", { concealed: true }), version: '"2"' });
  await until(() => document.querySelector('label.toggle input:not([aria-disabled="true"])'));
  expect((await switchOf("医療機関に見せる")).checked).toBe(false);
  (await switchOf("医療機関に見せる")).click();
  await until(() => patches().length === 2);
  expect(patches().map(({ version, body }) => [version, body])).toEqual([['"1"', { concealed: true }], ['"2"', { concealed: false }]]);
});

test("of the ways of being told one is changed at a time: the second tap changes nothing, also not on the screen", async () => {
  const writes = heldBack();
  const settings = { dose_missed: "push", refill: "push", quiet_hours: null };
  const { sent } = await open("/book/notifications", (method, path) => {
    if (!path.endsWith("/notification-settings")) return undefined;
    return method === "PUT" ? writes.hold() : { status: 200, body: settings, version: '"1"' };
  });
  const toggle = await until(() => document.querySelector<HTMLInputElement>("label.toggle input"));
  toggle.click();
  await until(() => writes.waiting.length === 1);
  await drawn();
  const mail = [...document.querySelectorAll<HTMLElement>(".seg button")].find((one) => one.textContent?.includes("メール"))!;
  mail.click();
  toggle.click();
  await drawn();
  expect([toggle.checked, mail.getAttribute("aria-pressed"), mail.getAttribute("aria-disabled")]).toEqual([true, "false", "true"]);
  expect(sent.filter(({ method }) => method === "PUT").length).toBe(1);
});

test("an eleventh medicine is not ticked: ten are kept, and it is said why", async () => {
  const items = Array.from({ length: 11 }, (_, place) => entry(`m-${place}`));
  await open("/alarms/new", (_method, path) => (path.endsWith("/meal-times") ? { status: 200, body: { wake: "06:30", breakfast: "07:00", lunch: "12:00", supper: "18:30", bedtime: "22:00", chosen: false } } : path.endsWith("/medications") ? { status: 200, body: { items, next_cursor: null, alerts: [], known_alerts: [] } } : undefined));
  (await until(() => button("お薬手帳からえらぶ"))).click();
  const ticks = () => [...document.querySelectorAll<HTMLInputElement>("dialog label.toggle input")];
  await until(() => ticks().length === 11);
  for (let place = 0; place < 10; place += 1) {
    ticks()[place]!.click();
    await until(() => ticks()[place]!.checked && [...document.querySelectorAll("li")].some(({ textContent }) => textContent === `薬m-${place}`));
  }
  expect(ticks()[10]!.getAttribute("aria-disabled")).toBe("true");
  ticks()[10]!.click();
  await drawn();
  expect(ticks().map(({ checked }) => checked)).toEqual([...Array<boolean>(10).fill(true), false]);
  expect(says("10までえらべます")).toBe(true);
});
