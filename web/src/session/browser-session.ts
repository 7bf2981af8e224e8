/** The session of a page, as little of it as the first load needs: whether somebody is signed in here. The rest comes when it is wanted. */
import { Unreachable } from "../api/index.js";
import { askConfig } from "../ask-config.js";
import type { Session } from "../data/session.js";
import type { Told } from "./keeper.js";
import type { Held } from "./open-keeper.js";
import type { Entry } from "./pool.js";
import { sessionKey } from "./session-key.js";

export interface SignedSession extends Session {
  readonly entry: Entry;
  readonly held: () => Promise<Held>;
  /** Calls back when somebody signs in or out, in any tab, until the function that it gives back is called; at once for what was told before anybody listened. */
  readonly follow: (listener: (told: Told) => void) => () => void;
}

export function browserSession(page: Window, entry: Entry): SignedSession {
  const listeners = new Set<(told: Told) => void>();
  let opening: Promise<Held> | undefined;
  let missed: Told | undefined;
  const tell = (told: Told) => {
    if (listeners.size === 0) missed = told;
    for (const listener of listeners) listener(told);
  };
  const open = async () => {
    // Asked for while the program that needs it is on its way.
    const config = askConfig();
    config.catch(() => {});
    try {
      return await (await import("./open-keeper.js")).openKeeper(page, entry, tell, config);
    } catch (cause) {
      opening = undefined;
      throw new Unreachable("a part of the page did not come", { cause });
    }
  };
  const held = () => (opening ??= open());
  const known = () => opening !== undefined || isKept(page, entry);
  return {
    entry,
    held,
    follow(listener) {
      listeners.add(listener);
      if (missed) listener(missed);
      missed = undefined;
      return () => void listeners.delete(listener);
    },
    token: async () => (known() ? (await held()).keeper.token() : undefined),
    onRefused: async () => known() && held().then(({ keeper }) => keeper.refused(), () => false),
  };
}

/** As `kept.ts` keeps it. A browser may refuse even to be asked. */
function isKept(page: Window, entry: Entry): boolean {
  try {
    return page.localStorage.getItem(sessionKey(entry)) !== null;
  } catch {
    return false;
  }
}
