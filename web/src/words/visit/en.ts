/** English of the screens of `visit`. */
import type { VisitWords } from "./ja.js";

export const en: VisitWords = {
  visits: {
    title: "Visits",
    ahead: "Ahead",
    past: "Past",
    none: "No visits yet",
    noneText: "They are listed here once you check in at a clinic.",
    code: (code) => `Reception number ${code}`,
    by: "Written by yourself",
    noneAhead: "Nothing planned",
  },
};
