/** How values of a line are written. */
import type { Topic } from "./trends.js";
import { grouped } from "../../../words/numbers.js";

const DECIMALS: Readonly<Record<Topic, readonly [least: number, most: number]>> = { pressure: [0, 0], weight: [1, 2], temperature: [1, 2], steps: [0, 0], mood: [0, 1] };

export function decimalsOf(topic: Topic): number {
  return DECIMALS[topic][0];
}

/** A value with the decimal places of its measure, thousands apart. */
export function writtenValue(topic: Topic, value: number): string {
  return grouped(value, ...DECIMALS[topic]);
}

/** The unit; of steps it is a word. */
export function unitOf(topic: Topic, steps: string): string {
  return { pressure: "mmHg", weight: "kg", temperature: "℃", steps, mood: "" }[topic];
}
