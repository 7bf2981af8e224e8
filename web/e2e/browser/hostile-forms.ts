/** Every form in which a resident writes in their own words. */
import type { Field } from "./hostile-texts.js";

export interface Form {
  readonly address: string;
  /** What is tapped first. */
  readonly first?: string;
  /** What is tapped where the fields are not there yet. */
  readonly more?: string;
  /** What it needs besides. */
  readonly also?: Readonly<Record<string, string>>;
  readonly fields: readonly Field[];
  readonly send: string;
  /** The end of the path of the request that keeps it. */
  readonly to: RegExp;
}

const line = (label: string, most: number): Field => ({ label, most, kind: "line" });
const lines = (label: string, most: number): Field => ({ label, most, kind: "lines" });
const list = (label: string): Field => ({ label, most: 200, kind: "list" });

const MEDICINE = { address: "/medicines/new", send: "手帳に入れる", to: /\/medications$/ };
const PROFILE = { address: "/book/profile", send: "保存する", to: /\/residents\/[^/]+$/ };

export const FORMS: readonly Form[] = [
  { address: "/record/new", also: { 歩数: "1234" }, fields: [lines("メモ", 1000)], send: "記録する", to: /\/daily-records$/ },
  { address: "/visits/new", fields: [line("病院・薬局", 120), line("診療科", 80), line("受診の理由", 1000), lines("言われたこと", 1000), lines("自分のメモ", 4000)], send: "保存する", to: /\/visits$/ },
  {
    ...MEDICINE,
    also: { "1日の量": "1", 何日分: "3" },
    fields: [line("お薬の名前", 256), line("単位(錠・mLなど)", 100), line("飲み方", 256), line("薬局", 256), line("医療機関", 256), line("先生の名前", 256), lines("自分のメモ", 800)],
  },
  { ...MEDICINE, first: "買った市販薬", fields: [line("お薬の名前", 256), lines("自分のメモ", 800)] },
  { address: "/alarms/new", fields: [line("アラームの名前", 60)], send: "アラームをつける", to: /\/alarms$/ },
  { ...PROFILE, fields: [list("アレルギー"), list("副作用が出たお薬"), list("これまでの病気"), line("指定難病など", 200), line("障害者手帳", 200), line("呼ぶ名前", 60), line("通称", 100)] },
  { ...PROFILE, more: "連絡先を足す", also: { 電話: "0968-00-0000" }, fields: [line("名前", 100), line("続柄", 40)] },
];
