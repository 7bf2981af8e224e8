/** An amount as people write it: 2, 1.5, 1/2, 2錠, 半錠, 1包ずつ. What stands behind the number is its unit; which numbers there are is for each form to say. */
export function splitAmount(text: string): { readonly number: string; readonly unit: string } | undefined {
  // Digits of a Japanese keyboard are digits; 1½ is 1 1/2, and not eleven halves.
  const tidy = text.replace(/(\p{Nd})(?=\p{No})/gu, "$1 ").normalize("NFKC").replace("\u2044", "/").trim().replace(/ずつ$/, "").trim().replace(/\s+/g, " ");
  const [, number, unit = ""] = /^(\d(?:[\d./ ]*[\d./])?|半分?) ?(\p{L}[^\d./]*)?$/u.exec(tidy) ?? [];
  return number === undefined ? undefined : { number, unit };
}
