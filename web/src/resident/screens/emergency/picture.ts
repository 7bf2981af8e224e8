/** The card as a picture, to be kept beside photos or printed elsewhere: a bank card at 300 points an inch. */
import type { ExportedFile } from "../../../api/index.js";
import { encoded } from "../../../components/qr.js";

const WIDTH = 1012;
const HEIGHT = 638;
const EDGE = 40;
const CODE = 460;

interface Said {
  /** What the code says. */
  readonly of: string;
  readonly name: string;
  readonly title: string;
  readonly titleEn: string;
  readonly scan: string;
  readonly scanEn: string;
}

/** Throws where the browser draws no pictures. */
export function picture({ of, name, title, titleEn, scan, scanEn }: Said, page: Document = document): Pick<ExportedFile, "bytes_base64" | "content_type"> {
  const canvas = page.createElement("canvas");
  [canvas.width, canvas.height] = [WIDTH, HEIGHT];
  const draw = canvas.getContext("2d");
  if (draw === null) throw new Error("no pictures");
  draw.fillStyle = "white";
  draw.fillRect(0, 0, WIDTH, HEIGHT);
  draw.fillStyle = "black";
  const { data, size } = encoded(of, true);
  // Whole points, so that no edge is grey.
  const point = Math.floor(CODE / size);
  const top = (HEIGHT - point * size) / 2;
  data.forEach((row, y) => row.forEach((dark, x) => {
    if (dark) draw.fillRect(EDGE / 2 + x * point, top + y * point, point, point);
  }));
  const left = EDGE + CODE;
  const room = WIDTH - left - EDGE;
  const write = (text: string, y: number, font: string) => {
    draw.font = `${font} sans-serif`;
    draw.fillText(text, left, y, room);
  };
  write(title, 130, "bold 52px");
  write(titleEn, 180, "30px");
  lines(name, 11).forEach((line, place) => write(line, 280 + place * 56, "bold 46px"));
  write(scan, 470, "30px");
  write(scanEn, 515, "30px");
  draw.strokeRect(1, 1, WIDTH - 2, HEIGHT - 2);
  const [, bytes_base64 = ""] = canvas.toDataURL("image/png").split(",");
  return { bytes_base64, content_type: "image/png" };
}

/** A name in at most two lines of so many letters; what is longer is drawn narrower. */
function lines(name: string, most: number): readonly string[] {
  const letters = [...name];
  if (letters.length <= most) return [name];
  const spaces = letters.slice(0, most + 1).flatMap((letter, place) => (/\s/.test(letter) ? [place] : []));
  const space = spaces.at(-1) ?? 0;
  const at = space > 0 ? space : most;
  return [letters.slice(0, at).join(""), letters.slice(at).join("").trim()];
}
