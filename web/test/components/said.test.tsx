// @vitest-environment happy-dom
import { render } from "preact";
import { expect, test } from "vitest";

import { Chart } from "../../src/components/chart.js";
import { Keys } from "../../src/components/keys.js";

test("the guides of a chart are named beside its lines and not in the drawing, where names would lie on them", () => {
  render(<Chart names={[{ tone: "a", name: "上" }]} places={["11/24"]} lines={[{ tone: "a", values: [132] }]} guides={[{ value: 135, name: "上の目安 135" }]} decimals={0} />, document.body);
  expect(document.querySelector(".legend")?.textContent).toBe("上上の目安 135");
});

test("a range of keys and keys that are held together do not run into one another", () => {
  render(<Keys label="x" keys={[{ keys: ["1", "–", "4"], word: "状態" }, { keys: ["Ctrl", "+", "Enter"], word: "送る" }, { keys: ["↑", "↓"], word: "えらぶ" }]} />, document.body);
  expect([...document.querySelectorAll("li")].map(({ textContent }) => textContent)).toEqual(["1 – 4 状態", "Ctrl + Enter 送る", "↑ ↓ えらぶ"]);
  expect([...document.querySelectorAll("kbd")].map(({ textContent }) => textContent)).toEqual(["1", "4", "Ctrl", "Enter", "↑", "↓"]);
});
