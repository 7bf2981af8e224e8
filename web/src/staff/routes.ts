/** Which screen an address shows, and the words that come with it. */
import { lazyScreen, routes } from "../frame/lazy-screen.js";
import { clinicWords } from "../words/clinic/index.js";

export { START } from "./routes-start.js";

export const ROUTES = routes({
  "/staff/guidance": lazyScreen(() => import("./screens/clinic/guided.js"), clinicWords),
  "/staff/notes": lazyScreen(() => import("./screens/clinic/notes.js"), clinicWords),
  "/staff/patients": lazyScreen(() => import("./screens/clinic/patients.js"), clinicWords),
  "/staff/patients/:id": lazyScreen(() => import("./screens/clinic/notebook.js"), clinicWords),
  "/staff/patients/:id/dispensings": lazyScreen(() => import("./screens/clinic/dispensings.js"), clinicWords),
  "/staff/patients/:id/guidance": lazyScreen(() => import("./screens/clinic/guidance.js"), clinicWords),
  "/staff/patients/:id/:section": lazyScreen(() => import("./screens/clinic/section.js"), clinicWords),
});
