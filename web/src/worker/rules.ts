/** Which requests the worker answers, and how. The rest goes to the network as if there were no worker. */

export type Rule =
  /** An address of residents: the network's answer, and without one in time the page that is kept. */
  | "page"
  /** A file of the page that never changes under its name: the kept one, else the network's. */
  | "file"
  /** Not the worker's. */
  | "network";

/** What of a request decides. */
export interface Asked {
  readonly method: string;
  readonly mode: string;
  readonly url: string;
}

/**
 * What is said of a person, or decides who may see it, is never the worker's: `/v1/`, `/local/`, `/config.json`. Neither is anything of staff, nor
 * an emergency card that is opened: the page that is kept would be that of whose phone it is.
 */
export function decide({ method, mode, url }: Asked, origin: string): Rule {
  const at = new URL(url);
  if (method !== "GET" || at.origin !== origin) return "network";
  const { pathname } = at;
  if (/^\/(v1|local|staff|emergency)([/.]|$)/.test(pathname)) return "network";
  if (mode === "navigate") return pathname.includes(".") && pathname !== "/index.html" ? "network" : "page";
  return /^\/(assets|icons)\//.test(pathname) ? "file" : "network";
}
