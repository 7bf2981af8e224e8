/**
 * Leaves nothing of the person on this device but what they chose for it: language, size, brightness, whether unsent writes may stay, and, by the
 * pseudonymous id of the account, which texts they will decide on later (`resident/put-off.ts`). What another person has waiting here stays.
 */
import { pushRecord } from "../push/record.js";
import { accountHere, forgetAccount } from "./unsent-of.js";

/** The notebook's own first; without an account nothing of it was ever kept here. What the network is asked for comes last, and nothing waits for it. */
export async function wipe(account: string | undefined, page: Window): Promise<void> {
  try {
    page.sessionStorage.clear();
  } catch {
    // There is none, then.
  }
  // Where the notebook was not opened, it is known whose rows these are all the same.
  const whose = account ?? accountHere();
  forgetAccount(page);
  try {
    if (whose !== undefined) await (await (await import("../data/vault.js")).openRows(whose)).wipe();
  } finally {
    void forgetPush(page).catch(() => {});
  }
}

/** Alarms ring here no more. */
async function forgetPush(page: Window): Promise<void> {
  if (pushRecord(page).read() !== undefined) await (await import("../push/registration.js")).forget(page);
}
