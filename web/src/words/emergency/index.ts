import { lexicon } from "../lexicon.js";

/** The words of the screens of `emergency`. */
export const emergencyWords = lexicon({
  ja: () => import("./ja.js").then(({ ja }) => ja),
  easy: () => import("./easy.js").then(({ easy }) => easy),
  en: () => import("./en.js").then(({ en }) => en),
});
