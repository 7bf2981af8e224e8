/** ふつうの日本語 of the screens of `visit`, by screen. The shape of the other languages. */
export const ja = {
  visits: {
    title: "受診",
    ahead: "これから",
    past: "これまで",
    none: "まだ受診の記録がありません",
    noneText: "病院で受付をすると、ここに入ります。",
    code: (code: string) => `受付番号 ${code}`,
    by: "自分で書いた受診",
    noneAhead: "予定はありません",
  },
};

export type VisitWords = typeof ja;
