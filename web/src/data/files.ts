/** Files that the API answers: their bytes stand as text in an answer like any other. */
import type { ExportedFile } from "../api/index.js";

/** Bytes as text, as the API takes them. */
export function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

/** Gives a file to the person, as the browser does with files: saved, or opened. */
export function saveFile({ bytes_base64, content_type, file_name }: Pick<ExportedFile, "bytes_base64" | "content_type" | "file_name">, page: Document = document): void {
  const bytes = Uint8Array.from(atob(bytes_base64), (letter) => letter.charCodeAt(0));
  const address = URL.createObjectURL(new Blob([bytes], { type: content_type }));
  const link = page.createElement("a");
  link.href = address;
  link.download = file_name;
  link.click();
  // Some browsers begin to read it only after this turn.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
