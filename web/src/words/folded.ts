/** Variants that family registers write and reception desks do not type. The API counts the same for one name (`usual_form` of the notebook's names). */
const USUAL: Readonly<Record<string, string>> = {
  髙: "高", 﨑: "崎", 嵜: "崎", 邊: "辺", 邉: "辺", 齋: "斎", 齊: "斎", 斉: "斎", 濵: "浜", 濱: "浜", 德: "徳", "𠮷": "吉", 澤: "沢", 廣: "広", 國: "国", 嶋: "島", 櫻: "桜", 眞: "真", 惠: "恵", 龍: "竜", 冨: "富", 舘: "館",
};
const VARIANT = new RegExp(Object.keys(USUAL).join("|"), "gu");

/** A text as it is searched for: full and half width, capitals, hiragana and katakana, variants of a character, and gaps make no difference. */
export function folded(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/\s/g, "").replace(VARIANT, (character) => USUAL[character] ?? character).replace(/[ぁ-ゖ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) + 0x60));
}
