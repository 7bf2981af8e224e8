/** ふつうの日本語 of a newer version of the pages. The shape of the other languages. */
export const ja = {
  title: "新しい手帳のページがあります",
  text: "押すと、ページを開き直します。記録はそのままです。",
  take: "新しくする",
};

export type WorkerWords = typeof ja;
