/** What the page says, in Japanese and in English at once: nobody chooses a language there first. */

/** 日本語, English. */
export type Pair = readonly [ja: string, en: string];

export interface Said {
  readonly title: Pair;
  readonly text: Pair;
}

export const SAID = {
  call: ["119番に電話する", "Call 119"],
  again: ["もう一度開く", "Try again"],
  unread: {
    title: ["QRコードを読み取れませんでした", "The QR code was not read"],
    text: ["カードのQRコードを、もう一度カメラで読み取ってください。", "Please scan the QR code of the card once more."],
  },
  ended: {
    title: ["このカードは使えません", "This card does not work"],
    text: ["終わりになったか、新しいカードに替わったカードです。ほかのカードやお薬手帳を持っていないか、見てください。", "It was ended, or a new one took its place. Please look for another card or a medicine notebook."],
  },
  busy: {
    title: ["いま開けませんでした", "It could not be opened now"],
    text: ["混みあっています。「もう一度開く」をおしてください。", "The service is busy. Please press “Try again”."],
  },
  unreachable: {
    title: ["電波が届きません", "No connection"],
    text: ["電波のよいところで「もう一度開く」をおしてください。", "Please press “Try again” where the signal is better."],
  },
  over: {
    title: ["表示を終わりにしました", "No longer shown"],
    text: ["もう一度見るには、カードのQRコードを読み取ってください。", "To see it again, scan the QR code of the card."],
  },
} as const satisfies Record<string, Pair | Said>;

export const LABELS = {
  proved: ["本人確認ずみの名前", "Name proved by a document"],
  unproved: ["本人が書いた名前(確認していません)", "Name as the person wrote it (not proved)"],
  born: ["生年月日", "Date of birth"],
  age: ["歳", "years"],
  sex: ["性別", "Sex"],
  male: ["男", "male"],
  female: ["女", "female"],
  other: ["その他・不明", "other or not known"],
  blood: ["血液型(本人の申告)", "Blood type (as the person knows it)"],
  allergies: ["アレルギー", "Allergies"],
  reactions: ["副作用が出た薬", "Adverse reactions"],
  pregnancy: ["妊娠 出産予定日", "Pregnant, due on"],
  illness: ["指定難病など", "Long-term illness"],
  medicines: ["いまのお薬", "Current medicines"],
  dispensed: ["受け取った日", "handed out on"],
  contacts: ["緊急の連絡先", "Emergency contacts"],
  none: ["記録なし(ないとは限りません)", "Nothing recorded (this does not mean none)"],
  more: ["ほかにもあります(すべては表示していません)", "There are more than are shown"],
  longer: ["使い方は途中までです(続きは手帳にあります)", "Directions are cut short (the rest is in the notebook)"],
  changed: ["最後に変えた日", "last changed on"],
  unknown: ["記録なし", "not recorded"],
  source: [
    "本人や家族が、デジタル健康手帳に記録した内容です。医療機関が確かめたものではありません。のせていない薬や病気があるかもしれません。",
    "Recorded by the person or their family in the city’s health notebook. No clinic has checked it. There may be medicines or illnesses that are not listed.",
  ],
  told: ["このカードが開かれたことは、本人に知らされます。この表示は10分で消えます。", "The person is told that this card was opened. What is shown goes after 10 minutes."],
} as const satisfies Record<string, Pair>;
