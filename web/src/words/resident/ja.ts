/** ふつうの日本語 of the screens of `resident`, by screen. The shape of the other languages. */
export const ja = {
  book: {
    title: "手帳",
    body: "わたしのからだ",
    allergies: "アレルギー",
    reactions: "副作用",
    history: "これまでの病気",
    notWritten: "書いてありません",
    blood: "血液型",
    bloodUnknown: "わかりません",
    contacts: "緊急の連絡先",
    protect: "記録を守る",
    watchers: "記録を見た人",
    newest: (when: string) => `いちばん新しいのは ${when}`,
    nobody: "まだ だれも見ていません",
    whole: "記録はそろっています。書きかえられていません。",
    broken: "記録がそろっていません。市の電話に知らせてください。",
    settings: "設定",
    display: "文字の大きさ・ことば",
    signOut: "サインアウト",
    signOutSub: "このスマホから記録を消します",
  },
  settings: {
    title: "設定",
    language: "ことば",
    languages: { ja: "日本語", easy: "やさしい日本語", en: "English" },
    sample: "血圧 上 138 下 84。この大きさで出ます。",
    theme: "画面の明るさ",
    themes: { system: "スマホと同じ", light: "明るい", dark: "暗い" },
    unsent: "電波がないとき",
    keep: "書いたものを このスマホに残す",
    keepSub: "送る前にページを閉じても消えません。暗号にして残し、サインアウトで消します。人と使うスマホでは「切」にしてください。",
    keepFailed: "このスマホには残せません。送りおわるまでページを閉じないでください。",
    here: "えらんだことは、このスマホだけで使います。",
  },
};

export type ResidentWords = typeof ja;
