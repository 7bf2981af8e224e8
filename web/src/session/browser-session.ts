/** The session of a page, as little of it as the first load needs: whether somebody is signed in here. The rest comes when it is wanted. */
import { Unreachable } from "../api/index.js";
import type { Session } from "../data/session.js";
import type { Told } from "./keeper.js";
import type { Held } from "./open-keeper.js";
import type { Entry } from "./pool.js";

export interface SignedSession extends Session {
  readonly entry: Entry;
  readonly held: () => Promise<Held>;
  /** Calls back when somebody signs in or out, in any tab, until the function that it gives back is called. */
  readonly follow: (listener: (told: Told) => void) => () => void;
}

export function browserSession(page: Window, entry: Entry): SignedSession {
  const listeners = new Set<(told: Told) => void>();
  let opening: Promise<Held> | undefined;
  const held = () =>
    (opening ??= import("./open-keeper.js").then(({ openKeeper }) => openKeeper(page, entry, (told) => listeners.forEach((listener) => listener(told)))).catch((cause: unknown) => {
      opening = undefined;
      throw new Unreachable("a part of the page did not come", { cause });
    }));
  const known = () => opening !== undefined || isKept(page, entry);
  return {
    entry,
    held,
    follow(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    token: async () => (known() ? (await held()).keeper.token() : undefined),
    onRefused: async () => known() && held().then(({ keeper }) => keeper.refused(), () => false),
  };
}

/** By the place of `kept.ts`. A browser may refuse even to be asked. */
function isKept(page: Window, entry: Entry): boolean {
  try {
    return page.localStorage.getItem(`session-${entry}`) !== null;
  } catch {
    return false;
  }
}
