/** Which screen an address shows, and the words that come with it. Home, at `/`, comes with the first load. */
import { lazyScreen, routes } from "../frame/lazy-screen.js";
import type { Language } from "../data/preferences.js";
import { alarmWords } from "../words/alarm/index.js";
import { dailyWords } from "../words/daily/index.js";
import { medicationWords } from "../words/medication/index.js";
import { residentWords } from "../words/resident/index.js";
import { visitWords } from "../words/visit/index.js";

export const ROUTES = routes({
  "/record": lazyScreen(() => import("./screens/daily/record.js"), dailyWords),
  "/record/new": lazyScreen(() => import("./screens/daily/record-new.js"), dailyWords),
  "/medicines": lazyScreen(() => import("./screens/medication/medicines.js"), medicationWords),
  "/medicines/doses": lazyScreen(() => import("./screens/alarm/doses.js"), alarmWords),
  "/alarms": lazyScreen(() => import("./screens/alarm/alarms.js"), alarmWords),
  "/alarms/adherence": lazyScreen(() => import("./screens/alarm/adherence.js"), alarmWords),
  "/alarms/family": lazyScreen(() => import("./screens/alarm/family.js"), alarmWords),
  "/alarms/meal-times": lazyScreen(() => import("./screens/alarm/meal-times.js"), alarmWords),
  "/alarms/new": lazyScreen(() => import("./screens/alarm/alarm-new.js"), alarmWords),
  "/alarms/:id": lazyScreen(() => import("./screens/alarm/alarm.js"), alarmWords),
  "/visits": lazyScreen(() => import("./screens/visit/visits.js"), visitWords),
  "/book": lazyScreen(() => import("./screens/resident/book.js"), residentWords),
  "/book/notifications": lazyScreen(() => import("./screens/alarm/book-notifications.js"), alarmWords),
  "/book/settings": lazyScreen(() => import("./screens/resident/book-settings.js"), residentWords),
});

/** What opens without a network too, once the page was at rest: the tabs and what they lead to first. */
const FIRST: readonly (keyof typeof ROUTES)[] = ["/record", "/record/new", "/medicines", "/medicines/doses", "/alarms", "/visits", "/book", "/book/settings"];

export function preloadFirst(language: Language): void {
  for (const address of FIRST) ROUTES[address].preload(language);
}
