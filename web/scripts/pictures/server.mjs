/** Serves the built pages as they are to be served: under the strict policy, every address of ours with its entry, the API with canned answers. */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

import { ANSWERS, CONFIG } from "./answers.mjs";

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".wasm": "application/wasm", ".png": "image/png", ".svg": "image/svg+xml", ".webmanifest": "application/manifest+json" };
/** The moment of the pictures: pages go by the API's clock. */
const NOW = new Date("2026-11-25T07:42:00+09:00").toUTCString();
/** As a deployment sends it, with the sign-in at the pages' own origin. */
const POLICY = JSON.parse(readFileSync("../infra/web/headers.json", "utf8"))["every answer"]["content-security-policy"].join("; ").replace(" ${SignIn}", "");

/** `changed` is what becomes of each answer's body before it goes out. */
export function serve(folder, changed = (body) => body) {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, "http://here");
    if (pathname.startsWith("/v1/")) return answer(request, response, pathname, searchParams, changed);
    if (pathname === "/config.json") return response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(CONFIG));
    const file = extname(pathname) !== "" ? pathname : pathname.startsWith("/staff") ? "/staff.html" : "/index.html";
    try {
      const body = readFileSync(join(folder, normalize(file)));
      response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream", "content-security-policy": POLICY, "x-content-type-options": "nosniff" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve({ address: `http://127.0.0.1:${server.address().port}`, close: () => { server.close(); server.closeAllConnections(); } })));
}

/** A body that is a function says it of what was asked for. */
function answer(request, response, pathname, query, changed) {
  request.resume();
  const found = ANSWERS.find(([method, path]) => method === request.method && path.test(pathname));
  const [, , status, said] = found ?? [undefined, undefined, 404, { message: "Not Found" }];
  const body = typeof said === "function" ? said(query) : said;
  const type = status >= 400 && found ? "application/problem+json" : "application/json";
  response.writeHead(status, { "content-type": type, "cache-control": "no-store", date: NOW, etag: '"1"' }).end(body === undefined ? undefined : JSON.stringify(changed(body)));
}
