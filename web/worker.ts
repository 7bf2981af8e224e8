/** Tells the service worker what was built: which files it keeps, and a version that changes with any of them. */
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

/** A line of Vite's manifest. */
export interface Part {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
  readonly css?: readonly string[];
}

export type Manifest = Readonly<Record<string, Part>>;

/** 320 kB of wasm, with what loads it: who scans has a network. */
const DECODER = "src/scan/decode.ts";

/** What residents' pages load, in three languages, but the screens that are not among the first: paths from the origin. */
export function shellFiles(manifest: Manifest, routes = readFileSync("src/resident/routes.ts", "utf8")): readonly string[] {
  const first = /const FIRST[^=]*= (\[[^\]]*\])/.exec(routes)?.[1] ?? "[]";
  const screens = [...routes.matchAll(/"([^"]+)": lazyScreen\(\(\) => import\("\.\/([^"]+)\.js"\)/g)];
  const later = screens.filter(([, address]) => !first.includes(`"${address}"`)).map(([, , screen]) => `src/resident/${screen}.tsx`);
  const seen = new Set([DECODER, ...later]);
  const files = new Set(["/index.html"]);
  const add = (name: string) => {
    const part = manifest[name];
    if (seen.has(name) || part === undefined) return;
    seen.add(name);
    for (const file of [part.file, ...(part.css ?? [])]) files.add(`/${file}`);
    for (const other of [...(part.imports ?? []), ...(part.dynamicImports ?? [])]) add(other);
  };
  add("index.html");
  return [...files, ...readdirSync("public/icons").map((icon) => `/icons/${icon}`)].sort();
}

/** Writes both into `sw.js`, once everything else is written. */
export function worker(): Plugin {
  return {
    name: "worker",
    writeBundle({ dir = "" }) {
      const manifest = JSON.parse(readFileSync(join(dir, ".vite/manifest.json"), "utf8")) as Manifest;
      const files = shellFiles(manifest);
      const program = readFileSync(join(dir, "sw.js"), "utf8");
      const hash = createHash("sha256").update(program);
      for (const file of files) hash.update(file).update(readFileSync(join(dir, file)));
      const version = hash.digest("hex").slice(0, 16);
      writeFileSync(join(dir, "sw.js"), program.replace("__FILES__", () => JSON.stringify(files)).replace("__VERSION__", () => JSON.stringify(version)));
    },
  };
}
