/** The hostile texts of the pictures with canned answers, in portions that fit fields, each with a number by which it is found again on a screen. */

/** The list, and what looks for it on a page (`npm run pictures -- --hostile`). */
interface Hostile {
  readonly HOSTILE: readonly string[];
  readonly shown: (put: string) => { readonly faults: readonly string[]; readonly seen: readonly string[] };
}
const { HOSTILE, shown } = (await import(new URL("../../../scripts/pictures/hostile.mjs", import.meta.url).href)) as Hostile;
export { shown };

/** Control characters, directions, what is no character, and what stands for one that was lost: the contract of every text refuses them. */
const IS_REFUSED = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffd-\uffff]/;
/** What a text of one line drops or makes a space of, on purpose. */
const NOT_OF_A_LINE = /[\t\n\u00ad\u180e\u200b\u2028\u2029\u2060\ufeff\u{e0001}]/u;
/** Half a letter cannot be typed, and a browser ends a line in one way alone. */
const TYPED = HOSTILE.filter((text) => !/\p{Cs}|\r/u.test(text));
const KEPT = TYPED.filter((text) => !IS_REFUSED.test(text));

/** No typed text begins with it: a field that begins so holds what was put there, whatever the text makes of its own beginning. */
export const BEGINNING = "※";
/** All that must not be kept, at once. */
export const REFUSED = `${BEGINNING}${TYPED.filter((text) => IS_REFUSED.test(text)).join("")}`;

/** A field by its label, the letters that it takes, and whether a line of it is a text of its own (`list`). */
export interface Field {
  readonly label: string;
  readonly most: number;
  readonly kind: "line" | "lines" | "list";
}

const LETTERS_OF_A_MARK = 12;
const LINES_OF_A_LIST = 40;

/** Texts that were made for fields, by number. Runs begin anywhere, so that what an earlier one left in a notebook is none of this one's. */
export const put = new Map<number, { readonly hostile: string; readonly marked: string; readonly of: readonly string[] }>();
let next = Math.floor(Math.random() * 9e5) * 1_000;

/** Portions that fit a field; all of them together are every text that it takes. */
export function portions({ most, kind }: Pick<Field, "most" | "kind">): readonly string[] {
  const room = most - LETTERS_OF_A_MARK;
  const fit = KEPT.filter((text) => [...text].length < room && (kind === "lines" || !NOT_OF_A_LINE.test(text)));
  if (kind === "list") return inParts(fit.map((text) => marked([text], "")), LINES_OF_A_LIST).map((part) => part.join("\n"));
  const between = kind === "lines" ? "\n" : " ";
  const found: string[][] = [[]];
  let left = room - 1;
  for (const text of fit) {
    const length = [...text].length + 1;
    if (length > left) {
      found.push([]);
      left = room - 1;
    }
    found.at(-1)?.push(text);
    left -= length;
  }
  return found.map((texts) => marked(texts, between));
}

function inParts<Part>(parts: readonly Part[], size: number): readonly (readonly Part[])[] {
  return Array.from({ length: Math.ceil(parts.length / size) }, (_, index) => parts.slice(index * size, (index + 1) * size));
}

function marked(of: readonly string[], between: string): string {
  const number = next;
  next += 1;
  const hostile = `${BEGINNING}${of.map((text) => `${text}${between}`).join("")}`;
  put.set(number, { hostile, marked: `${hostile}⟦${number}⟧`, of });
  return `${hostile}⟦${number}⟧`;
}
