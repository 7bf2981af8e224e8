/** Tells the service worker what was built: which files it keeps, and a version that changes with any of them. */
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

import { type Parts, filesOf, partsFile } from "./parts.js";

/** 320 kB of wasm, with what loads it: who scans has a network. */
const DECODER = "src/scan/away.ts";

const ROUTES = "src/resident/routes.ts";

/** The addresses that open without a network in three languages, as `routes.ts` lists them. */
export function firstAddresses(routes = readFileSync(ROUTES, "utf8")): readonly string[] {
  const list = /const FIRST[^=]*= (\[[^\]]*\])/.exec(routes)?.[1];
  if (list === undefined) throw new Error("routes.ts has no list of first addresses");
  return JSON.parse(list) as string[];
}

/** What residents' pages load, in three languages, but the screens that are not among the first, and the words that only those have: paths from the origin. */
export function shellFiles(parts: Parts, routes = readFileSync(ROUTES, "utf8")): readonly string[] {
  const first = firstAddresses(routes);
  const screens = [...routes.matchAll(/"([^"]+)": lazyScreen\(\(\) => import\("\.\/([^"]+)\.js"\)([^)]*)\)/g)].map(([, address = "", screen = "", words = ""]) => ({ address, screen, contexts: [...words.matchAll(/(\w+)Words/g)].map(([, context = ""]) => context) }));
  const opened = new Set(screens.filter(({ address }) => first.includes(address)).flatMap(({ contexts }) => contexts));
  const others = screens.filter(({ address }) => !first.includes(address));
  // What else uses such words keeps them.
  const unspoken = new Set(others.flatMap(({ contexts }) => contexts.filter((context) => !opened.has(context)).map((context) => `src/words/${context}/index.ts`)));
  const seen = new Set([DECODER, ...others.map(({ screen }) => `src/resident/${screen}.tsx`)]);
  const files = new Set(["/index.html"]);
  const add = (name: string) => {
    const module = parts.modules[name];
    if (seen.has(name) || module === undefined) return;
    seen.add(name);
    for (const file of filesOf(parts, name)) files.add(`/${file}`);
    for (const other of [...module.imports, ...module.later]) if (name !== ROUTES || !unspoken.has(other)) add(other);
  };
  add("index.html");
  return [...files, ...readdirSync("public/icons").map((icon) => `/icons/${icon}`)].sort();
}

/** Writes both into `sw.js`, once everything else is written. */
export function worker(): Plugin {
  return {
    name: "worker",
    writeBundle({ dir = "" }) {
      const files = shellFiles(JSON.parse(readFileSync(partsFile(dir), "utf8")) as Parts);
      const program = readFileSync(join(dir, "sw.js"), "utf8");
      const hash = createHash("sha256").update(program);
      for (const file of files) hash.update(file).update(readFileSync(join(dir, file)));
      const version = hash.digest("hex").slice(0, 16);
      writeFileSync(join(dir, "sw.js"), program.replace("__FILES__", () => JSON.stringify(files)).replace("__VERSION__", () => JSON.stringify(version)));
    },
  };
}
