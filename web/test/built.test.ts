/** What `npm run build` wrote: how much a first load is, and that a strict content security policy stays possible. */
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { expect, test } from "vitest";

import { type Parts, filesOf as builtFilesOf, partsFile } from "../parts.js";
import { firstAddresses } from "../worker.js";
import { linesOf } from "./routes.js";

const BUILT = "build/pages";
const KB = 1000;

const parts = JSON.parse(readFileSync(partsFile(BUILT), "utf8")) as Parts;
const filesOf = (name: string) => builtFilesOf(parts, name);

const weights = new Map<string, number>();

function weightOf(file: string): number {
  const weight = weights.get(file) ?? brotliCompressSync(readFileSync(join(BUILT, file))).length;
  weights.set(file, weight);
  return weight;
}

function weigh(files: Iterable<string>, ending: string): number {
  return [...files].filter((file) => file.endsWith(ending)).reduce((sum, file) => sum + weightOf(file), 0);
}

test.each(["index.html", "staff.html"])("the shell of %s is at most 30 kB of script, the longest dictionary included", (page) => {
  // What both need is loaded once.
  expect(weigh(new Set([...filesOf(page), ...filesOf("src/words/easy.ts")]), ".js")).toBeLessThanOrEqual(30 * KB);
});

/** Counted for itself: who scans waits for a camera. */
const scanner = [parts.modules["src/scan/scanner.tsx"]?.file ?? ""].flatMap((file) => [file, ...(parts.scripts[file]?.styles ?? [])]);

/** Home stands in `app.tsx`, and needs no words but the frame's before its lower part comes. */
const HOME = { address: "/", screen: "src/resident/screens/today/home.tsx", contexts: [] as readonly string[] };

test.each([HOME, ...linesOf("resident")])("$address as the first screen is at most 60 kB, style and the longest dictionaries included", ({ screen, contexts }) => {
  const needed = ["index.html", "src/session/open-keeper.ts", "src/resident/elsewhere.tsx", screen, "src/words/easy.ts", ...contexts.map((context) => `src/words/${context}/easy.ts`)];
  const all = new Set(needed.flatMap((part) => [...filesOf(part)]));
  for (const file of scanner) all.delete(file);
  expect(weigh(all, ".js") + weigh(all, ".css")).toBeLessThanOrEqual(60 * KB);
});

test("a screen is at most four requests deep: the page, its programs, the table of screens, the screen", () => {
  const html = readFileSync(join(BUILT, "index.html"), "utf8");
  // What they need in turn is named beforehand, so that none of it is a step of its own.
  for (const file of filesOf("index.html")) assert.ok(html.includes(`"/${file}"`), file);
  const later = (name: string, seen = new Set<string>()): readonly string[] => {
    if (seen.has(name)) return [];
    seen.add(name);
    const { imports = [], later: own = [] } = parts.modules[name] ?? {};
    return [...own, ...imports.flatMap((other) => later(other, seen))];
  };
  assert.ok(later("index.html").includes("src/resident/elsewhere.tsx"));
  const screens = later("src/resident/elsewhere.tsx");
  for (const { screen } of linesOf("resident")) assert.ok(screens.includes(screen), screen);
});

test.each(["index.html", "staff.html"])("%s asks for the keeper of sessions and the configuration beside its program, in the words of `askConfig`", (page) => {
  const html = readFileSync(join(BUILT, page), "utf8");
  for (const file of filesOf("src/session/open-keeper.ts")) assert.ok(html.includes(`crossorigin href="/${file}"`), file);
  assert.match(html, /<link rel="preload" as="fetch" crossorigin href="\/config\.json">/);
});

