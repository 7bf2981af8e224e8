import { lexicon } from "../lexicon.js";

/** The words of appointments: of their screens, and of what the first page and the visits say of them. */
export const appointmentWords = lexicon({
  ja: () => import("./ja.js").then(({ ja }) => ja),
  easy: () => import("./easy.js").then(({ easy }) => easy),
  en: () => import("./en.js").then(({ en }) => en),
});
