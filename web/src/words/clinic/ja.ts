/** The words of the screens of `clinic`, by screen. They are for people at work: やさしい日本語 reads as the ordinary one. */
import type { ArrivalStatus, Sex } from "../../api/index.js";

export const ja = {
  patients: {
    title: "今日の患者",
    search: "名前・受付番号でさがす",
    columns: { code: "受付番号", name: "氏名", born: "生年月日", sex: "性別", arrived: "受付", status: "状態" },
    status: { waiting: "待っています", opened: "開きました", ended: "終わりました", cancelled: "取り消されました" } satisfies Record<ArrivalStatus, string>,
    sex: { male: "男", female: "女", other: "その他" } satisfies Record<Sex, string>,
    age: (years: number) => `${years}歳`,
    sameName: "同じ名前の人がいます",
    none: "今日の受付がありません",
    noneText: "患者さんがスマホで受付をすると、ここに並びます。",
    noneFound: "あてはまる人がいません",
    count: (count: number) => `${count}人`,
  },
};

export type ClinicWords = typeof ja;
