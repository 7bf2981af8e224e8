/** The symbols of one sheet, as they come before the camera: in any order, more than once, between those of other sheets. */
import type { ScanDispensingInput } from "../../../api/index.js";
import { base64 } from "../../../data/files.js";
import type { ScannedCode } from "../../../scan/code.js";
import { ascii } from "../../../scan/what.js";

/** Where a symbol belongs: which set, and which of how many. */
export interface Place {
  readonly set: string;
  /** From 1. */
  readonly number: number;
  readonly total: number;
}

export interface Gathered {
  readonly set: string | undefined;
  readonly total: number;
  readonly codes: ReadonlyMap<number, ScannedCode>;
}

export const NOTHING_YET: Gathered = { set: undefined, total: 0, codes: new Map() };

/** A symbol that was appended to others (コード連結), a part that says so in its last line (分割制御, 911), or a sheet of its own. */
export function placeOf(code: ScannedCode): Place {
  const { append, bytes } = code;
  if (append !== undefined && append.total > 1) return { set: `append ${append.total} ${append.parity}`, number: append.index + 1, total: append.total };
  const split = /(?:^|\n)911,([^,\r\n]*),(\d{1,3}),(\d{1,3})[,\s\x1a]*$/.exec(ascii(bytes.subarray(-80)));
  const [, name, total, number] = split ?? [];
  if (name === undefined || Number(total) < 2) return { set: `alone ${bytes.join()}`, number: 1, total: 1 };
  return { set: `split ${name} ${total}`, number: Number(number), total: Number(total) };
}

export type Step = "added" | "known" | "another";

/** Takes a symbol in; one of another sheet stays outside until the person says that it is to begin anew. */
export function gather(before: Gathered, code: ScannedCode): { readonly step: Step; readonly after: Gathered } {
  const { set, number, total } = placeOf(code);
  if (before.set !== undefined && before.set !== set) return { step: "another", after: before };
  if (before.codes.has(number)) return { step: "known", after: before };
  return { step: "added", after: { set, total, codes: new Map([...before.codes, [number, code]]) } };
}

export function isWhole({ codes, total }: Gathered): boolean {
  return total > 0 && codes.size >= total;
}

/** As the API takes them: the bytes, and the places where the symbols say them. */
export function partsOf({ codes }: Gathered): ScanDispensingInput {
  return {
    parts: [...codes].sort(([one], [other]) => one - other).map(([, { bytes, append }]) => ({ bytes_base64: base64(bytes), ...(append !== undefined && { append }) })),
  };
}
