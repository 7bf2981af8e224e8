/** The decoder, asked from the page: it works in a thread of its own, which is loaded with the scanner and stays for the next picture. */
import { type Trusting, trusted } from "../worker/trusted.js";
import type { ScannedCode } from "./code.js";
import type { Kind } from "./decode.js";
import type { Picture } from "./picture.js";
import program from "./reader.ts?worker&url";

/** Without a look it only gets ready. */
export interface Asked {
  readonly id: number;
  readonly look?: { readonly picture: Picture; readonly kind: Kind };
}

/** Undefined: it failed. */
export interface Told {
  readonly id: number;
  readonly codes: readonly ScannedCode[] | undefined;
}

interface Waiting {
  readonly resolve: (codes: readonly ScannedCode[]) => void;
  readonly reject: (why: Error) => void;
}

const waiting = new Map<number, Waiting>();
let reader: Worker | undefined;
let count = 0;

/** Loads the decoder before the first picture is there. Rejects where the network is away; the next call tries again. */
export async function prepare(): Promise<void> {
  await ask(undefined);
}

/** Every code that is whole in the picture, which goes to the decoder and does not come back. */
export function decode(picture: Picture, kind: Kind): Promise<readonly ScannedCode[]> {
  return ask({ picture, kind });
}

function ask(look: Asked["look"]): Promise<readonly ScannedCode[]> {
  const id = (count += 1);
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    const asked: Asked = { id, ...(look && { look }) };
    (reader ??= begin()).postMessage(asked, look === undefined ? [] : ["held" in look.picture ? look.picture.held : look.picture.data.buffer]);
  });
}

function begin(): Worker {
  const begun = new Worker(trusted(window as Window & Trusting, program));
  begun.onmessage = ({ data: { id, codes } }: MessageEvent<Told>) => {
    const one = waiting.get(id);
    waiting.delete(id);
    if (codes === undefined) one?.reject(new Error("the decoder failed"));
    else one?.resolve(codes);
  };
  // It could not be loaded, or ended: whoever waits is told, and the next call begins anew.
  begun.onerror = () => {
    begun.terminate();
    reader = undefined;
    for (const { reject } of waiting.values()) reject(new Error("the decoder is not there"));
    waiting.clear();
  };
  return begun;
}
