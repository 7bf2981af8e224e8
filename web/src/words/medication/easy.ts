/** やさしい日本語 of the screens of `medication`. */
import { pair } from "../pair.js";
import type { MedicationWords } from "./ja.js";

export const easy: MedicationWords = {
  medicines: {
    title: "薬(くすり)の 手帳(てちょう)",
    caution: "気(き)を つけること",
    allergies: (count) => `アレルギーなど ${count}つ`,
    duplicate: "同(おな)じ 薬(くすり)が 2つ あります",
    allergy: "アレルギーの 薬(くすり)かもしれません",
    other: "ほかの 人(ひと)の 薬(くすり)かもしれません",
    ask: "飲(の)む 前(まえ)に 薬局(やっきょく)の 人(ひと)に 聞(き)いて ください。",
    year: "1年(ねん)の 薬(くすり)",
    kinds: (count) => `${count}つ`,
    now: "今(いま)も",
    days: (count) => `${count}日(にち)`,
    otc: "店(みせ)で 買(か)った 薬(くすり)",
    none: "まだ 薬(くすり)が ありません",
    noneText: "薬局(やっきょく)で もらった 薬(くすり)が ここに 出(で)ます。",
    perDay: pair("1日(にち) ", ""),
    perUse: pair("1回(かい) ", ""),
    total: pair("全部(ぜんぶ)で ", ""),
    unconfirmed: "だれの 薬(くすり)か まだ わかりません",
    concealed: "病院(びょういん)に 見(み)せません",
    alarms: "薬(くすり)の アラーム",
    openAlarms: "アラームを 見(み)る",
  },
};
