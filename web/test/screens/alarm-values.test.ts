import assert from "node:assert/strict";
import { expect, test } from "vitest";

import type { AlarmEntry, Suggestion } from "../../src/api/index.js";
import { amountIn, blank, bodyOf, draftOf, fieldOf, pauseOf, slipsOf } from "../../src/resident/screens/alarm/draft.js";
import { momentsOf, shifted } from "../../src/resident/screens/alarm/meals.js";
import { canPutOff, takenAt } from "../../src/resident/screens/alarm/planned.js";
import { nextRing } from "../../src/resident/screens/alarm/rings.js";
import { saidDay, saidNear } from "../../src/resident/screens/alarm/said-day.js";
import { splitAmount } from "../../src/resident/typed-amount.js";
import { dates } from "../../src/words/dates.js";

const TODAY = "2026-11-27";

const ENTRY: AlarmEntry = {
  about: "medicines", alarm_id: "019aa000-0000-7000-8000-0000000000af", label: "朝食後", medication_ids: ["m-1"], times: [{ time: "08:00", amount: "1/2" }, { time: "19:00" }],
  rhythm: { kind: "every_n_days", n: 2, anchor_day: "2026-11-20" }, from: "2026-11-20", until: null, paused_until: null, next_at: "2026-11-28T08:00:00+09:00",
  stock: { amount: 28, counted_at: "2026-11-20T09:00:00+09:00", per_dose: 1, refill_at_days: 5, days_left: 12, low: false }, notification_text: "label", second_channel: "off",
  dispensing_id: "m-1", groups: [0], falls_on: null, rings_for_me: true, made_by: "self", made_at: "2026-11-20T09:00:00+09:00", changed_by: "self", changed_at: "2026-11-20T09:00:00+09:00", version: 3,
};

const plan = { times: ["19:00", "08:00"], from: "2026-11-01", until: null, pausedUntil: null };

test("the next time is that of the first day on which the rhythm falls", () => {
  const next = (rhythm: Parameters<typeof nextRing>[0]["rhythm"], more: Partial<Parameters<typeof nextRing>[0]> = {}, now = "12:00") => {
    const found = nextRing({ ...plan, ...more, rhythm }, TODAY, now);
    return found && `${found.day} ${found.time}`;
  };
  assert.equal(next({ kind: "daily" }), "2026-11-27 19:00");
  assert.equal(next({ kind: "daily" }, {}, "19:00"), "2026-11-28 08:00");
  assert.equal(next({ kind: "weekdays", days: ["mon", "thu"] }), "2026-11-30 08:00");
  assert.equal(next({ kind: "every_n_days", n: 3, anchor_day: "2026-11-26" }), "2026-11-29 08:00");
  assert.equal(next({ kind: "every_n_days", n: 3, anchor_day: "2026-11-30" }), "2026-11-27 19:00");
  assert.equal(next({ kind: "days_on_off", on: 21, off: 7, anchor_day: "2026-11-01" }), "2026-11-29 08:00");
  assert.equal(next({ kind: "monthly", anchor_day: "2026-10-31" }), "2026-11-30 08:00");
  assert.equal(next({ kind: "daily" }, { pausedUntil: "2026-11-29" }), "2026-11-30 08:00");
  assert.equal(next({ kind: "daily" }, { from: "2026-12-24" }), "2026-12-24 08:00");
  assert.equal(next({ kind: "daily" }, { until: "2026-11-27" }, "20:00"), undefined);
  assert.equal(next({ kind: "daily" }, { times: [] }), undefined);
  assert.equal(next({ kind: "as_needed" }), undefined);
  assert.equal(next({ kind: "unknown" }), undefined);
});

