/** ふつうの日本語 of the screens of `medication`, by screen. The shape of the other languages. */
import { pair } from "../pair.js";

export const ja = {
  medicines: {
    title: "お薬手帳",
    caution: "気をつけること",
    allergies: (count: number) => `アレルギー・副作用 ${count}件`,
    duplicate: "同じ成分のお薬が 2つ",
    allergy: "アレルギーと重なるお薬",
    other: "ほかの人のお薬かもしれません",
    ask: "飲む前に薬剤師さんに聞いてください。",
    year: "この1年のお薬",
    kinds: (count: number) => `${count}種類`,
    now: "いまも",
    days: (count: number) => `${count}日分`,
    otc: "市販薬",
    none: "まだ お薬がありません",
    noneText: "薬局でもらったお薬が、ここに入ります。",
    perDay: pair("1日", ""),
    perUse: pair("1回", ""),
    total: pair("全部で", ""),
    unconfirmed: "だれのお薬か たしかめていません",
    concealed: "医療機関に見せません",
    alarms: "お薬のアラーム",
    openAlarms: "アラームを見る",
  },
};

export type MedicationWords = typeof ja;
