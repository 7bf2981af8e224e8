/** やさしい日本語 of the screens of `daily`. */
import type { DailyWords } from "./ja.js";

export const easy: DailyWords = {
  record: {
    title: "記録(きろく)",
    write: "今日(きょう)の 記録(きろく)を 書(か)く",
    last30: "30日(にち)の 記録(きろく)",
    at: "いつ",
    none: "まだ 記録(きろく)が ありません",
    noneText: "血圧(けつあつ)や 体重(たいじゅう)を 書(か)くと、ここに 出(で)ます。",
    new: "今日(きょう)の 記録(きろく)",
    changeTime: "時間(じかん)を かえる",
    pressure: "血圧(けつあつ)",
    pressureUpper: "上(うえ)",
    pressureLower: "下(した)",
    moods: ["とても わるい", "わるい", "ふつう", "よい", "とても よい"],
    body: "体(からだ)の 数字(すうじ)",
    memoHint: "先生(せんせい)に 話(はな)したいこと など。記録(きろく)を 見(み)せた 病院(びょういん)も 読(よ)みます。",
    unitSteps: "歩(ほ)",
    next: "書(か)いた ところだけ 残(のこ)ります。",
  },
};
