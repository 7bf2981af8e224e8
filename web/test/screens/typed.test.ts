/** Amounts and days of a medicine as people write them. */
import { expect, test } from "vitest";

import { LINE, addedFrom, blank, wrongOf } from "../../src/resident/screens/medication/typed.js";

const draft = (line: object) => ({ ...blank("2026-11-25"), lines: [{ ...LINE, name: "アムロジピン錠", ...line }] });

function groupOf(line: object) {
  const added = addedFrom(draft(line));
  return "groups" in added ? added.groups?.[0] : undefined;
}

test.each([
  ["2", "", 2, undefined], ["2", "錠", 2, "錠"], ["2錠", "", 2, "錠"], ["２錠", "錠", 2, "錠"], ["1/2", "錠", 0.5, "錠"], ["½", "錠", 0.5, "錠"], ["半錠", "", 0.5, "錠"], ["半分", "錠", 0.5, "錠"], ["2錠ずつ", "錠", 2, "錠"], ["3/4 包", "", 0.75, "包"], ["1.5", "g", 1.5, "g"], ["2.5mL", "", 2.5, "mL"],
])("%s with the unit %s is %s %s", (quantity, unit, number, told) => {
  expect(wrongOf(draft({ quantity, unit }))).toEqual([]);
  expect(groupOf({ quantity, unit })?.drugs[0]).toMatchObject({ quantity: number, ...(told !== undefined && { unit: told }) });
});

test.each([["2錠", "包"], ["たくさん", ""], ["2/0", ""], ["1/3", ""], ["2~3", ""], ["-1", ""], ["1.2.3", ""], ["2 3", ""], ["1e3", ""], ["2,", ""], ["2~", ""]])("%s with the unit %s is not understood, and said so", (quantity, unit) => {
  expect(wrongOf(draft({ quantity, unit }))).toEqual([{ field: "quantity-0", word: "number" }]);
});

test.each([["14", 14], ["14日", 14], ["１４日分", 14], ["7 日間", 7]])("%s is enough for %i days", (days, count) => {
  expect(wrongOf(draft({ days }))).toEqual([]);
  expect(groupOf({ days })).toMatchObject({ supply_count: count, supply_unit: "日分" });
});

test("days that are said are days, also where it were times before; a number alone stays what it was", () => {
  const before = { drugs: [], dosage_form: "as_needed", notes: [], supply_unit: "回分", rp: 1 };
  expect(groupOf({ days: "5日", before })).toMatchObject({ supply_count: 5, supply_unit: "日分" });
  expect(groupOf({ days: "5", before })).toMatchObject({ supply_count: 5, supply_unit: "回分" });
});

test.each(["10回", "二週間", "1000", "1.5"])("%s is no number of days", (days) => {
  expect(wrongOf(draft({ days }))).toEqual([{ field: "days-0", word: "number" }]);
});

test("nothing is nothing", () => {
  expect(groupOf({ quantity: " ", days: " " })).toMatchObject({ supply_count: null, supply_unit: null, drugs: [{ quantity: null, quantity_basis: null }] });
});

test("a bought medicine that ended before it began is said so at the field", () => {
  const otc = (ended: string) => wrongOf({ ...blank("2026-11-25"), kind: "otc", otcName: "かぜ薬", ended });
  expect(otc("2026-11-24")).toEqual([{ field: "ended", word: "ended" }]);
  expect([otc("2026-11-25"), otc("")]).toEqual([[], []]);
});
