/** Which account the sign-in of this device is for, where what it wrote waits here: by its pseudonymous id, because nothing that the API answered is kept. */
import { storageOf } from "../data/storage.js";
import { readKept } from "./kept.js";

const PLACE = "unsent-of";

/** Whose writes this page keeps. At the end of a sign-in nothing else says it where the notebook never opened: the sign-in is gone by then. */
let here: string | undefined;

/** The account whose writes this page keeps, if it keeps any. */
export function accountHere(): string | undefined {
  return here;
}

/** Names no account any more. */
export function forgetAccount(page: Window): void {
  here = undefined;
  try {
    storageOf(page)?.removeItem(PLACE);
  } catch {
    // Nothing was noted, then.
  }
}

export function noteAccount(account: string, page: Window): void {
  here = account;
  const storage = storageOf(page);
  const sub = readKept(storage, "residents")?.sub;
  try {
    if (sub !== undefined) storage?.setItem(PLACE, JSON.stringify({ sub, account }));
  } catch {
    // What waits is then counted once the notebook opens.
  }
}

/** The account of who is signed in, where it was noted for the same person. */
export function notedAccount(page: Window): string | undefined {
  const storage = storageOf(page);
  const sub = readKept(storage, "residents")?.sub;
  try {
    const noted: unknown = JSON.parse(storage?.getItem(PLACE) ?? "null");
    if (sub === undefined || typeof noted !== "object" || noted === null || Reflect.get(noted, "sub") !== sub) return undefined;
    const account: unknown = Reflect.get(noted, "account");
    return typeof account === "string" ? account : undefined;
  } catch {
    return undefined;
  }
}
