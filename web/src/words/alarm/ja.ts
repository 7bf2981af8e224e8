/** ふつうの日本語 of the screens of `alarm`, by screen. The shape of the other languages. */
import type { Weekday } from "../../api/index.js";

export const ja = {
  alarms: {
    title: "お薬のアラーム",
    none: "アラームはありません",
    noneText: "お薬を飲む時刻に知らせるアラームが、ここに並びます。",
    daily: "毎日",
    everyDays: (days: number) => `${days}日に1回`,
    onOff: (on: number, off: number) => `${on}日飲んで ${off}日休む`,
    perWeek: (count: number) => `週に${count}回`,
    monthly: "月に1回",
    asNeeded: "必要なとき(鳴りません)",
    unknown: "飲み方を たしかめてください",
    weekdays: { mon: "月", tue: "火", wed: "水", thu: "木", fri: "金", sat: "土", sun: "日" } satisfies Record<Weekday, string>,
    next: (when: string) => `次は ${when}`,
    silent: "いまは鳴りません",
    elsewhere: "ほかの人のスマホで鳴ります",
    paused: (day: string) => `${day}まで休み`,
    until: (day: string) => `${day}まで`,
    left: (days: number) => `お薬は あと ${days}日分`,
    low: "お薬が少なくなりました",
  },
};

export type AlarmWords = typeof ja;
