/** English of the screens of `alarm`. */
import { some } from "../some.js";
import type { AlarmWords } from "./ja.js";

export const en: AlarmWords = {
  alarms: {
    title: "Medicine alarms",
    none: "No alarms",
    noneText: "Alarms that remind you of your medicines are listed here.",
    daily: "Every day",
    everyDays: (days) => `Once in ${days} days`,
    onOff: (on, off) => `${on} days on, ${off} days off`,
    perWeek: (count) => `${some(count, "time")} a week`,
    monthly: "Once a month",
    asNeeded: "When needed (does not ring)",
    unknown: "Please check how it is taken",
    weekdays: { mon: "Mon", tue: "Tue", wed: "Wed", thu: "Thu", fri: "Fri", sat: "Sat", sun: "Sun" },
    next: (when) => `Next: ${when}`,
    silent: "Does not ring now",
    elsewhere: "Rings on another person’s phone",
    paused: (day) => `Paused until ${day}`,
    until: (day) => `Until ${day}`,
    left: (days) => `Enough for ${some(days, "day")}`,
    low: "The medicine runs low",
  },
};
