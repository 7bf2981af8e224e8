/** What the tables of routes say, read as text: which screen stands at an address, and which words come with it. */
import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

export interface Line {
  readonly address: string;
  /** The screen's file, such as `src/resident/screens/daily/record.tsx`. */
  readonly screen: string;
  /** The contexts whose lexicons the line names. */
  readonly contexts: readonly string[];
}

const LINE = /"([^"]+)": lazyScreen\(\(\) => import\("\.\/([^"]+)\.js"\)((?:, \w+Words)*)\)/g;

export function linesOf(entry: "resident" | "staff"): readonly Line[] {
  const text = readFileSync(`src/${entry}/routes.ts`, "utf8");
  return [...text.matchAll(LINE)].map(([, address = "", screen = "", words = ""]) => ({
    address, screen: `src/${entry}/${screen}.tsx`, contexts: [...words.matchAll(/(\w+)Words/g)].map(([, context = ""]) => context),
  }));
}

/** The contexts whose lexicons a screen uses, itself or in what it is made of. */
export function contextsOf(file: string, seen = new Set<string>()): ReadonlySet<string> {
  const found = new Set<string>();
  if (seen.has(file)) return found;
  seen.add(file);
  for (const [, path = ""] of readFileSync(file, "utf8").matchAll(/^import (?!type )[^;]*? from "(\.[^"]+)\.js";/gm)) {
    const target = normalize(join(dirname(file), path));
    const context = /^src\/words\/(\w+)\/index$/.exec(target)?.[1];
    if (context !== undefined) found.add(context);
    else if (/^src\/(resident|scan|session|staff)\//.test(target)) for (const other of contextsOf(sourceOf(target), seen)) found.add(other);
  }
  return found;
}

function sourceOf(target: string): string {
  try {
    readFileSync(`${target}.tsx`);
    return `${target}.tsx`;
  } catch {
    return `${target}.ts`;
  }
}
