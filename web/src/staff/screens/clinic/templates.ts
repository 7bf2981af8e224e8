/** Beginnings of notes. The person reads them, so they are Japanese whatever language the pages are in. */
import type { ClinicWords } from "../../../words/clinic/ja.js";
import type { View } from "../../work.js";

export type Chip = keyof ClinicWords["note"]["chips"];

export const TEMPLATES: Readonly<Record<Chip, string>> = {
  pressureGood: "家庭の血圧は落ち着いています。このまま続けてください。",
  measure: "朝と晩に血圧をはかって、次のときに見せてください。",
  medicine: "お薬を変えました。いつもとちがうことがあれば、電話してください。",
  next: "次は    月    日ごろに来てください。",
  results: "検査の結果は    でした。くわしくは次のときにお話しします。",
  howToTake: "このお薬は、水で飲んでください。飲み忘れたときは、1回分をとばしてください。",
  together: "市販の薬や健康食品をいっしょに飲むときは、先に聞いてください。",
  leftover: "残ったお薬は、次に来るときに持ってきてください。",
  sideEffects: "    が出たときは、飲むのをやめて電話してください。",
  salt: "みそ汁は1日1杯にして、汁を半分残してみましょう。",
  walk: "いまより10分多く歩くことから始めてみましょう。",
  seeDoctor: "一度、かかりつけの先生に相談してください。この手帳を見せると伝わります。",
  sleep: "寝る時刻と起きる時刻を、毎日そろえてみましょう。",
};

const OF_VIEW: Readonly<Record<View, readonly Chip[]>> = {
  care: ["pressureGood", "measure", "medicine", "next", "results"],
  medicines: ["howToTake", "together", "leftover", "sideEffects"],
  daily: ["salt", "walk", "seeDoctor", "sleep", "measure"],
  list: [],
  none: [],
};

/** What suits the work of who writes. */
export function chipsOf(view: View): readonly Chip[] {
  return OF_VIEW[view];
}
