// @vitest-environment happy-dom
import { expect, test } from "vitest";

import type { OpenedMedicine } from "../../src/api/index.js";
import { ownIds } from "../../src/staff/screens/clinic/history-part.js";
import { enteredBy, ownWords } from "../../src/staff/screens/clinic/medicines.js";
import { ARRIVAL, CODE, NOTEBOOK, NOTEBOOK_ANSWER, PATIENT, day, openDesk } from "./clinic-house.js";
import { says, until } from "./house.js";

const AT = `/staff/patients/${PATIENT}`;
const [first, ...rest] = NOTEBOOK_ANSWER.sections.medication as readonly OpenedMedicine[];
const typed = { ...first!, id: "m-9", source: "manual", prescriber: { ...first!.prescriber, institution: "あらお中央内科", institution_code: CODE }, pharmacy: { ...first!.pharmacy, name: null, code: null } } as OpenedMedicine;

test("an entry is the person's own word where it was typed or is of the person on the sheet", () => {
  const of = (more: Partial<OpenedMedicine>) => enteredBy({ ...first!, ...more } as OpenedMedicine);
  expect([of({ source: "manual" }), of({ source: "qr", author: "professional" }), of({ source: "qr" }), of({ source: "qr", author: "patient" }), of({ source: "qr", author: "other" }), of({ source: "pharmacy" })])
    .toEqual(["byHand", "sheet", "sheet", "ofPatient", "ofOther", "pharmacy"]);
  expect(of({ source: "qr", author: "professional", otc: { author: "patient", name: "x", ended_on: null, ingredients: [], jan: null, started_on: null } })).toBe("ofPatient");
});

test("what was typed is told from what was dispensed in the notebook and in the text for the chart", async () => {
  const timeline = [{ ...NOTEBOOK_ANSWER.timeline[0]!, id: "m-9", institution: "あらお中央内科", title: "手で書いた薬" }, NOTEBOOK_ANSWER.timeline[0]!];
  openDesk(AT, ({ path }) => (path === NOTEBOOK ? { status: 200, body: { ...NOTEBOOK_ANSWER, timeline, sections: { ...NOTEBOOK_ANSWER.sections, medication: [typed, ...rest] } }, version: '"t-1"' } : undefined));
  await until(() => says("いまの薬"));
  const drugs = [...document.querySelectorAll(".drug")].map(({ textContent }) => textContent?.includes("ご本人・ご家族が入力"));
  expect(drugs).toEqual([true, false]);
  const event = [...document.querySelectorAll(".history > li")].find(({ textContent }) => textContent?.includes("手で書いた薬"));
  expect(event?.textContent).toContain("ご本人・ご家族が入力");
  expect(event?.textContent).not.toContain("調剤");
  expect(event?.textContent).not.toContain("当院");
  expect(document.querySelector(".chart-text")?.textContent).toContain(`■調剤の記録ではない薬(ご本人・ご家族の入力・記入): ${day(1)} ロキソプロフェンNa錠60mg`);
});

test("the list of a section says by whom each entry came", async () => {
  openDesk(`${AT}/medication`, ({ path }) => (path === `${NOTEBOOK}/medication` ? { status: 200, body: { items: [typed, rest[0]], next_cursor: null, unconfirmed_left_out: null } } : undefined));
  await until(() => says("ご本人・ご家族が入力") && says("用紙のQR"));
});

test("what was typed is named in the text up to a bound, and the rest is counted", () => {
  const many = Array.from({ length: 30 }, (_, at) => ({ ...typed, id: `m-${at}` }));
  expect(ownWords(many).length).toBeLessThan(330);
  expect(ownWords(many)).toMatch(/、ほか\d+件$/);
  expect(ownWords([{ ...first!, source: "qr" }])).toBe("");
});

test("a place is here by its code and never by its name", () => {
  const sheet = (id: string, code: string | null, more: Partial<OpenedMedicine> = {}) => ({ ...first!, id, source: "qr", pharmacy: { ...first!.pharmacy, name: "はまかぜ薬局", code }, ...more }) as OpenedMedicine;
  const visit = (visit_id: string, institution_code: string | null) => ({ visit_id, institution_code, institution_name: "あらお中央内科", notes: [{ note_id: `n-${visit_id}` }] }) as never;
  const own = ownIds({ visits: [visit("v-1", CODE), visit("v-2", null)], medication: [sheet("same name", null), sheet("here", CODE), sheet("typed", CODE, { source: "manual" })] }, CODE);
  expect([...own]).toEqual(["v-1", "n-v-1", "here"]);
});

test.each([
  ["4340400011", "pharmacist", "はまかぜ薬局", "今日の患者", "患者番号"],
  ["4300400019", "public_health_nurse", "荒尾市保健センター", "今日 来た住民の方", "登録番号"],
] as const)("staff of %s read the words of their own kind of place", async (code, role, name, title, number) => {
  openDesk("/staff/patients", ({ path }) => {
    if (path === "/v1/me") return { status: 200, body: { actor_id: "actor", family: [], memberships: [{ institution_code: code, institution_name: name, role }] } };
    return path === `/v1/institutions/${code}/patients` ? { status: 200, body: { items: [ARRIVAL], next_cursor: null } } : undefined;
  });
  await until(() => says(title) && says(number));
  expect(document.body.textContent).not.toMatch(/診察券|カルテ|当院/);
});