test("an alarm that is sent back unchanged says what was read", () => {
  const body = bodyOf(draftOf(ENTRY, TODAY), ENTRY);
  for (const [name, value] of Object.entries(body)) {
    if (name === "stock") assert.deepEqual(value, { amount: 28, counted_at: "2026-11-20T09:00:00+09:00", per_dose: 1, refill_at_days: 5 });
    else assert.deepEqual(value, ENTRY[name as keyof AlarmEntry], name);
  }
  assert.deepEqual(new Set(Object.keys(body)), new Set(["label", "medication_ids", "times", "rhythm", "from", "until", "paused_until", "stock", "notification_text", "second_channel", "dispensing_id", "groups", "falls_on"]));
});

test("what is cleared is sent as null, and an alarm without its dispensing comes from no suggestion", () => {
  const body = bodyOf({ ...draftOf(ENTRY, TODAY), counted: false, until: "", medicationIds: [] }, ENTRY);
  assert.deepEqual([body.stock, body.until, body.paused_until, body.dispensing_id, body.groups], [null, null, null, null, null]);
});

test("a suggestion is sent as it is, with what it stands instead of", () => {
  const suggestion: Suggestion = { dispensing_id: "m-1", medication_ids: ["m-1"], groups: [1], instead_of: ["m-0"], label: "朝食後", times: [{ time: "08:00", amount: 1 }], rhythm: { kind: "daily" }, from: TODAY, until: "2026-12-10" };
  const body = bodyOf(draftOf(suggestion, TODAY), suggestion);
  expect(body).toMatchObject(suggestion);
});

test("days that are not named are asked for", () => {
  const asked = (rhythm: AlarmEntry["rhythm"]) => slipsOf(draftOf({ ...ENTRY, rhythm }, TODAY)).map(({ slip }) => slip);
  assert.deepEqual(asked({ kind: "n_per_week", n: 4 }), ["days"]);
  assert.deepEqual(asked({ kind: "unknown" }), ["kind"]);
});

test("the contract's limits are said at their fields", () => {
  const slips = (changes: object) => slipsOf({ ...blank(TODAY), label: "朝", ...changes }).map(({ field, slip }) => `${field} ${slip}`);
  assert.deepEqual(slips({}), []);
  assert.deepEqual(slips({ label: " " }), ["label label"]);
  assert.deepEqual(slips({ label: "あ".repeat(61) }), ["label labelLong"]);
  assert.deepEqual(slips({ times: [] }), ["times noTime"]);
  assert.deepEqual(slips({ times: [{ time: "", amount: "" }, { time: "08:00", amount: "一" }, { time: "08:00", amount: "" }] }), ["time-0 time", "amount-1 amount", "time-2 twice"]);
  assert.deepEqual(slips({ until: "2026-11-26" }), ["until order"]);
  assert.deepEqual(slips({ until: TODAY }), [], "an alarm of one day");
  assert.deepEqual(slips({ kind: "every_n_days", n: "1" }), ["n n"]);
  assert.deepEqual(slips({ kind: "days_on_off", on: "0", off: "367" }), ["on onOff", "off onOff"]);
  assert.deepEqual(slips({ kind: "as_needed", max: "25", times: [] }), ["max max"]);
  assert.deepEqual(slips({ counted: true, stock: "x", perDose: "", refill: "61" }), ["stock stock", "perDose perDoseNeeded", "refill refill"]);
  assert.deepEqual(slips({ kind: "as_needed", counted: true, stock: "3", refill: "61", paused: "2026-02-30" }), [], "nothing is asked of what such an alarm does not have");
});

test("amounts are numbers of two places, or fractions as they were written", () => {
  assert.deepEqual(["1", "１．５", "1/2", "2  1/3", "0.005", "-1", "", "1/0", "101"].map((text) => amountIn(text, 0.01, 100)), [1, 1.5, "1/2", "2 1/3", undefined, undefined, undefined, undefined, undefined]);
  assert.deepEqual(["1錠", "半錠", "１／２錠ずつ", "1½", "1²", "錠", "1錠2"].map((text) => amountIn(text, 0.01, 100)), [1, 0.5, "1/2", "1 1/2", undefined, undefined, undefined]);
  assert.deepEqual([splitAmount("2 ｶﾌﾟｾﾙ"), splitAmount("半分")], [{ number: "2", unit: "カプセル" }, { number: "半分", unit: "" }]);
});

