// @vitest-environment happy-dom
import { expect, test, vi } from "vitest";

import { saveFile } from "../../src/data/files.js";

test("a file is given to the browser with its bytes, its type and its name", async () => {
  const made: Blob[] = [];
  vi.spyOn(URL, "createObjectURL").mockImplementation((blob) => (made.push(blob as Blob), "blob:here"));
  const clicked: [string, string][] = [];
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(function (this: HTMLAnchorElement) {
    clicked.push([this.href, this.download]);
  });
  saveFile({ bytes_base64: "/vtB", content_type: "application/pdf", file_name: "お薬.pdf" });
  expect(clicked).toEqual([["blob:here", "お薬.pdf"]]);
  expect(made[0]?.type).toBe("application/pdf");
  expect([...new Uint8Array(await made[0]!.arrayBuffer())]).toEqual([0xfe, 0xfb, 0x41]);
});
