import { lexicon } from "../lexicon.js";

/** The words of what stands beside alarms: meal times, who else is told, by which way, what was taken. */
export const notificationWords = lexicon({
  ja: () => import("./ja.js").then(({ ja }) => ja),
  easy: () => import("./easy.js").then(({ easy }) => easy),
  en: () => import("./en.js").then(({ en }) => en),
});
