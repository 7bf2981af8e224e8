/** Which screen an address shows, and the words that come with it. Home comes with the first load. */
import { lazyScreen } from "../frame/lazy-screen.js";
import { alarmWords } from "../words/alarm/index.js";
import { dailyWords } from "../words/daily/index.js";
import { medicationWords } from "../words/medication/index.js";
import { residentWords } from "../words/resident/index.js";
import { visitWords } from "../words/visit/index.js";
import Home from "./screens/today/home.js";

export const LATER = {
  "/record": lazyScreen(() => import("./screens/daily/record.js"), dailyWords),
  "/record/new": lazyScreen(() => import("./screens/daily/record-new.js"), dailyWords),
  "/medicines": lazyScreen(() => import("./screens/medication/medicines.js"), medicationWords),
  "/alarms": lazyScreen(() => import("./screens/alarm/alarms.js"), alarmWords),
  "/visits": lazyScreen(() => import("./screens/visit/visits.js"), visitWords),
  "/book": lazyScreen(() => import("./screens/resident/book.js"), residentWords),
  "/book/settings": lazyScreen(() => import("./screens/resident/book-settings.js"), residentWords),
} as const;

export const ROUTES = { "/": Home, ...LATER } as const;
