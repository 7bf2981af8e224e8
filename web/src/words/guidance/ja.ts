/** ふつうの日本語 of the screen of health guidance. The shape of the other languages. */
import type { GoalStatus, GuidanceChannel } from "../../api/index.js";

export const ja = {
  title: "保健師さんの指導ノート",
  none: "まだ 指導ノートはありません",
  noneText: "保健師さんと話したあと、ここに目標とことばが出ます。",
  channels: { office: "窓口", home: "訪問", phone: "電話" } satisfies Record<GuidanceChannel, string>,
  statuses: { not_started: "まだ", going_well: "できている", difficult: "むずかしい", done: "できた" } satisfies Record<GoalStatus, string>,
  goals: "いっしょに決めた目標",
  how: (goal: string) => `「${goal}」はどうですか`,
  memo: "保健師さんへのひとこと",
  memoHint: "書かなくてもかまいません。書くと保健師さんが読みます。",
  write: "ひとことを書く",
  save: "ひとことを保存する",
  stop: "やめる",
  saved: "目標のようすを書きました",
  failed: "書けませんでした",
  next: (day: string) => `次に話す日 ${day}`,
  amended: (day: string) => `${day} に書き直されました`,
  retracted: "保健師さんが取り消しました",
  offices: "続けて話せるところ",
  officesText: "受付をしなくても、電話や訪問で指導ノートを書けます。読めるのは、そこが書いたノートと、その目標のようすだけです。",
  until: (day: string) => `${day} まで`,
  end: "おわりにする",
  ask: "おわりにしますか",
  askText: "ここは、次に受付をするまで、指導ノートを読むことも書くこともできなくなります。書かれたものは、この手帳に残ります。",
  yes: "おわりにする",
  ended: "おわりにしました",
};

export type GuidanceWords = typeof ja;
