/** やさしい日本語 of what stands further down on the first page. */
import { pair } from "../pair.js";
import type { TodayWords } from "./ja.js";

export const easy: TodayWords = {
  home: {
    reminders: "今日(きょう)の 記録(きろく)の お知(し)らせ",
    tiles: "よく 使(つか)うこと",
    tileScan: "薬(くすり)の QRを 読(よ)む",
    toRecord: "記録(きろく)する",
    busy: "今(いま) こんで います",
    notes: "先生(せんせい)の ことば",
    noteFrom: pair("", "から ことばが あります"),
    lookedTitle: "見(み)た 人(ひと)",
    looked: (when) => pair(`${when} `, "が あなたの 記録(きろく)を 見(み)たり 書(か)いたり しました"),
    lookedFamily: (when) => `${when} 家族(かぞく)が あなたの 記録(きろく)を 見(み)たり 書(か)いたり しました`,
    lookedCard: (when) => `${when}、緊急(きんきゅう)カードが 開(ひら)かれました`,
    times: (count) => `${count}回(かい)`,
    notices: "体(からだ)の 数字(すうじ)",
    morning: "朝(あさ)の 記録(きろく)",
    evening: "晩(ばん)の 記録(きろく)",
    saveMorning: "朝(あさ)の 記録(きろく)を 書(か)く",
    saveEvening: "晩(ばん)の 記録(きろく)を 書(か)く",
    day: "今日(きょう)の 記録(きろく)",
    saveDay: "記録(きろく)を 残(のこ)す",
    more: "熱(ねつ)・歩(ある)いた 数(かず)・気分(きぶん)・メモも 書(か)く",
    size: "文字(もじ)の 大(おお)きさ",
    latest: "いちばん 新(あたら)しい 数字(すうじ)",
    trends: "前(まえ)の 数字(すうじ)も 見(み)る",
  },
  tap: {
    now: "おすと、今(いま)の 時間(じかん)を 書(か)きます。",
    early: (due, now) => `${due} の 薬(くすり)です。今(いま)は ${now} です。もう 飲(の)んだ ときだけ おして ください。`,
  },
};