test("what opens an emergency card is at most 10 kB, and has nothing of the pages, of who is signed in, or of a store", () => {
  const files = filesOf("emergency.html");
  expect(weigh(files, ".js") + weigh(files, ".css")).toBeLessThanOrEqual(10 * KB);
  for (const page of ["index.html", "staff.html"]) for (const file of filesOf(page)) assert.ok(!files.has(file), file);
  const html = readFileSync(join(BUILT, "emergency.html"), "utf8");
  assert.doesNotMatch(html, /manifest|config\.json|apple-touch/);
  assert.match(html, /<meta name="robots" content="noindex/);
  for (const file of [...files].filter((name) => name.endsWith(".js"))) assert.doesNotMatch(readFileSync(join(BUILT, file), "utf8"), /localStorage|sessionStorage|indexedDB|caches|cookie|serviceWorker|Authorization/, file);
});

test("what passkeys need is part of no first load, no sign-in and no settings", () => {
  const others = new Set(["index.html", "staff.html", "src/session/screens/sign-in.tsx", "src/resident/screens/resident/book-settings.tsx"].flatMap((part) => [...filesOf(part)]));
  for (const part of ["src/session/screens/by-passkey.tsx", "src/resident/screens/session/passkeys.tsx", "src/resident/screens/session/passkeys-row.tsx", "src/words/passkey/ja.ts"]) {
    const file = parts.modules[part]?.file;
    assert.ok(file !== undefined && !others.has(file), part);
  }
});

test("the scanner's program is at most 30 kB apart from its wasm, and neither is part of a first load", () => {
  const others = filesOf("src/resident/screens/medication/medicines.tsx");
  const readers = readdirSync(join(BUILT, "assets")).filter((file) => /^reader-[\w-]+\.js$/.test(file)).map((file) => `assets/${file}`);
  assert.equal(readers.length, 1);
  const own = new Set([...filesOf("src/resident/screens/medication/scan.tsx"), ...filesOf("src/scan/away.ts"), ...readers].filter((file) => !others.has(file)));
  expect(weigh(own, ".js")).toBeLessThanOrEqual(30 * KB);
  for (const page of ["index.html", "staff.html"]) for (const file of scanner) assert.ok(!filesOf(page).has(file), file);
  const decoder = parts.modules["src/scan/away.ts"]?.file;
  assert.ok(decoder);
  for (const { screen } of linesOf("resident")) assert.ok(!filesOf(screen).has(decoder), screen);
  assert.equal(readdirSync(join(BUILT, "assets")).filter((file) => file.endsWith(".wasm")).length, 1);
});

test.each(["index.html", "staff.html", "emergency.html"])("%s has no script or style of its own, and none from elsewhere", (page) => {
  const html = readFileSync(join(BUILT, page), "utf8");
  for (const [tag] of html.matchAll(/<script[^>]*>/g)) assert.match(tag, / src="\/assets\//);
  assert.doesNotMatch(html, /<style|\sstyle=|\son\w+=|javascript:|https?:\/\//);
});

test("the page of components is not among what is served", () => {
  assert.deepEqual(readdirSync(BUILT).filter((name) => name.endsWith(".html")).sort(), ["emergency.html", "index.html", "staff.html"]);
});

test("styles load nothing from elsewhere", () => {
  for (const name of readdirSync(join(BUILT, "assets")).filter((file) => file.endsWith(".css"))) assert.doesNotMatch(readFileSync(join(BUILT, "assets", name), "utf8"), /url\(\s*["']?(https?:|data:|\/\/)/, name);
});

test("no page of ours writes markup or runs text", () => {
  const sources = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name));
  for (const name of sources) assert.doesNotMatch(readFileSync(join("src", name), "utf8"), /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc|style="/, name);
});

/** What the worker says that it keeps. */
const kept: readonly string[] = JSON.parse(/\[("\/[^\]]*)\]/.exec(readFileSync(join(BUILT, "sw.js"), "utf8"))?.[0] ?? "[]");

test("the worker is one file without a part of its own, and knows its version", () => {
  const program = readFileSync(join(BUILT, "sw.js"), "utf8");
  assert.doesNotMatch(program, /\bimport\b|\bexport\b|__FILES__|__VERSION__/);
  assert.match(program, /"[0-9a-f]{16}"/);
});

test("the worker keeps what opens residents' first screens in three languages, at most 240 kB on the line", () => {
  const languages = ["ja", "easy", "en"];
  const first = firstAddresses();
  const lines = linesOf("resident").filter(({ address }) => first.includes(address));
  assert.equal(lines.length, first.length);
  const parts = [
    "index.html", "src/resident/elsewhere.tsx", HOME.screen, "src/resident/screens/today/below.tsx", "src/session/open-keeper.ts", "src/session/screens/sign-in.tsx", "src/data/vault.ts", "src/worker/new-version.tsx",
    ...lines.map(({ screen }) => screen), ...["", "today/", "worker/", "session/", ...lines.flatMap(({ contexts }) => contexts.map((context) => `${context}/`))].flatMap((context) => languages.map((language) => `src/words/${context}${language}.ts`)),
  ];
  for (const file of new Set(parts.flatMap((part) => [...filesOf(part)]))) assert.ok(kept.includes(`/${file}`), file);
  const weight = kept.reduce((sum, path) => sum + weightOf(path.slice(1)), 0);
  console.info(`the worker keeps ${kept.length} files, ${Math.round(weight / KB)} kB`);
  expect(weight).toBeLessThanOrEqual(240 * KB);
});

test("the worker keeps nothing of staff, no decoder, no wasm, and nothing that is not there", () => {
  const own = new Set(kept);
  const residents = filesOf("index.html");
  for (const file of ["staff.html", "emergency.html", ...linesOf("staff").map(({ screen }) => screen), "src/scan/away.ts"].flatMap((part) => [...filesOf(part)].slice(0, 1))) assert.ok(residents.has(file) || !own.has(`/${file}`), file);
  assert.deepEqual(kept.filter((path) => /\.wasm$|staff|^\/emergency|^\/v1|config\.json|manifest/.test(path)), []);
  for (const path of kept) readFileSync(join(BUILT, path));
});

test("the manifest names icons that are there, at the address of residents, in colours of the pages", () => {
  const told = JSON.parse(readFileSync(join(BUILT, "manifest.webmanifest"), "utf8")) as { readonly [name: string]: unknown; readonly icons: readonly { readonly src: string; readonly sizes: string; readonly type: string }[] };
  expect([told["name"], told["short_name"], told["lang"], told["id"], told["start_url"], told["scope"], told["display"]]).toEqual(["デジタル健康手帳", "健康手帳", "ja", "/", "/", "/", "standalone"]);
  const tokens = readFileSync("src/styles/tokens.css", "utf8");
  for (const name of ["theme_color", "background_color"]) assert.ok(tokens.includes(`: ${String(told[name])};`), name);
  for (const { src, sizes, type } of told.icons) {
    const icon = readFileSync(join(BUILT, src));
    if (type === "image/png") assert.equal(`${icon.readUInt32BE(16)}x${icon.readUInt32BE(20)}`, sizes, src);
    assert.ok(icon.length < 12 * KB, src);
  }
  assert.match(readFileSync(join(BUILT, "index.html"), "utf8"), /rel="manifest" href="\/manifest\.webmanifest"[^]*rel="apple-touch-icon" href="\/icons\/apple-touch-icon\.png"/);
  assert.doesNotMatch(readFileSync(join(BUILT, "staff.html"), "utf8"), /manifest|apple-touch/);
});
