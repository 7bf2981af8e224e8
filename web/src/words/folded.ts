/** A text as it is searched for: full and half width, capitals, hiragana and katakana, and gaps make no difference. */
export function folded(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/\s/g, "").replace(/[ぁ-ゖ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60));
}
