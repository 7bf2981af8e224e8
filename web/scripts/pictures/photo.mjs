/** A photo of QR codes for the scanner: those of its tests, as an uncompressed picture. */
import { readFileSync } from "node:fs";

const { codes } = JSON.parse(readFileSync("test/scan/codes.json", "utf8"));
const MODULE = 5;
const QUIET = 6;

/** The first so many symbols of a set, beside each other. */
export function photo(name, count) {
  const shown = codes[name].slice(0, count);
  const side = Math.max(...shown.map(({ size }) => size + 2 * QUIET)) * MODULE;
  const width = side * shown.length;
  const stride = Math.ceil((width * 3) / 4) * 4;
  const bytes = Buffer.alloc(54 + stride * side, 255);
  bytes.write("BM");
  [bytes.length, 0, 54, 40, width, side].forEach((value, place) => bytes.writeUInt32LE(value, 2 + 4 * place));
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(24, 28);
  bytes.fill(0, 30, 54);
  shown.forEach(({ size, rows }, place) => rows.forEach((row, y) => {
    const bits = [...row].map((digit) => Number.parseInt(digit, 16).toString(2).padStart(4, "0")).join("").slice(-size);
    [...bits].forEach((bit, x) => {
      if (bit !== "1") return;
      // A bitmap begins with its last line.
      for (let line = 0; line < MODULE; line += 1) {
        const top = side - 1 - ((QUIET + y) * MODULE + line);
        const left = place * side + (QUIET + x) * MODULE;
        bytes.fill(0, 54 + top * stride + left * 3, 54 + top * stride + (left + MODULE) * 3);
      }
    });
  }));
  return { name: `${name}.bmp`, mimeType: "image/bmp", buffer: bytes };
}
