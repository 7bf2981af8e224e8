// The page on which a tester says which card the telephone reads.

const escape = (text) => text.replace(/[&<>"']/g, (c) => `&#${c.codePointAt(0)};`);

const button = ({ id, name, birthdate, address, note }) => `
      <li><button name="card" value="${escape(id)}">
        <strong>${escape(name)}</strong> <span>${escape(birthdate)}</span><br>
        ${escape(address)}<br>
        <small>${escape(note)}</small>
      </button></li>`;

/** The page for one interaction: a form whose field `card` is a person's id or `cancel`. */
export function page(uid, persons) {
  return `<!doctype html>
<html lang="ja">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>デジタル認証アプリの代わり</title>
  <style>
    body { font: 1rem/1.6 system-ui, sans-serif; max-width: 36rem; margin: 0 auto; padding: 1rem; color: #1a1a1a; background: #fff; }
    .notice { border-left: .3rem solid #b45309; padding: .25rem .75rem; background: #fff7ed; }
    ul { list-style: none; padding: 0; }
    li { margin: .5rem 0; }
    button { width: 100%; min-height: 3rem; padding: .75rem 1rem; font: inherit; text-align: start; color: inherit;
             background: #f8fafc; border: 1px solid #64748b; border-radius: .5rem; cursor: pointer; }
    button:hover, button:focus-visible { background: #e0f2fe; outline: 3px solid #0369a1; }
    .cancel { text-align: center; }
    small { color: #475569; }
  </style>
</head>
<body>
  <main>
    <h1>どのカードを読み取りますか</h1>
    <p class="notice">これは動作確認用の画面です。本物のマイナンバーカードは使いません。</p>
    <form method="post" action="${escape(uid)}">
      <ul>${persons.map(button).join('')}
      </ul>
      <button class="cancel" name="card" value="cancel">キャンセル</button>
    </form>
  </main>
</body>
</html>
`;
}
