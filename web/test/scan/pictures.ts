/** Codes as pictures, for tests of what reads them. */
import { readFileSync } from "node:fs";

export interface Matrix {
  readonly size: number;
  readonly rows: readonly string[];
}

type Name = "single" | "appended" | "sixteen" | "prescription" | "poster" | "foreign" | "kanji";

const file = JSON.parse(readFileSync("test/scan/codes.json", "utf8")) as { readonly bytes_base64: string; readonly codes: Readonly<Record<Name, readonly Matrix[]>> };

/** What the sheet's symbols hold, alone or together. */
export const BODY = Buffer.from(file.bytes_base64, "base64");
export const CODES = file.codes;

const MODULE = 4;
const QUIET = 6;

/** Symbols beside each other on a white sheet. */
export function picture(...codes: readonly Matrix[]): ImageData {
  const width = codes.reduce((sum, { size }) => sum + (size + 2 * QUIET) * MODULE, 0) + 40;
  const height = Math.max(60, ...codes.map(({ size }) => (size + 2 * QUIET) * MODULE));
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  let left = QUIET * MODULE;
  for (const { size, rows } of codes) {
    rows.forEach((row, y) => {
      const bits = [...row].map((digit) => Number.parseInt(digit, 16).toString(2).padStart(4, "0")).join("").slice(-size);
      [...bits].forEach((bit, x) => bit === "1" && black(data, width, left + x * MODULE, (QUIET + y) * MODULE));
    });
    left += (size + 2 * QUIET) * MODULE;
  }
  return { data, width, height, colorSpace: "srgb" } as ImageData;
}

function black(data: Uint8ClampedArray, width: number, left: number, top: number): void {
  for (let y = top; y < top + MODULE; y += 1) for (let x = left; x < left + MODULE; x += 1) data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
}
