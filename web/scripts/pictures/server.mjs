/** Serves the built pages as they are to be served: under the strict policy, every address of ours with its entry, the API with canned answers. */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

import { ANSWERS, CONFIG } from "./answers.mjs";

const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".wasm": "application/wasm", ".png": "image/png", ".svg": "image/svg+xml", ".webmanifest": "application/manifest+json" };
/** The moment of the pictures: pages go by the API's clock. */
const NOW = new Date("2026-11-25T07:42:00+09:00").toUTCString();
/** As a deployment sends them, with the sign-in at the pages' own origin. */
const SENT = JSON.parse(readFileSync("../infra/web/headers.json", "utf8"))["every answer"];
const POLICIES = { "content-security-policy": SENT["content-security-policy"].join("; ").replace(" ${SignIn}", ""), "permissions-policy": SENT["permissions-policy"].join(", ") };

/** `changed` is what becomes of each answer's body before it goes out, `config` what pages are told, `pool` the user pool, asked as by `fetch`. */
export function serve(folder, changed = (body) => body, { config = CONFIG, pool } = {}) {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, "http://here");
    if (pathname.startsWith("/v1/")) return answer(request, response, pathname, searchParams, changed);
    if (pathname === "/config.json") return response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(config));
    if (pool !== undefined && pathname === config.sign_in.endpoint) return void passOn(request, response, pool);
    const file = extname(pathname) !== "" ? pathname : pathname.startsWith("/staff") ? "/staff.html" : pathname === "/emergency" ? "/emergency.html" : "/index.html";
    try {
      const body = readFileSync(join(folder, normalize(file)));
      response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream", ...POLICIES, "x-content-type-options": "nosniff" }).end(body);
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

async function passOn(request, response, pool) {
  let body = "";
  for await (const part of request) body += part;
  const answer = await pool("", { headers: { "x-amz-target": request.headers["x-amz-target"] }, body });
  response.writeHead(answer.status, { "content-type": "application/x-amz-json-1.1" }).end(await answer.text());
}
