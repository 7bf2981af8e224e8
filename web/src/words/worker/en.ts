/** English of a newer version of the pages. */
import type { WorkerWords } from "./ja.js";

export const en: WorkerWords = {
  title: "A newer version of these pages is ready",
  text: "The page opens again when you take it. Your records stay as they are.",
  take: "Open again",
};
