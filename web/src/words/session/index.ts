import { lexicon } from "../lexicon.js";

/** The words of the sign-in, of residents and of staff. */
export const sessionWords = lexicon({
  ja: () => import("./ja.js").then(({ ja }) => ja),
  easy: () => import("./easy.js").then(({ easy }) => easy),
  en: () => import("./en.js").then(({ en }) => en),
});
