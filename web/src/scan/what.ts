/** What a code is, as far as it can be told without reading it whole. The API decides; this only says the next step to the person. */
import type { ScannedCode } from "./code.js";

export type What =
  /** A pharmacy's sheet, or a later part of what may be one. */
  | { readonly kind: "sheet" }
  /** A prescription (処方箋): its medicines were not handed out yet. */
  | { readonly kind: "prescription" }
  /** A poster of a front desk: its token, and where its address leads. */
  | { readonly kind: "poster"; readonly token: string; readonly href: string }
  | { readonly kind: "other" };

/** It begins with the braces of its header, which tells it from a name such as www.example.jp. */
const TOKEN = /^eyJ[\w-]+\.[\w-]+\.[\w-]+$/;
/** The longest that the API reads. */
const MOST = 2048;

export function whatIs({ bytes, text, append }: ScannedCode): What {
  const start = ascii(bytes, 16);
  if (/^JAHISTC\d/.test(start)) return { kind: "sheet" };
  if (/^JAHIS\d/.test(start)) return { kind: "prescription" };
  const token = tokenOf(text);
  if (token !== undefined) return { kind: "poster", token, href: `/check-in#${token}` };
  // Only the first of appended symbols has the beginning.
  return append !== undefined && append.index > 0 ? { kind: "sheet" } : { kind: "other" };
}

/** A poster's token: of its address, behind `#` or as `t`, or the bare one. It gives no permission, and the API verifies it. */
export function tokenOf(text: string): string | undefined {
  const wanted = text.trim();
  const candidates = [wanted, wanted.split("#").at(-1), /[?&]t=([^&#]*)/.exec(wanted)?.[1]];
  return candidates.find((one) => one !== undefined && one.length <= MOST && TOKEN.test(one));
}

/** Bytes as letters, one each: enough for what stands in plain letters in every Japanese encoding. */
export function ascii(bytes: Uint8Array, most = bytes.length): string {
  // A mark of order before the text says nothing of what it is.
  const from = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  return Array.from(bytes.subarray(from, from + most), (byte) => String.fromCharCode(byte)).join("");
}
