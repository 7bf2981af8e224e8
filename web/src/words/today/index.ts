import { lexicon } from "../lexicon.js";

/** The words of what stands further down on the first page. */
export const todayWords = lexicon({
  ja: () => import("./ja.js").then(({ ja }) => ja),
  easy: () => import("./easy.js").then(({ easy }) => easy),
  en: () => import("./en.js").then(({ en }) => en),
});
