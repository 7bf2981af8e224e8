/** やさしい日本語 of the screens of `alarm`. */
import type { AlarmWords } from "./ja.js";

export const easy: AlarmWords = {
  alarms: {
    title: "薬(くすり)の アラーム",
    none: "アラームは ありません",
    noneText: "薬(くすり)の 時間(じかん)を 知(し)らせる アラームが ここに 出(で)ます。",
    daily: "毎日(まいにち)",
    everyDays: (days) => `${days}日(にち)に 1回(かい)`,
    onOff: (on, off) => `${on}日(にち) 飲(の)んで ${off}日(にち) 休(やす)む`,
    perWeek: (count) => `1週間(しゅうかん)に ${count}回(かい)`,
    monthly: "1か月(げつ)に 1回(かい)",
    asNeeded: "必要(ひつよう)な とき(鳴(な)りません)",
    unknown: "薬局(やっきょく)の 人(ひと)に 聞(き)いて ください",
    weekdays: { mon: "月(げつ)", tue: "火(か)", wed: "水(すい)", thu: "木(もく)", fri: "金(きん)", sat: "土(ど)", sun: "日(にち)" },
    next: (when) => `次(つぎ)は ${when}`,
    silent: "今(いま)は 鳴(な)りません",
    elsewhere: "ほかの 人(ひと)の スマホで 鳴(な)ります",
    paused: (day) => `${day}まで 休(やす)みます`,
    until: (day) => `${day}まで`,
    left: (days) => `薬(くすり)は あと ${days}日(にち)`,
    low: "薬(くすり)が 少(すく)なく なりました",
  },
};
