/** ふつうの日本語 of the scanner, wherever it stands. The shape of the other languages. */
export const ja = {
  scanner: {
    picture: "カメラの画像",
    starting: "カメラを開いています",
    read: "読めました",
    brighter: "明るくする",
    darker: "ライトを消す",
    fromPhoto: "写真から読む",
    kept: "カメラの画像と写真は、保存しません。",
    no: {
      refused: { title: "カメラを使う許可がありません", text: "ブラウザの設定で、このページにカメラを許可してください。写真からも読めます。" },
      absent: { title: "カメラが見つかりません", text: "カメラのあるスマホで開くか、写真から読んでください。" },
      busy: { title: "ほかのアプリがカメラを使っています", text: "そのアプリを閉じてから、もう一度ためしてください。" },
      unsupported: { title: "このブラウザではカメラを使えません", text: "SafariかChromeで開くか、写真から読んでください。" },
      unreachable: { title: "読み取りの準備ができませんでした", text: "QRを読むには電波が必要です。電波のよいところで、もう一度ためしてください。" },
    },
    photo: {
      reading: "写真を読んでいます",
      none: { title: "写真の中にコードが見つかりません", text: "コードが大きく、まっすぐ写るように、明るいところでとり直してください。" },
      unreadable: { title: "写真を開けませんでした", text: "カメラでとった写真か、別の写真でためしてください。" },
      unreachable: { title: "読み取りの準備ができませんでした", text: "電波のよいところで、もう一度写真を選んでください。" },
    },
  },
};

export type ScanWords = typeof ja;
