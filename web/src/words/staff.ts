/** The words of the staff's pages, beside those that both entries share. They are at work: やさしい日本語 reads as the ordinary one. */
import type { ArrivalStatus, Sex } from "../api/index.js";
import type { Language } from "../data/preferences.js";

const ja = {
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
  noPlace: "勤め先が登録されていません",
  noPlaceText: "市の担当者に登録してもらってください。",
  place: "勤め先",
  keys: "さがす",
};

export type StaffWords = typeof ja;

const en: StaffWords = {
  title: "Today’s patients",
  search: "Search by name or reception number",
  columns: { code: "Number", name: "Name", born: "Born", sex: "Sex", arrived: "Arrived", status: "State" },
  status: { waiting: "Waiting", opened: "Opened", ended: "Ended", cancelled: "Cancelled" },
  sex: { male: "Male", female: "Female", other: "Other" },
  age: (years) => `${years} years`,
  sameName: "Somebody else has the same name",
  none: "No check-ins today",
  noneText: "Patients are listed here once they check in by phone.",
  noneFound: "Nobody fits",
  count: (count) => `${count} ${count === 1 ? "person" : "people"}`,
  noPlace: "No place of work is registered",
  noPlaceText: "Please ask the city to register it.",
  place: "Place of work",
  keys: "Search",
};

export function staffWords(language: Language): StaffWords {
  return language === "en" ? en : ja;
}
