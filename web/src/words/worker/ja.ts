/** ふつうの日本語 of a newer version of the pages. The shape of the other languages. */
export const ja = {
  title: "この画面の新しい版があります",
  text: "押すと、同じページがもう一度開きます。記録はそのままです。",
  take: "開き直す",
};

export type WorkerWords = typeof ja;
