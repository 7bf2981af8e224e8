import assert from "node:assert/strict";
import { test } from "vitest";

import type { DailyEntry, DailyTrends, NewDailyRecord } from "../../src/api/index.js";
import { bucketsOf, firstOccasion, lastWeekOf, linesOf, noticesOf, queryOf, rowsOf } from "../../src/resident/screens/daily/trends.js";
import { BLANK, draftOf, isUnusual, replacementOf } from "../../src/resident/screens/daily/values.js";

const NOW = new Date("2026-11-25T07:42:00+09:00");
const point = (at: string, mean: number, count = 1, more = {}) => ({ at, min: mean, mean, max: mean, count, ...more });

test("a period has every bucket of Japan's calendar, whether it has values or not", () => {
  assert.deepEqual([bucketsOf("month", NOW).length, bucketsOf("month", NOW)[0], bucketsOf("month", NOW).at(-1)], [30, "2026-10-27", "2026-11-25"]);
  // Weeks begin on Monday, also seen from a Sunday, and from before nine in the morning.
  assert.equal(bucketsOf("half", NOW).at(-1), "2026-11-23");
  assert.equal(bucketsOf("half", new Date("2026-11-29T00:10:00+09:00")).at(-1), "2026-11-23");
  assert.deepEqual([bucketsOf("year", NOW)[0], bucketsOf("year", NOW).at(-1)], ["2025-12-01", "2026-11-01"]);
  assert.deepEqual([bucketsOf("ten", NOW).length, bucketsOf("ten", NOW)[0]], [120, "2016-12-01"]);
  assert.deepEqual(queryOf("weight", "ten", NOW), { measure: ["weight_kg"], bucket: "month", from: "2016-12-01" });
  assert.deepEqual(queryOf("pressure", "half", NOW), { measure: ["systolic_mmhg", "diastolic_mmhg"], bucket: "week" });
});

test("mornings and evenings are apart, and a day without a value is a gap", () => {
  const morning = { min: 138, mean: 138, max: 138, count: 1 };
  const trends: DailyTrends = { series: { systolic_mmhg: { points: [point("2026-11-24", 130, 2, { morning })], notices: [] }, diastolic_mmhg: { points: [point("2026-11-24", 80)], notices: [] } } };
  const lines = linesOf("pressure", trends);
  assert.equal(firstOccasion(lines), "morning");
  assert.deepEqual(rowsOf(["2026-11-24", "2026-11-25"], lines, "morning"), [{ at: "2026-11-24", values: [morning, undefined] }, { at: "2026-11-25", values: [undefined, undefined] }]);
  assert.equal(rowsOf(["2026-11-24"], lines, "all")[0]?.values[1]?.mean, 80);
  assert.equal(firstOccasion(linesOf("weight", { points: [point("2026-11-24", 60)], notices: [] })), "all");
});

test("the mean of a week counts every measurement, and none before it", () => {
  const days = bucketsOf("month", NOW);
  const rows = rowsOf(days, [[point("2026-11-18", 200), point("2026-11-19", 130, 3), point("2026-11-25", 134)]], "all");
  assert.equal(lastWeekOf(rows, 0), 131);
  assert.equal(lastWeekOf(rowsOf(days, [[]], "all"), 0), undefined);
});

test("a notice that both values bring is said once, that of another part of the day for itself", () => {
  const notice = (occasion: "morning" | "evening") => ({ code: "home_blood_pressure_high" as const, detail: "…", since: "2026-11-19", source: "…", occasion });
  const trends: DailyTrends = { series: { systolic_mmhg: { points: [], notices: [notice("morning"), notice("evening")] }, diastolic_mmhg: { points: [], notices: [notice("morning")] } } };
  assert.deepEqual(noticesOf(trends).map(({ occasion }) => occasion), ["morning", "evening"]);
});

const ENTRY: DailyEntry = {
  record_id: "r", taken_at: "2026-11-24T07:30:25+09:00", recorded_at: "2026-11-24T07:31:00+09:00", recorded_by: "self", version: 3,
  blood_pressure: { systolic_mmhg: 136, diastolic_mmhg: 86 }, weight_kg: 60.2, mood: 3, memo: "よく眠れた", height_cm: 158,
};

test("a correction sends all of it: what was emptied is cleared, what the form does not show stays, and nothing that the server says", () => {
  assert.deepEqual(draftOf(ENTRY), { ...BLANK, upper: "136", lower: "86", weight: "60.2", mood: 3, memo: "よく眠れた", day: "2026-11-24", time: "07:30" });
  const typed: NewDailyRecord = { taken_at: "2026-11-24T07:30:00+09:00", weight_kg: 60.4 };
  assert.deepEqual(replacementOf(typed, ENTRY), { taken_at: ENTRY.taken_at, blood_pressure: null, weight_kg: 60.4, temperature_c: null, steps: null, mood: null, memo: null, height_cm: 158 });
  assert.equal(replacementOf({ ...typed, taken_at: "2026-11-24T07:31:00+09:00" }, ENTRY).taken_at, "2026-11-24T07:31:00+09:00");
});

test("what is far from the last value is asked about; what is no value, or has none before it, is not", () => {
  const latest = { weight_kg: { at: "2026-11-24T07:00:00+09:00", value: 60.2 }, systolic_mmhg: { at: "2026-11-24T07:00:00+09:00", value: 136 } };
  const asked = (field: "weight" | "upper" | "pulse", typed: string) => isUnusual({ ...BLANK, [field]: typed }, field, latest);
  assert.deepEqual([asked("weight", "66.2"), asked("weight", "62"), asked("weight", ""), asked("weight", "六十")], [true, false, false, false]);
  assert.deepEqual([asked("upper", "83"), asked("upper", "13"), asked("upper", "１３８"), asked("pulse", "180")], [true, false, false, false]);
});
