/** ふつうの日本語 of what stands further down on the first page. The shape of the other languages. */
import { pair } from "../pair.js";

export const ja = {
  home: {
    reminders: "今日の記録のお知らせ",
    tiles: "よく使うこと",
    tileScan: "お薬のQRを読む",
    toRecord: "記録する",
    busy: "いま混みあっています",
    notes: "先生のひとこと",
    noteFrom: pair("", "から ひとこと"),
    lookedTitle: "見られた記録",
    looked: (when: string) => pair(`${when} `, "が あなたの記録を見たり書いたりしました"),
    lookedFamily: (when: string) => `${when} 家族が あなたの記録を見たり書いたりしました`,
    lookedCard: (when: string) => `${when}、緊急カードが開かれました`,
    times: (count: number) => `${count}回`,
    notices: "からだの数値で気づいたこと",
    morning: "朝の記録",
    evening: "晩の記録",
    saveMorning: "朝の記録を保存する",
    saveEvening: "晩の記録を保存する",
    day: "今日の記録",
    saveDay: "記録を保存する",
    more: "体温・歩数・気分・メモも書く",
    size: "文字の大きさ",
    latest: "いちばん新しい値",
    trends: "うつりかわりを見る",
  },
  /** Below the button of a dose. */
  tap: {
    now: "おすと、いまの時刻で記録します。",
    early: (due: string, now: string) => `${due} のお薬です。いまは ${now} です。もう飲んだときだけ、おしてください。`,
  },
};

export type TodayWords = typeof ja;
