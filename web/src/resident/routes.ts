/** Which screen an address shows. Home comes with the first load; the others follow when the page is at rest. */
import { lazyScreen } from "../frame/lazy-screen.js";
import Home from "./screens/today/home.js";

export const LATER = {
  "/record": lazyScreen(() => import("./screens/daily/record.js")),
  "/record/new": lazyScreen(() => import("./screens/daily/record-new.js")),
  "/medicines": lazyScreen(() => import("./screens/medication/medicines.js")),
  "/alarms": lazyScreen(() => import("./screens/alarm/alarms.js")),
  "/visits": lazyScreen(() => import("./screens/visit/visits.js")),
  "/book": lazyScreen(() => import("./screens/resident/book.js")),
  "/book/settings": lazyScreen(() => import("./screens/resident/book-settings.js")),
} as const;

export const ROUTES = { "/": Home, ...LATER } as const;
