/** やさしい日本語 of the screens of `visit`. */
import type { VisitWords } from "./ja.js";

export const easy: VisitWords = {
  visits: {
    title: "病院(びょういん)",
    ahead: "これから",
    past: "これまで",
    none: "まだ ありません",
    noneText: "病院(びょういん)で 受付(うけつけ)を すると、ここに 出(で)ます。",
    code: (code) => `受付(うけつけ)の 番号(ばんごう) ${code}`,
    by: "自分(じぶん)で 書(か)いた もの",
    noneAhead: "ありません",
  },
};
