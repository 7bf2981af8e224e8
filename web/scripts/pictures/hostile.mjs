/** Texts that a program is likely to fall for, each as a person, a pharmacy's system or somebody with bad intent could send it. */

const RAN = "globalThis.ran=1";
/** As high as the API takes one: thirty marks on a letter. */
const tower = (letter, height) => letter + "\u0300\u0315\u0347\u0489".repeat(height);

const MARKUP = [
  `<script>${RAN}</script>`, `</script><script>${RAN}</script>`, `<img src=x onerror=${RAN}>`, `<svg onload=${RAN}>`, `<svg><script>${RAN}</script></svg>`, `<iframe srcdoc="<script>parent.ran=1</script>">`,
  `<body onload=${RAN}>`, `<details open ontoggle=${RAN}>`, `<input autofocus onfocus=${RAN}>`, `<a href="javascript:${RAN}">x</a>`, `<math><mtext></form><form><mglyph><style></math><img src onerror=${RAN}>`,
  `<style>*{display:none}</style>`, `<base href="https://example.jp/">`, `<meta http-equiv=refresh content="0;url=https://example.jp/">`, `<link rel=stylesheet href=https://example.jp/x.css>`, `<form action=https://example.jp/><button>`,
  `<!--`, `-->`, `<![CDATA[x]]>`, `</title><script>${RAN}</script>`, `</textarea><script>${RAN}</script>`, `<template><script>${RAN}</script></template>`, `<ruby>薬<rt>どく</rt></ruby>`, `<wbr><br><b>太字`,
];
const ATTRIBUTES = [
  `"onmouseover="${RAN}`, `' onfocus='${RAN}' autofocus='`, `" style="position:fixed;inset:0`, "`onclick=" + RAN + "`", `">`, `'>`, `\\"`, `\\`, `x" hidden "`, `/><x`, `autofocus onfocus=${RAN}//`,
];
const ADDRESSES = [
  `javascript:${RAN}`, `JaVaScRiPt:${RAN}`, `java\tscript:${RAN}`, `data:text/html,<script>${RAN}</script>`, `vbscript:x`, `//example.jp/x`, `https://example.jp/`, `tel:110`, `mailto:x@example.jp?bcc=y@example.jp`, `../../../etc/passwd`, `%2e%2e%2f`, `%00`, `?t=a&b=c#d`, `/book/settings`,
];
const TEMPLATES = [
  "{{7*7}}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{name}", "{0}", "{", "}", "{{", "%s %d %n", "$&", "$1", "$$", "$`", "[object Object]", "{place}{count}{name}", "constructor", "__proto__", "toString",
];
const ENTITIES = ["&lt;b&gt;", "&amp;amp;", "&#x3c;script&#x3e;", "&nbsp;", "&", "&copy", "&#0;", "\\u003cscript\\u003e", "\\x3c", "%3Cscript%3E"];
const CELLS = ["=1+1", "=HYPERLINK(\"https://example.jp\")", "+81-968", "-1", "@SUM(A1)", "\tx", "|calc", "'; DROP TABLE 住民; --", "\" OR \"\"=\"", "1,2,\"3\"", "薬(くすり)", "今日(きょう)は雨(あめ)"];
const NOTHINGS = ["null", "undefined", "NaN", "0", "-0", "true", "false", "[]", "{}", "1e309", "Infinity", "None", "nil"];
const DIRECTIONS = [
  "\u202e逆さま", "\u202dxyz", "\u2067مرحبا\u2069", "\u200f\u200e", "\u061c薬", "مرحبا بكم في دفتر الصحة", "שלום 薬 שלום", "血圧 \u202e08/821\u202c です", "\u2066\u2066\u2066", "ABC אבג 123",
];
const UNSEEN = ["\u200b", "花\u200b子", "\ufeff花子", "花\u00ad子", "花\u2060子", "\u3164", "\u2800", "\u180e", "a\u0000b", "a\u0001\u001b[31mb", "a\u2028b\u2029c", "a\rb", "\u0085", "\u3000\u3000", "a\nb\n\nc", "花\u{e0001}\u{e0061}子"];
const LONG = ["w".repeat(300), "長".repeat(300), "ー".repeat(120), "1".repeat(120), "_".repeat(200), "https://example.jp/" + "a".repeat(200), "ｶﾞ".repeat(100), "mmmmmmmmmmmmmmmmmmmm ".repeat(10), "。".repeat(100), "（".repeat(80)];
const LETTERS = [
  tower("e", 3), tower("薬", 7), "Z\u0351\u036b\u0343a\u0328l\u0300g\u0489o", "が か\u3099", "é e\u0301", "ﾊﾝｶｸ ｶﾅ ﾊﾟﾋﾟﾌﾟ", "㍿①㈱℡㊙㌔", "髙﨑 濵 德 栁", "𠮷野 𩸽 𠀋 𪚥", "葛\u{e0100}城 辻\u{e0101}", "ヷヸヹヺ ゟ ヿ", "꣐꣑ ௵ ﷽",
  "👩‍👩‍👧‍👦👨🏿‍⚕️", "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}", "🇯🇵🇯", "1️⃣#️⃣", "❤️❤︎", "\u200d\u200d", "😀".repeat(40), "ＡＢＣ１２３", "ǅ İ ı ß ﬁ", "ไทย ภาษาไทยไม่มีช่องว่าง", "ᄀᆞᆯ 한글", "नमस्ते क्षत्रिय",
  "\ud800", "\udc00x", "a\ud83d", "\uffff", "\ufdd0", "\ufffd",
];

