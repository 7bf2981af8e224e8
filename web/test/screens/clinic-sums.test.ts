import { expect, test } from "vitest";

import type { InstitutionNote, OpenedDailyRecord, OpenedMedicine } from "../../src/api/index.js";
import { currentMedicines } from "../../src/staff/screens/clinic/medicines.js";
import { merged, ownNoteOf } from "../../src/staff/screens/clinic/own-notes.js";
import { MOST_SUMMARY, summaryFor } from "../../src/staff/screens/clinic/summary.js";
import { occasionOf, reachesGuide, weekOfPressure, weeksOfValues } from "../../src/staff/screens/clinic/values.js";
import { viewOf } from "../../src/staff/work.js";

const TODAY = "2026-11-25";
const record = (taken_at: string, more: Partial<OpenedDailyRecord>): OpenedDailyRecord => ({ record_id: taken_at, recorded_by: "self", taken_at, ...more });
const pressure = (systolic_mmhg: number, diastolic_mmhg: number) => ({ blood_pressure: { systolic_mmhg, diastolic_mmhg } });

test("what is taken lasts until the last day of its supply; what counts no days is shown for a while", () => {
  const sheet = (id: string, dispensed_on: string, supply_count: number | null, supply_unit: string | null) => ({ id, dispensed_on, prescriber: {}, pharmacy: {}, groups: [{ supply_count, supply_unit, drugs: [{ name: id }] }] }) as unknown as OpenedMedicine;
  const of = (entry: OpenedMedicine) => currentMedicines([entry], [], [], TODAY).map(({ daysLeft }) => daysLeft);
  expect(of(sheet("last day", "2026-11-21", 5, "日分"))).toEqual([0]);
  expect(of(sheet("over", "2026-11-20", 5, "日分"))).toEqual([]);
  expect(of(sheet("ahead", "2026-11-26", 5, "日分"))).toEqual([]);
  expect(of(sheet("as needed", "2026-11-20", 6, "回分"))).toEqual([undefined]);
  expect(of(sheet("long ago", "2026-03-20", 6, "回分"))).toEqual([]);
});

test("a medicine is marked where an alert names its place, and new where it came since the last visit", () => {
  const entry = { id: "m", dispensed_on: TODAY, prescriber: {}, pharmacy: {}, groups: [{ supply_count: 5, supply_unit: "日分", drugs: [{ name: "a" }, { name: "b" }] }] } as unknown as OpenedMedicine;
  const alert = { alert_id: "x", code: "duplicate_ingredient" as const, current: true, detail: { confidence: "high" as const, reason: "ingredient_code" as const }, drug: { dispensing_id: "m", group: 0, drug: 1 }, with: null, known: null, medication_ids: [] };
  expect(currentMedicines([entry], [alert], [{ kind: "dispensing", id: "m" }], TODAY).map(({ marks, isNew }) => [marks, isNew])).toEqual([[[], true], [["duplicate_ingredient"], true]]);
});

test("blood pressure is of the morning from 4 to 12, of the evening from 17, after midnight still of the evening before", () => {
  const of = (time: string) => occasionOf(new Date(`2026-11-25T${time}:00+09:00`));
  expect([of("04:00").occasion, of("11:59").occasion, of("12:00").occasion, of("16:59").occasion, of("17:00").occasion]).toEqual(["morning", "morning", undefined, undefined, "evening"]);
  expect(of("03:59")).toEqual({ occasion: "evening", day: "2026-11-24" });
});

test("the mean is of seven days, by morning and evening", () => {
  const { morning, evening } = weekOfPressure([record("2026-11-25T07:00:00+09:00", pressure(140, 86)), record("2026-11-19T07:00:00+09:00", pressure(130, 80)), record("2026-11-18T07:00:00+09:00", pressure(200, 120)), record("2026-11-24T13:00:00+09:00", pressure(180, 110))], TODAY);
  expect(morning).toEqual({ systolic: 135, diastolic: 83, times: 2 });
  expect(evening).toBeUndefined();
  expect([reachesGuide({ systolic: 134, diastolic: 84, times: 1 }), reachesGuide({ systolic: 135, diastolic: 84, times: 1 }), reachesGuide({ systolic: 134, diastolic: 85, times: 1 })]).toEqual([false, true, true]);
});

test("the means of a week keep morning and evening apart, and one after midnight is of the evening before", () => {
  const weeks = weeksOfValues([
    record("2026-11-23T07:00:00+09:00", pressure(140, 90)), record("2026-11-24T07:00:00+09:00", pressure(130, 80)), record("2026-11-23T21:00:00+09:00", pressure(120, 70)),
    record("2026-11-24T13:00:00+09:00", pressure(180, 110)), record("2026-11-30T01:00:00+09:00", { ...pressure(110, 60), weight_kg: 61 }),
  ]);
  expect(weeks.map(({ monday, pressure: { morning, evening }, weight }) => [monday, morning?.systolic, evening?.systolic, weight])).toEqual([["2026-11-30", undefined, undefined, 61], ["2026-11-23", 135, 115, undefined]]);
});

test("weeks begin on Monday, and a day has the steps that were written last", () => {
  const weeks = weeksOfValues([
    record("2026-11-23T07:00:00+09:00", { weight_kg: 60, steps: 1_000 }), record("2026-11-23T21:00:00+09:00", { steps: 5_000 }), record("2026-11-24T21:00:00+09:00", { steps: 7_000, weight_kg: 60.4 }),
    record("2026-11-22T23:00:00+09:00", { weight_kg: 61 }),
  ]);
  expect(weeks.map(({ monday, weight, steps }) => [monday, weight, steps])).toEqual([["2026-11-23", 60.2, 6_000], ["2026-11-16", 61, undefined]]);
});

test("the text for the chart has at most 1,500 characters, in whole lines, and says where it goes on", () => {
  expect(summaryFor("短い", "(つづき)")).toBe("短い");
  const long = summaryFor(Array.from({ length: 100 }, (_, line) => `■${line}: ${"あ".repeat(20)}`).join("\n"), "(つづき)");
  expect(long.length).toBeLessThanOrEqual(MOST_SUMMARY);
  expect(long.split("\n").at(-1)).toBe("(つづき)");
  expect(long.split("\n").at(-2)).toMatch(/^■\d+: あ{20}$/);
});

test("of two looks at a note the later version counts, and the whole text before its beginning", () => {
  const seen: InstitutionNote = { note_id: "n", text: "はじめ", version: 2, written_at: "2026-11-25T00:00:00Z", amended_at: null, amended_by_role: null, retracted_at: null, author_role: "doctor", institution_code: "4312345678", cut: true };
  const own = { ...ownNoteOf(seen), text: "はじめから終わりまで", cut: false };
  expect(merged([own], [ownNoteOf(seen)])[0]?.text).toBe("はじめから終わりまで");
  expect(merged([own], [ownNoteOf({ ...seen, version: 10, text: "直した" })])[0]?.text).toBe("直した");
  expect(merged([{ ...own, version: '"3"' }], [ownNoteOf(seen)])[0]?.text).toBe("はじめから終わりまで");
});

test("who has several roles sees by the one that sees most", () => {
  expect([["reception", "doctor"], ["pharmacist", "reception"], ["public_health_nurse"], ["reception"], ["city_admin"], []].map((roles) => viewOf(roles as never))).toEqual(["care", "medicines", "daily", "list", "none", "none"]);
});
