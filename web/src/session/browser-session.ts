/** The session of a page, as little of it as the first load needs: whether somebody is signed in here. The rest comes when it is wanted. */
import { Unreachable } from "../api/index.js";
import type { Session } from "../data/session.js";
import type { Told } from "./keeper.js";
import { readKept } from "./kept.js";
import type { Held } from "./open-keeper.js";
import type { Entry } from "./pool.js";

export interface SignedSession extends Session {
  readonly entry: Entry;
  readonly held: () => Promise<Held>;
  /** Calls back when somebody signs in or out, in any tab, until the function that it gives back is called. */
  readonly follow: (listener: (told: Told) => void) => () => void;
}

export function browserSession(page: Window, entry: Entry): SignedSession {
  const storage = storageOf(page);
  const listeners = new Set<(told: Told) => void>();
  let opened: Held | undefined;
  let opening: Promise<Held> | undefined;
  const held = async (): Promise<Held> => {
    opening ??= import("./open-keeper.js").then(({ openKeeper }) => (opened = openKeeper(page, entry, storage, (told) => listeners.forEach((listener) => listener(told)))));
    try {
      return await opening;
    } catch (cause) {
      opening = undefined;
      throw new Unreachable("a part of the page did not come", { cause });
    }
  };
  const known = () => opened !== undefined || readKept(storage, entry) !== undefined;
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

/** A browser may refuse even to be asked. */
function storageOf(page: Window): Storage | undefined {
  try {
    return page.localStorage;
  } catch {
    return undefined;
  }
}
