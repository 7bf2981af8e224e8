/** Which screen an address shows, and the words that come with it. Home, at `/`, comes with the first load. */
import { lazyScreen, routes } from "../frame/lazy-screen.js";
import type { Language } from "../data/preferences.js";
import { alarmWords } from "../words/alarm/index.js";
import { dailyWords } from "../words/daily/index.js";
import { medicationWords } from "../words/medication/index.js";
import { residentWords } from "../words/resident/index.js";
import { scanWords } from "../words/scan/index.js";
import { visitWords } from "../words/visit/index.js";

export const ROUTES = routes({
  "/record": lazyScreen(() => import("./screens/daily/record.js"), dailyWords),
  "/record/new": lazyScreen(() => import("./screens/daily/record-new.js"), dailyWords),
  "/medicines": lazyScreen(() => import("./screens/medication/medicines.js"), medicationWords),
  "/medicines/alerts": lazyScreen(() => import("./screens/medication/alerts.js"), medicationWords),
  "/medicines/new": lazyScreen(() => import("./screens/medication/medicine-new.js"), medicationWords, scanWords),
  "/medicines/scan": lazyScreen(() => import("./screens/medication/scan.js"), medicationWords, scanWords),
  "/medicines/sheets": lazyScreen(() => import("./screens/medication/sheets.js"), medicationWords),
  "/medicines/show": lazyScreen(() => import("./screens/medication/show.js"), medicationWords),
  "/medicines/:id": lazyScreen(() => import("./screens/medication/medicine.js"), medicationWords),
  "/medicines/:id/edit": lazyScreen(() => import("./screens/medication/medicine-edit.js"), medicationWords, scanWords),
  "/alarms": lazyScreen(() => import("./screens/alarm/alarms.js"), alarmWords),
  "/visits": lazyScreen(() => import("./screens/visit/visits.js"), visitWords),
  "/book": lazyScreen(() => import("./screens/resident/book.js"), residentWords),
  "/book/settings": lazyScreen(() => import("./screens/resident/book-settings.js"), residentWords),
});

/** What opens without a network too, once the page was at rest: the tabs and what they lead to first. */
const FIRST: readonly (keyof typeof ROUTES)[] = ["/record", "/record/new", "/medicines", "/alarms", "/visits", "/book", "/book/settings"];

export function preloadFirst(language: Language): void {
  for (const address of FIRST) ROUTES[address].preload(language);
}
