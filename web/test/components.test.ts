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