/** Words that go on: what holds one has to break it, or the page grows as wide as they are. */
const UNBROKEN = LONG.filter((text) => !text.includes(" "));

export const HOSTILE = [...MARKUP, ...ATTRIBUTES, ...ADDRESSES, ...TEMPLATES, ...ENTITIES, ...CELLS, ...NOTHINGS, ...DIRECTIONS, ...UNSEEN, ...LONG, ...LETTERS];

/** What a person typed or an institution wrote stands in Japanese in the canned answers; ids, times, codes and names of kinds do not. */
const IS_FREE = /[^\u0000-\u007f]/;

/** Puts hostile texts in place of the free ones, another in each visit. The same text in two places stays the same. */
export class Hostility {
  /** Each text with the number that it ends with, by which it is found again on the page. */
  put = new Map();
  #instead = new Map();
  #visit = 0;
  #among = HOSTILE;

  constructor(seed) {
    this.#visit = seed;
  }

  /** From here on other texts come: of all of them, or none but words that go on. */
  next(unbroken = false) {
    this.#visit += 1;
    this.#among = unbroken ? UNBROKEN : HOSTILE;
    this.#instead.clear();
    this.put.clear();
  }

  changed(body) {
    if (typeof body === "string") return IS_FREE.test(body) ? this.#of(body) : body;
    if (Array.isArray(body)) return body.map((part) => this.changed(part));
    if (typeof body !== "object" || body === null) return body;
    return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, this.changed(value)]));
  }

  #of(text) {
    const known = this.#instead.get(text);
    if (known !== undefined) return known;
    const number = this.#instead.size;
    // Steps that share no divisor with the number of texts lead to every text in turn.
    const hostile = this.#among[(this.#visit * 37 + number * 11) % this.#among.length];
    const marked = `${hostile}⟦${number}⟧`;
    this.#instead.set(text, marked);
    this.put.set(number, { hostile, marked });
    return marked;
  }
}

/** Runs in the page: which of the texts are shown, and which of them are shown otherwise than they are. */
export function shown(put) {
  const texts = new Map(JSON.parse(put));
  // What another run left is none of this one's.
  const numbers = (text) => [...text.matchAll(/⟦(\d+)⟧/g)].map(([, number]) => Number(number)).filter((number) => texts.has(number));
  const whole = document.body.textContent;
  const fields = [...document.querySelectorAll("input, textarea")].map((field) => [field, field.value]);
  const seen = new Set(numbers(whole));
  const faults = [...seen].filter((number) => !whole.includes(texts.get(number).marked)).map((number) => `not as it was written: ${JSON.stringify(texts.get(number).hostile)}`);
  for (const [field, value] of fields) {
    // A field of one line has no line breaks, and a field of several has one kind of them.
    const kept = (text) => (field.tagName === "INPUT" ? text.replace(/[\r\n]/g, "") : text.replace(/\r\n?/g, "\n"));
    for (const number of numbers(value)) {
      seen.add(number);
      if (!value.includes(kept(texts.get(number).marked))) faults.push(`not in its field as it was written: ${JSON.stringify(texts.get(number).hostile)}`);
    }
  }
  if ("ran" in globalThis) faults.push("a script of a text ran");
  for (const link of document.querySelectorAll("a[href], form[action], [src]")) {
    const address = new URL(link.href ?? link.src ?? link.action, location.href);
    // The texts name `example.jp` alone, the addresses of the canned city a name below it.
    if (!["http:", "https:", "tel:", "mailto:", "blob:"].includes(address.protocol) || address.hostname === "example.jp") faults.push(`leads to ${address.href.slice(0, 80)}`);
  }
  return { faults, seen: [...seen].map((number) => texts.get(number).hostile) };
}
