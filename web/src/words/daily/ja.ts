/** ふつうの日本語 of the screens of `daily`, by screen. The shape of the other languages. */
export const ja = {
  record: {
    title: "記録",
    write: "今日の記録を書く",
    last30: "この30日の記録",
    at: "日時",
    none: "まだ記録がありません",
    noneText: "血圧や体重を書くと、ここに並びます。",
    new: "今日の記録",
    changeTime: "日時をかえる",
    pressure: "血圧",
    pressureUpper: "上",
    pressureLower: "下",
    moods: ["とてもわるい", "わるい", "ふつう", "よい", "とてもよい"] as [string, string, string, string, string],
    body: "からだの数値",
    memoHint: "先生に話したいことなど。記録を見せた医療機関も読みます。",
    unitSteps: "歩",
    next: "書いたところだけ保存します。",
  },
};

export type DailyWords = typeof ja;
