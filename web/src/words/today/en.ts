/** English of what stands further down on the first page. */
import { pair } from "../pair.js";
import { some } from "../some.js";
import type { TodayWords } from "./ja.js";

export const en: TodayWords = {
  home: {
    reminders: "Today’s reminders to record",
    tiles: "Frequent acts",
    tileScan: "Scan a medicine QR",
    toRecord: "Write a record",
    busy: "It is busy right now",
    notes: "Notes from your doctors",
    noteFrom: pair("A note from ", ""),
    lookedTitle: "Who looked at your records",
    looked: (when) => pair(`${when}: `, " looked at or wrote in your records"),
    lookedFamily: (when) => `${when}: family looked at or wrote in your records`,
    lookedCard: (when) => `${when}: the emergency card was opened`,
    times: (count) => some(count, "time"),
    notices: "What your values show",
    morning: "This morning",
    evening: "This evening",
    saveMorning: "Save this morning’s values",
    saveEvening: "Save this evening’s values",
    day: "Today’s values",
    saveDay: "Save the values",
    more: "Also write temperature, steps, mood, memo",
    size: "Text size",
    latest: "Latest values",
    trends: "See how they changed",
  },
  tap: {
    now: "Tapping records the time now.",
    early: (due, now) => `This dose is for ${due}. It is ${now} now. Tap only if you have taken it already.`,
  },
};
