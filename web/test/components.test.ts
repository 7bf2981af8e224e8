import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "vitest";

const FILES = readdirSync("src/components");

test("every component stands on the page of components", () => {
  const shown = readFileSync("src/gallery/specimens.tsx", "utf8");
  for (const file of FILES.filter((name) => name.endsWith(".tsx"))) {
    const name = file.replace(".tsx", "");
    assert.match(shown, new RegExp(`^  (${name}|"${name}"): `, "m"), name);
  }
});

test("components name no colour: they stand in the tokens", () => {
  for (const file of FILES.filter((name) => name.endsWith(".css"))) assert.doesNotMatch(readFileSync(`src/components/${file}`, "utf8"), /#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(/i, file);
});

const everything = (ending: RegExp) => readdirSync("src", { recursive: true, encoding: "utf8" }).filter((name) => ending.test(name)).map((name) => readFileSync(`src/${name}`, "utf8")).join("\n");

test("no style stands for a name that no page has", () => {
  const program = everything(/\.tsx?$/) + readFileSync("index.html", "utf8") + readFileSync("staff.html", "utf8");
  const names = new Set([...everything(/\.css$/).replace(/\/\*[^]*?\*\//g, "").matchAll(/\.([a-z][\w-]*)/g)].map(([, name = ""]) => name));
  assert.ok(names.size > 200, "styles are read");
  // uPlot names its own. A kind is put behind its name: `badge--${kind}`.
  const stands = (name: string) => name.startsWith("u-") || program.includes(name) || [...name.matchAll(/--|__|-/g)].some(({ index, 0: dash }) => program.includes(`${name.slice(0, index)}${dash}\${`));
  assert.deepEqual([...names].filter((name) => !stands(name)), []);
});
