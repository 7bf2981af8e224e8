import { expect, test } from "vitest";

import { grouped } from "../../src/words/numbers.js";

const PLACES = [[0, 0], [0, 1], [0, 3], [1, 1], [1, 2], [2, 3]] as const;

test("numbers are written as Intl writes them, whatever their places", () => {
  const wrong: unknown[] = [];
  const values = [0, 1, 0.05, 0.005, 1.005, 2.5, 36.55, 999, 999.95, 1000, 12_345, 1_234_567.891, 300, -4.25, -1_000, 1e-7, 2.4e-5];
  for (let count = 0; count < 20_000; count += 1) values.push(((count * 7919) % 3_000_000) / 10 ** (count % 4));
  for (const [minimumFractionDigits, maximumFractionDigits] of PLACES) {
    const told = new Intl.NumberFormat("en", { minimumFractionDigits, maximumFractionDigits });
    for (const value of values) if (grouped(value, minimumFractionDigits, maximumFractionDigits) !== told.format(value)) wrong.push([value, grouped(value, minimumFractionDigits, maximumFractionDigits), told.format(value)]);
  }
  expect(wrong.slice(0, 5)).toEqual([]);
  expect(grouped(12_345.6)).toBe("12,345.6");
});
