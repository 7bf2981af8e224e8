/**
 * What stands before the front server as CloudFront stands before the pages (`HttpVersion` in infra/web.yaml): HTTP/2, and files that never change kept.
 * Over HTTP/1.1, which the front server speaks, a browser asks for six files at a time, and Lighthouse would count a wait that no phone has.
 */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { createSecureServer } from "node:http2";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Of HTTP/1.1 alone: HTTP/2 has no such headers. */
const HOP = new Set(["connection", "keep-alive", "transfer-encoding", "date"]);

/** An edge on a port of its own, whose origin is told later: the origin's settings name the edge's address. */
export async function edge() {
  const [agent, kept] = [new Agent({ keepAlive: true }), new Map()];
  let origin;
  const server = createSecureServer(certificate(), (asked, answer) => {
    const known = asked.method === "GET" ? kept.get(asked.url) : undefined;
    if (known !== undefined) return answer.writeHead(known.status, known.headers).end(known.body);
    const headers = { ...Object.fromEntries(Object.entries(asked.headers).filter(([name]) => !name.startsWith(":"))), host: new URL(origin).host };
    const passed = request(`${origin}${asked.url}`, { agent, method: asked.method, headers }, async (found) => {
      const parts = [];
      for await (const part of found) parts.push(part);
      const entry = { status: found.statusCode, headers: Object.fromEntries(Object.entries(found.headers).filter(([name]) => !HOP.has(name))), body: Buffer.concat(parts) };
      if (asked.method === "GET" && found.statusCode === 200 && /\bimmutable\b/.test(found.headers["cache-control"] ?? "")) kept.set(asked.url, entry);
      answer.writeHead(entry.status, entry.headers).end(entry.body);
    });
    passed.on("error", () => answer.writeHead(502).end());
    asked.pipe(passed);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const sessions = new Set();
  server.on("session", (session) => sessions.add(session));
  const close = () => {
    for (const session of sessions) session.destroy();
    server.close();
    agent.destroy();
  };
  return { address: `https://127.0.0.1:${server.address().port}`, before: (address) => { origin = address; }, close };
}

/** A certificate of this run: the browser is told not to ask who vouches for it. */
function certificate() {
  const folder = mkdtempSync(join(tmpdir(), "lighthouse-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", key, "-out", cert, "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"], { stdio: "ignore" });
  const pair = { key: readFileSync(key), cert: readFileSync(cert) };
  rmSync(folder, { recursive: true });
  return pair;
}
