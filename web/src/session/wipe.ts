/**
 * Leaves nothing of the person on this device but what they chose for it: language, size, brightness, whether unsent writes may stay, and, by the
 * pseudonymous id of the account, which texts they will decide on later (`resident/put-off.ts`). What another person has waiting here stays.
 */
import { storageOf } from "../data/storage.js";
import { pushRecord } from "../push/record.js";
import { accountHere, forgetAccount } from "./unsent-of.js";

/** Whose rows are being wiped. A page that is closed or left meanwhile leaves it standing, and the next one goes on (`finishWipe`). */
const BEGUN = "wipe-begun";

/** The notebook's own first; without an account nothing of it was ever kept here. What the network is asked for comes last, and nothing waits for it. */
export async function wipe(account: string | undefined, page: Window): Promise<void> {
  try {
    page.sessionStorage.clear();
  } catch {
    // There is none, then.
  }
  // Where the notebook was not opened, it is known whose rows these are all the same.
  const whose = account ?? accountHere();
  if (whose !== undefined) noteBegun(page, whose);
  forgetAccount(page);
  try {
    await finishWipe(page, whose);
  } finally {
    void forgetPush(page).catch(() => {});
  }
}

/** One after the other: what a later sign-in keeps is not wiped by an earlier turn. */
let turns: Promise<void> = Promise.resolve();

/** Wipes what the page before began to wipe and did not come to. What waits on the device is opened after this. */
export function finishWipe(page: Window, whose?: string): Promise<void> {
  const turn = turns.then(async () => {
    const account = whose ?? begun(page);
    if (account === undefined) return;
    await (await import("../data/vault.js")).wipeRows(account);
    if (begun(page) === account) noteBegun(page, undefined);
  });
  turns = turn.catch(() => {});
  return turn;
}

function begun(page: Window): string | undefined {
  try {
    return storageOf(page)?.getItem(BEGUN) ?? undefined;
  } catch {
    return undefined;
  }
}

function noteBegun(page: Window, whose: string | undefined): void {
  try {
    if (whose === undefined) storageOf(page)?.removeItem(BEGUN);
    else storageOf(page)?.setItem(BEGUN, whose);
  } catch {
    // It is wiped by this page or by none, then.
  }
}

/** Alarms ring here no more. */
async function forgetPush(page: Window): Promise<void> {
  if (pushRecord(page).read() !== undefined) await (await import("../push/registration.js")).forget(page);
}
