/** English of the screens of `daily`. */
import type { DailyWords } from "./ja.js";

export const en: DailyWords = {
  record: {
    title: "Record",
    write: "Write today’s record",
    last30: "The last 30 days",
    at: "When",
    none: "No records yet",
    noneText: "Blood pressure and weight are listed here once you write them.",
    new: "Today’s record",
    changeTime: "Change the time",
    pressure: "Blood pressure",
    pressureUpper: "Upper",
    pressureLower: "Lower",
    moods: ["Very bad", "Bad", "So-so", "Good", "Very good"],
    body: "Body values",
    memoHint: "For example what to tell your doctor. Clinics you share records with read it too.",
    unitSteps: "steps",
    next: "Only what you filled in is saved.",
  },
};