test("an amount of another unit than the medicine's is asked again, and not kept without it", () => {
  const slips = (amount: string, units?: readonly string[]) => slipsOf({ ...blank(TODAY), label: "朝", times: [{ time: "08:00", amount }] }, units).map(({ field, slip }) => `${field} ${slip}`);
  assert.deepEqual([slips("1錠", ["錠"]), slips("1錠"), slips("5ｍｇ", ["㎎"]), slips("1", ["錠"])], [[], [], [], []]);
  for (const said of [slips("1包", ["錠"]), slips("5mg", ["錠"]), slips("5mg")]) assert.deepEqual(said, ["amount-0 unit"]);
  const counted = { ...blank(TODAY), label: "朝", counted: true, stock: "28錠", perDose: "1包" };
  assert.deepEqual(slipsOf(counted, ["錠"]).map(({ field, slip }) => `${field} ${slip}`), ["perDose unit"]);
  expect(bodyOf({ ...counted, perDose: "半錠" }, undefined).stock).toMatchObject({ amount: 28, per_dose: 0.5 });
});

test("a day of another year is said with its year", () => {
  const [now, said] = [new Date("2026-12-31T12:00:00+09:00"), dates("ja")];
  const at = (day: string) => new Date(`${day}T08:00:00+09:00`);
  assert.deepEqual([saidDay(said, at("2026-12-01"), now), saidDay(said, at("2028-01-10"), now)], ["12月1日(火)", "2028年(令和10年)1月10日(月)"]);
  assert.deepEqual([saidNear(said, at("2027-01-01"), now), saidNear(said, at("2028-02-29"), now)], ["あす", "2028年(令和10年)2月29日(火)"]);
});

test("a dose is put off only to an instant after its own, to the second", () => {
  const dose = { due_at: "2026-11-25T08:00:00+09:00" };
  const at = (time: string) => canPutOff(dose, 30, new Date(`2026-11-25T${time}+09:00`));
  assert.deepEqual([at("07:00:00"), at("07:30:00.900"), at("07:30:01"), at("08:00:00")], [false, false, true, true]);
});

test("what the API points at is a field of the form", () => {
  assert.deepEqual(["/label", "/times/2/time", "/times/0/amount", "/times", "/rhythm/max_per_day", "/rhythm", "/stock/per_dose", "/stock", "/medication_ids/0", "/other"].map(fieldOf), ["label", "time-2", "amount-0", "times", "max", "kind", "perDose", "stock", "medicines", ""]);
});

test("a pause of three days ends the day after tomorrow", () => {
  assert.equal(pauseOf("2026-12-30", 3), "2027-01-01");
});

test("moments of a sheet lie half an hour from the meal, around midnight too", () => {
  const moments = momentsOf({ wake: "06:00", breakfast: "06:30", lunch: "12:00", supper: "23:45", bedtime: "01:00", chosen: true });
  assert.deepEqual([moments.beforeBreakfast, moments.afterBreakfast, moments.afterSupper, moments.bedtime, shifted("00:10", -30)], ["06:00", "07:00", "00:15", "01:00", "23:40"]);
});

test("a dose of the evening that was taken after midnight was taken on the next day", () => {
  const due = new Date("2026-11-25T22:00:00+09:00");
  const later = new Date("2026-11-26T09:00:00+09:00");
  assert.equal(takenAt(due, new Date("2026-11-25T00:20:00+09:00"), later).toISOString(), "2026-11-25T15:20:00.000Z");
  assert.equal(takenAt(due, new Date("2026-11-25T21:50:00+09:00"), later).toISOString(), "2026-11-25T12:50:00.000Z");
  // Said the night before, it is a dose that is taken early: no time is kept that has not come.
  const early = new Date("2026-11-25T00:21:00+09:00");
  assert.equal(takenAt(due, new Date("2026-11-25T00:20:00+09:00"), early).toISOString(), "2026-11-24T15:20:00.000Z");
});
