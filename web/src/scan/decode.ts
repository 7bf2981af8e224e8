/** The decoder. It is the heaviest part of the pages, and is loaded by the scanner alone. */
import { type ReadInputBarcodeFormat, prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
// A hashed file of ours: the package would fetch it from elsewhere.
import wasm from "zxing-wasm/reader/zxing_reader.wasm?url";

import { type ScannedCode, codeOf } from "./code.js";

export type Kind = "qr" | "jan";

const FORMATS: Readonly<Record<Kind, ReadInputBarcodeFormat[]>> = { qr: ["QRCode"], jan: ["EAN13", "EAN8"] };

let ready: Promise<unknown> | undefined;

/** Loads the decoder before the first picture is there. Rejects where the network is away; the next call tries again. */
export async function prepare(): Promise<void> {
  ready ??= prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
  try {
    await ready;
  } catch (fault) {
    ready = undefined;
    throw fault;
  }
}

/** Every code that is whole in the picture. */
export async function decode(image: ImageData, kind: Kind): Promise<readonly ScannedCode[]> {
  await prepare();
  const found = await readBarcodes(image, { formats: FORMATS[kind], maxNumberOfSymbols: 16 });
  return found.filter(({ isValid }) => isValid).map(codeOf);
}

/** For a program without a network: the decoder's own bytes. */
export async function prepareFrom(wasmBinary: ArrayBuffer): Promise<void> {
  await (ready ??= prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true }));
}
