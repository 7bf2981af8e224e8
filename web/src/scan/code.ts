/** A code that was read: its bytes as they are in the symbol, because the text of a JAHIS code is CP932 and is decoded by the API. */
import type { ReadResult } from "zxing-wasm/reader";

export interface ScannedCode {
  readonly bytes: Uint8Array;
  /** For codes of plain letters: an address, digits. Of others it may be wrong. */
  readonly text: string;
  /** Its place, where it is one of several symbols that were appended to one another. `index` counts from 0. */
  readonly append?: { readonly index: number; readonly total: number; readonly parity: number };
}

export function codeOf({ bytes, text, sequenceSize, sequenceIndex, sequenceId }: Pick<ReadResult, "bytes" | "text" | "sequenceSize" | "sequenceIndex" | "sequenceId">): ScannedCode {
  if (sequenceSize < 1) return { bytes, text };
  return { bytes, text, append: { index: sequenceIndex, total: sequenceSize, parity: Number(sequenceId) } };
}

/** The same for two looks at one symbol. */
export function keyOfCode({ bytes, append }: ScannedCode): string {
  return `${append?.total ?? 0}:${append?.index ?? 0}:${append?.parity ?? 0}:${bytes.join()}`;
}
