/** やさしい日本語 of the screens of `resident`. */
import type { ResidentWords } from "./ja.js";

export const easy: ResidentWords = {
  book: {
    title: "手帳(てちょう)",
    body: "わたしの 体(からだ)",
    allergies: "アレルギー",
    reactions: "薬(くすり)で 体(からだ)が わるく なったこと",
    history: "前(まえ)の 病気(びょうき)",
    notWritten: "書(か)いて ありません",
    blood: "血(ち)の 型(かた)",
    bloodUnknown: "わかりません",
    contacts: "急(いそ)ぐ ときの 電話(でんわ)",
    protect: "記録(きろく)を 守(まも)る",
    watchers: "記録(きろく)を 見(み)た 人(ひと)",
    newest: (when) => `いちばん 新(あたら)しいのは ${when}`,
    nobody: "まだ だれも 見(み)て いません",
    whole: "記録(きろく)は 全部(ぜんぶ) あります。だれも 変(か)えて いません。",
    broken: "記録(きろく)が たりません。市(し)に 電話(でんわ)して ください。",
    settings: "設定(せってい)",
    display: "文字(もじ)の 大(おお)きさ・ことば",
    signOut: "サインアウト",
    signOutSub: "この スマホから 記録(きろく)を 消(け)します",
  },
  settings: {
    title: "設定(せってい)",
    language: "ことば",
    languages: { ja: "日本語(にほんご)", easy: "やさしい 日本語(にほんご)", en: "English" },
    sample: "血圧(けつあつ) 上(うえ) 138 下(した) 84。この 大(おお)きさです。",
    theme: "画面(がめん)の 明(あか)るさ",
    themes: { system: "スマホと 同(おな)じ", light: "明(あか)るい", dark: "暗(くら)い" },
    unsent: "電波(でんぱ)が ない とき",
    keep: "書(か)いた ものを この スマホに 残(のこ)す",
    keepSub: "送(おく)る 前(まえ)に ページを とじても 消(き)えません。ほかの 人(ひと)は 読(よ)めません。サインアウトすると 消(き)えます。ほかの 人(ひと)も 使(つか)う スマホでは「いいえ」に して ください。",
    keepFailed: "この スマホには 残(のこ)せません。送(おく)るまで ページを とじないで ください。",
    here: "この スマホだけで 使(つか)います。",
  },
};
