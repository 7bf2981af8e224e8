/** What is kept of the pages, so that they open without a network. Only `install` ever puts something into the cache, and only what was built. */
import { decide } from "./rules.js";

const PREFIX = "shell-";
const PAGE = "/index.html";
/** As long as a page of the network is waited for where one is kept. */
const PATIENCE_MS = 3_000;

export interface Shell {
  readonly install: () => Promise<void>;
  readonly activate: () => Promise<void>;
  /** The answer to a request, or `undefined` where the worker leaves it to the browser. */
  readonly answer: (request: Request) => Promise<Response> | undefined;
}

/** What of the browser is used. */
export interface Around {
  readonly caches: CacheStorage;
  readonly origin: string;
  readonly fetch: (request: Request | string, init?: RequestInit) => Promise<Response>;
  readonly wait: (ms: number) => Promise<void>;
}

/** `files`: the paths of what was built. `version`: another one where any of them differs. */
export function makeShell(files: readonly string[], version: string, { caches, origin, fetch, wait }: Around): Shell {
  const name = PREFIX + version;
  const kept = async (path: Request | string) => (await caches.open(name)).match(path);

  async function put(cache: Cache, path: string): Promise<void> {
    // What has its content in its name may come from the browser's own cache; the rest is asked for anew.
    const answer = await fetch(path, { cache: path.startsWith("/assets/") ? "default" : "no-cache", credentials: "omit" });
    if (!answer.ok) throw new TypeError(`${path} is not there`);
    // In the midst of a deployment the page may still be the one before: the worker is then installed another time.
    if (path === PAGE && !isOfThisVersion(await answer.clone().text())) throw new TypeError("the page is of another version");
    await cache.put(path, answer);
  }

  function isOfThisVersion(html: string): boolean {
    const named = [...html.matchAll(/"(\/assets\/[^"]+)"/g)].map(([, path = ""]) => path);
    return named.every((path) => files.includes(path));
  }

  async function page(request: Request): Promise<Response> {
    const asked = fetch(request);
    const late = wait(PATIENCE_MS).then(() => undefined);
    const inTime = await Promise.race([asked, late]).catch(() => undefined);
    if (inTime !== undefined && inTime.status < 500) return inTime;
    return (await kept(PAGE)) ?? asked;
  }

  return {
    async install() {
      const cache = await caches.open(name);
      await Promise.all(files.map((path) => put(cache, path)));
    },
    async activate() {
      const old = (await caches.keys()).filter((other) => other.startsWith(PREFIX) && other !== name);
      await Promise.all(old.map((other) => caches.delete(other)));
    },
    answer(request) {
      const rule = decide(request, origin);
      if (rule === "network") return undefined;
      return rule === "page" ? page(request) : kept(request).then((found) => found ?? fetch(request));
    },
  };
}
