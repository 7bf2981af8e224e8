/**
 * What keeps somebody signed in on this device: the refresh token, in `localStorage`, where all tabs find the one that counts. The access token is in
 * memory only. Against a program that runs in the page no storage of a browser helps (it could ask whatever keeps the token to use it); that is
 * kept out by the content security policy. What is stored works once, and a second use of it ends the sign-in.
 */
import type { Entry } from "./pool.js";
import { sessionKey } from "./session-key.js";

/**
 * Why nobody is signed in any more: the person left (`left`: this device, `everywhere`: all of them), the sign-in came to its end (`ended`), was used by
 * somebody else (`reused`), or nobody touched the page (`idle`).
 */
export type Ending = (typeof ENDINGS)[number];

const ENDINGS = ["left", "everywhere", "ended", "reused", "idle"] as const;

export interface Kept {
  readonly refresh: string;
  /** Names the sign-in, so that tabs know whether they speak of the same. */
  readonly id: string;
  /** Whose it is: the pool's id of the account. */
  readonly sub: string;
  /** A renewal with this token was begun, and its answer has not come. */
  readonly tried?: boolean;
}

type Place = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export function readKept(storage: Pick<Storage, "getItem"> | undefined, entry: Entry): Kept | undefined {
  try {
    const value: unknown = JSON.parse(storage?.getItem(sessionKey(entry)) ?? "null");
    return isKept(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A browser that keeps nothing (private window, full) keeps it in the page until it is closed. */
export function keep(storage: Place | undefined, entry: Entry, kept: Kept | undefined): boolean {
  try {
    if (kept === undefined) storage?.removeItem(sessionKey(entry));
    else storage?.setItem(sessionKey(entry), JSON.stringify(kept));
    return storage !== undefined;
  } catch {
    return false;
  }
}

/** For tabs that only see that it has gone: whether what waits to be sent goes with it. */
export function noteEnding(storage: Place | undefined, entry: Entry, why: Ending): void {
  try {
    storage?.setItem(`${sessionKey(entry)}-ended`, why);
  } catch {
    // They then take it for the strictest.
  }
}

export function readEnding(storage: Pick<Storage, "getItem"> | undefined, entry: Entry): Ending | undefined {
  try {
    const noted = storage?.getItem(`${sessionKey(entry)}-ended`);
    return ENDINGS.find((known) => known === noted);
  } catch {
    return undefined;
  }
}

/** Whose an access token is. Read, not checked: the API checks. */
export function subOf(access: string): string {
  try {
    const claims: unknown = JSON.parse(atob((access.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/")));
    const sub = typeof claims === "object" && claims !== null && "sub" in claims ? claims.sub : "";
    return typeof sub === "string" ? sub : "";
  } catch {
    return "";
  }
}

function isKept(value: unknown): value is Kept {
  const texts = (part: object) => ["refresh", "id", "sub"].every((name) => typeof (part as Record<string, unknown>)[name] === "string");
  return typeof value === "object" && value !== null && texts(value);
}
