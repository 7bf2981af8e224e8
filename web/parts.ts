/** What was built, by source file: `.vite/parts.json`, from which the worker's list is made and the weights are counted. It is not served. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";

/** A script and what it needs before it runs. */
interface Script {
  readonly imports: readonly string[];
  readonly styles: readonly string[];
}

interface Module {
  /** The script that has it; none where nothing of it is left. */
  readonly file: string | undefined;
  /** Modules that come with it, and those that it loads later. */
  readonly imports: readonly string[];
  readonly later: readonly string[];
}

export interface Parts {
  readonly scripts: Readonly<Record<string, Script>>;
  readonly modules: Readonly<Record<string, Module>>;
}

const PARTS = ".vite/parts.json";

export const partsFile = (folder: string) => join(folder, PARTS);

/** The scripts and styles that a module needs before it can show anything. */
export function filesOf({ scripts, modules }: Parts, name: string): ReadonlySet<string> {
  const module = modules[name];
  if (module === undefined) throw new Error(`${name} is not part of what was built`);
  const found = new Set<string>();
  const add = (file: string) => {
    if (found.has(file)) return;
    found.add(file);
    for (const style of scripts[file]?.styles ?? []) found.add(style);
    scripts[file]?.imports.forEach(add);
  };
  if (module.file !== undefined) add(module.file);
  return found;
}

/** Writes what was built, once it is. */
export function parts(): Plugin {
  return {
    name: "parts",
    writeBundle({ dir = "" }, bundle) {
      const own = (id: string) => id.replace(`${import.meta.dirname}/`, "");
      const scripts: Record<string, Script> = {};
      const files = new Map<string, string>();
      for (const part of Object.values(bundle)) {
        if (part.type !== "chunk") continue;
        scripts[part.fileName] = { imports: part.imports, styles: [...(part.viteMetadata?.importedCss ?? [])] };
        for (const id of part.moduleIds) files.set(id, part.fileName);
      }
      const modules: Record<string, Module> = {};
      for (const id of this.getModuleIds()) {
        const { importedIds = [], dynamicallyImportedIds = [] } = this.getModuleInfo(id) ?? {};
        modules[own(id)] = { file: files.get(id), imports: importedIds.map(own), later: dynamicallyImportedIds.map(own) };
      }
      mkdirSync(dirname(partsFile(dir)), { recursive: true });
      writeFileSync(partsFile(dir), JSON.stringify({ scripts, modules } satisfies Parts));
    },
  };
}
