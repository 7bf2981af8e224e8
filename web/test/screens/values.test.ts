import assert from "node:assert/strict";
import { test } from "vitest";

import type { Refusal } from "../../src/api/index.js";
import { BLANK, type Draft, problemsOf, recordOf } from "../../src/resident/screens/daily/values.js";
import { ja as daily } from "../../src/words/daily/ja.js";
import { ja } from "../../src/words/ja.js";

const NOW = new Date("2026-11-25T07:42:10+09:00");
const check = (draft: Partial<Draft>) => recordOf({ ...BLANK, ...draft }, NOW, ja, daily.record.onlyNumber);
const wrong = (draft: Partial<Draft>) => {
  const checked = check(draft);
  return "problems" in checked ? checked.problems.map(({ field, text }) => [field, text]) : [];
};

test("only what is filled in is in the record, at the minute of the form", () => {
  assert.deepEqual(check({ upper: "138", lower: "84", weight: "60.4", memo: " 眠れた \n" }), {
    record: { taken_at: "2026-11-25T07:42:00+09:00", blood_pressure: { systolic_mmhg: 138, diastolic_mmhg: 84 }, weight_kg: 60.4, memo: "眠れた" },
  });
});

test("numbers may be typed in full width, and with the comma of thousands", () => {
  assert.deepEqual(check({ temperature: "36.4", steps: "6,820" }), { record: { taken_at: "2026-11-25T07:42:00+09:00", temperature_c: 36.4, steps: 6820 } });
});

test("zero steps are a value, an empty form is none", () => {
  assert.ok("record" in check({ steps: "0" }));
  assert.deepEqual(wrong({}), [["upper", ja.record.errors.empty]]);
});

test("a value outside of what the contract takes is said at its field, all of them at once", () => {
  assert.deepEqual(wrong({ upper: "1380", lower: "84", weight: "六十" }), [["upper", "40〜300 の数で書いてください"], ["weight", "0.5〜300 の数で書いてください"]]);
  assert.deepEqual(wrong({ upper: "138.5", lower: "84" }), [["upper", ja.record.errors.whole]]);
});

test("the parts of a blood pressure go together", () => {
  assert.deepEqual(wrong({ upper: "138" }), [["lower", ja.record.errors.both]]);
  assert.deepEqual(wrong({ upper: "84", lower: "138" }), [["upper", ja.record.errors.swapped]]);
  assert.deepEqual(wrong({ pulse: "70" }), [["pulse", ja.record.errors.pulseAlone]]);
});

test("a time that is ahead, or half typed, is not kept", () => {
  assert.deepEqual(wrong({ steps: "1", day: "2026-11-25", time: "07:50" }), [["time", ja.record.errors.time]]);
  assert.deepEqual(wrong({ steps: "1", day: "2026-11-25", time: "" }), [["time", ja.record.errors.time]]);
  assert.deepEqual(check({ steps: "1", day: "2026-11-24", time: "22:00" }), { record: { taken_at: "2026-11-24T22:00:00+09:00", steps: 1 } });
});

test("what the API says of a value stands at the field of the form", () => {
  const errors = [{ pointer: "/blood_pressure/systolic_mmhg", code: "invalid_value", detail: "…" }, { pointer: "/taken_at", code: "invalid_value", detail: "…" }];
  const refusal = { code: "invalid_value", status: 422, detail: "…", errors } as unknown as Refusal<string>;
  assert.deepEqual(problemsOf(refusal).map(({ field, ours }) => [field, ours]), [["upper", false], ["time", false]]);
});

test("the unit of the field may stand behind its number; of any other the number alone is asked for", () => {
  assert.deepEqual(check({ temperature: "36.5℃", weight: "60 ㎏", steps: "6,820歩", upper: "138mmHg", lower: "８４ｍｍＨｇ", pulse: "70回" }), {
    record: { taken_at: "2026-11-25T07:42:00+09:00", blood_pressure: { systolic_mmhg: 138, diastolic_mmhg: 84, pulse_bpm: 70 }, weight_kg: 60, temperature_c: 36.5, steps: 6820 },
  });
  assert.deepEqual(check({ temperature: "36.5度" }), { record: { taken_at: "2026-11-25T07:42:00+09:00", temperature_c: 36.5 } });
  assert.deepEqual(wrong({ temperature: "60kg", weight: "kg" }), [["weight", "0.5〜300 の数で書いてください"], ["temperature", "数字だけを書いてください"]]);
});
