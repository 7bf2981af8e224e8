import { lexicon } from "../lexicon.js";

/** The words of the screens of `clinic`. */
export const clinicWords = lexicon({
  ja: () => import("./ja.js").then(({ ja }) => ja),
  easy: () => import("./ja.js").then(({ ja }) => ja),
  en: () => import("./en.js").then(({ en }) => en),
});
