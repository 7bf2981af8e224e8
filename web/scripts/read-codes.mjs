/**
 * Reads pictures with the scanner's own decoder, without a browser: `node scripts/read-codes.mjs folder`. `pictures.json` of the folder names files of grey
 * pixels with their sizes; a line of JSON for each says the bytes of its codes, and the processor's milliseconds of the look.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createServer } from "vite";

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("node scripts/read-codes.mjs folder");
const vite = await createServer({ configFile: false, appType: "custom", server: { middlewareMode: true, hmr: false, ws: false }, optimizeDeps: { noDiscovery: true }, logLevel: "warn" });
try {
  const { decode, prepareFrom } = await vite.ssrLoadModule("/src/scan/decode.ts");
  const wasm = readFileSync("node_modules/zxing-wasm/dist/reader/zxing_reader.wasm");
  await prepareFrom(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
  for (const { file, width, height } of JSON.parse(readFileSync(join(folder, "pictures.json"), "utf8"))) {
    const image = coloured(readFileSync(join(folder, file)), width, height);
    const [wall, before] = [performance.now(), process.cpuUsage()];
    const codes = await decode(image, "qr");
    const { user, system } = process.cpuUsage(before);
    console.log(JSON.stringify({ file, ms: (user + system) / 1000, wall: performance.now() - wall, codes: codes.map(({ bytes }) => Buffer.from(bytes).toString("base64")) }));
  }
} finally {
  await vite.close();
}

/** As a canvas gives it. */
function coloured(grey, width, height) {
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  grey.forEach((value, at) => data.fill(value, at * 4, at * 4 + 3));
  return { data, width, height, colorSpace: "srgb" };
}
