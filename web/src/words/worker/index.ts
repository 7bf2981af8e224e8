import { lexicon } from "../lexicon.js";

/** The words of a newer version of the pages. */
export const workerWords = lexicon({
  ja: () => import("./ja.js").then(({ ja }) => ja),
  easy: () => import("./easy.js").then(({ easy }) => easy),
  en: () => import("./en.js").then(({ en }) => en),
});
