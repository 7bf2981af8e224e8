/** Which screen an address shows, and the words that come with it. */
import { lazyScreen, routes } from "../frame/lazy-screen.js";
import { clinicWords } from "../words/clinic/index.js";

/** Where one begins. */
export const START = "/staff/patients";

export const ROUTES = routes({
  "/staff/patients": lazyScreen(() => import("./screens/clinic/patients.js"), clinicWords),
});
