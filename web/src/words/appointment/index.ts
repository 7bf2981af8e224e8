import { lexicon } from "../lexicon.js";

/** The words of the form of an appointment. What lists say of appointments is among the words of visits. */
export const appointmentWords = lexicon({
  ja: () => import("./ja.js").then(({ ja }) => ja),
  easy: () => import("./easy.js").then(({ easy }) => easy),
  en: () => import("./en.js").then(({ en }) => en),
});
