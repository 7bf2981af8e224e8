import assert from "node:assert/strict";
import { expect, test } from "vitest";

import { makeShell } from "../../src/worker/shell.js";

const HERE = "https://techo.example";
const PAGE = `<script src="/assets/a-1.js"></script>`;
const FILES = ["/assets/a-1.js", "/icons/mark.svg", "/index.html"];

/** A browser's Cache Storage, as much of it as the worker uses. */
function storage() {
  const all = new Map<string, Map<string, Response>>();
  const key = (request: Request | string) => (typeof request === "string" ? request : new URL(request.url).pathname);
  const open = (name: string) => {
    const held = all.get(name) ?? new Map<string, Response>();
    all.set(name, held);
    return {
      match: async (request: Request | string) => held.get(key(request))?.clone(),
      put: async (request: Request | string, answer: Response) => void held.set(key(request), answer),
    };
  };
  const caches = { open: async (name: string) => open(name), keys: async () => [...all.keys()], delete: async (name: string) => all.delete(name) };
  return { all, caches: caches as unknown as CacheStorage };
}

/** A worker with a network that tests take away. */
function made({ version = "v1", html = PAGE, kept = storage() } = {}) {
  const network = { says: (path: string): Promise<Response> => Promise.resolve(new Response(path === "/index.html" ? html : `network ${path}`)), late: false };
  const asked: [path: string, cache: RequestCache | undefined][] = [];
  const shell = makeShell(FILES, version, {
    caches: kept.caches,
    origin: HERE,
    fetch: (request, init) => {
      const path = typeof request === "string" ? request : new URL(request.url).pathname;
      asked.push([path, init?.cache]);
      return network.says(path);
    },
    wait: () => (network.late ? Promise.resolve() : new Promise(() => {})),
  });
  return { shell, kept, network, asked };
}

const away = () => Promise.reject(new TypeError("no network"));
const paths = ({ all }: ReturnType<typeof storage>) => [...all.values()].flatMap((held) => [...held.keys()]).sort();

/** Node knows no request that navigates. */
const request = (path: string, mode = "cors", method = "GET") => Object.defineProperty(new Request(HERE + path, { method }), "mode", { value: mode });

async function said(answer: Promise<Response> | undefined): Promise<string> {
  assert.ok(answer);
  return (await answer).text();
}

test("all that was built is kept, the page asked for anew", async () => {
  const { shell, kept, asked } = made();
  await shell.install();
  expect(paths(kept)).toEqual(FILES);
  expect(asked).toEqual([["/assets/a-1.js", "default"], ["/icons/mark.svg", "no-cache"], ["/index.html", "no-cache"]]);
});

test("what is not there, and a page of another version, is no installation", async () => {
  const missing = made();
  missing.network.says = async () => new Response("Not Found", { status: 404 });
  await expect(missing.shell.install()).rejects.toThrow("not there");
  await expect(made({ html: `<script src="/assets/a-0.js"></script>` }).shell.install()).rejects.toThrow("another version");
});

test("once it counts, only its own files are kept", async () => {
  const kept = storage();
  await made({ kept, version: "v1" }).shell.install();
  await kept.caches.open("of somebody else");
  const { shell } = made({ kept, version: "v2" });
  await shell.install();
  expect([...kept.all.keys()]).toEqual(["shell-v1", "of somebody else", "shell-v2"]);
  await shell.activate();
  expect([...kept.all.keys()]).toEqual(["of somebody else", "shell-v2"]);
});

test("an address is the network's answer; without one, with a late one or a fault of the server the page that is kept", async () => {
  const { shell, network } = made();
  await shell.install();
  const open = () => said(shell.answer(request("/record/new", "navigate")));
  expect(await open()).toBe("network /record/new");
  network.says = away;
  expect(await open()).toBe(PAGE);
  network.says = async () => new Response("Bad Gateway", { status: 502 });
  expect(await open()).toBe(PAGE);
  network.says = () => new Promise(() => {});
  network.late = true;
  expect(await open()).toBe(PAGE);
});

test("a late page is waited for where none is kept, and a network that is away is said", async () => {
  const { shell, network } = made();
  network.late = true;
  expect(await said(shell.answer(request("/", "navigate")))).toBe("network /");
  network.says = away;
  await expect(shell.answer(request("/", "navigate"))).rejects.toThrow("no network");
});

test("a file that is kept needs no network, another is the network's", async () => {
  const { shell, network, asked } = made();
  await shell.install();
  asked.length = 0;
  expect(await said(shell.answer(request("/assets/a-1.js")))).toBe("network /assets/a-1.js");
  expect(asked).toEqual([]);
  expect(await said(shell.answer(request("/assets/later-1.js")))).toBe("network /assets/later-1.js");
  network.says = away;
  await expect(shell.answer(request("/assets/later-1.js"))).rejects.toThrow("no network");
});

test("nothing that a page asks for is ever put into the cache", async () => {
  const { shell, kept } = made();
  await shell.install();
  for (const path of ["/v1/me", "/v1/residents/x/today", "/local/cognito", "/config.json"]) {
    for (const mode of ["cors", "navigate"]) expect(shell.answer(request(path, mode)), path).toBeUndefined();
  }
  for (const path of ["/", "/record", "/book/access-log"]) await shell.answer(request(path, "navigate"));
  await shell.answer(request("/assets/later-1.js"));
  expect(paths(kept)).toEqual(FILES);
});
