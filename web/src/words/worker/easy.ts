/** やさしい日本語 of a newer version of the pages. */
import type { WorkerWords } from "./ja.js";

export const easy: WorkerWords = {
  title: "新(あたら)しい ページが あります",
  text: "おすと、ページを もう一度(いちど) 開(ひら)きます。記録(きろく)は そのままです。",
  take: "もう一度(いちど) 開(ひら)く",
};
