/** Films of codes for a camera that is none: chromium plays a Y4M file, which is frames of plain grey and needs no encoder. */
import { readFileSync, writeFileSync } from "node:fs";
import { encode } from "uqr";

export interface Matrix {
  readonly size: number;
  readonly rows: readonly string[];
}

/** Symbols made from the bytes that a pharmacy's program writes; the tests of the decoder read the same file. */
export const CODES = (JSON.parse(readFileSync(new URL("../../../test/scan/codes.json", import.meta.url), "utf8")) as { codes: Readonly<Record<string, readonly Matrix[]>> }).codes;

/** A symbol that says a text. */
export function matrixOf(text: string): Matrix {
  const { data, size } = encode(text, { ecc: "M", border: 0 });
  const rows = data.map((row) => BigInt(`0b${row.map(Number).join("")}`).toString(16).padStart(Math.ceil(size / 4), "0"));
  return { size, rows };
}

const [WIDTH, HEIGHT] = [640, 480];
const FRAMES_EACH = 12;

/** Writes a film that shows one code after the other, again and again. */
export function film(path: string, codes: readonly Matrix[]): void {
  const colours = Buffer.alloc((WIDTH / 2) * (HEIGHT / 2) * 2, 128);
  const frames = codes.flatMap((code) => {
    const frame = Buffer.concat([Buffer.from("FRAME\n"), drawn(code), colours]);
    return Array.from({ length: FRAMES_EACH }, () => frame);
  });
  writeFileSync(path, Buffer.concat([Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`), ...frames]));
}

function drawn({ size, rows }: Matrix): Buffer {
  const grey = Buffer.alloc(WIDTH * HEIGHT, 235);
  const module = Math.floor((HEIGHT - 24) / size);
  const [left, top] = [Math.floor((WIDTH - size * module) / 2), Math.floor((HEIGHT - size * module) / 2)];
  rows.forEach((row, y) => {
    const bits = [...row].map((digit) => Number.parseInt(digit, 16).toString(2).padStart(4, "0")).join("").slice(-size);
    [...bits].forEach((bit, x) => {
      if (bit !== "1") return;
      for (let line = 0; line < module; line += 1) grey.fill(20, (top + y * module + line) * WIDTH + left + x * module, (top + y * module + line) * WIDTH + left + (x + 1) * module);
    });
  });
  return grey;
}
