/**
 * Leaves nothing of the person on this device but what they chose for it: language, size, brightness, whether unsent writes may stay, and, by the
 * pseudonymous id of the account, which texts they will decide on later (`resident/put-off.ts`).
 */
import type { Outbox } from "../data/outbox.js";
import { MEMORY } from "../data/store.js";
import { placeOf } from "../push/place.js";

export async function wipe(outbox: Outbox, page: Window): Promise<void> {
  try {
    page.sessionStorage.clear();
  } catch {
    // There is none, then.
  }
  if (placeOf(page).read() !== undefined) await (await import("../push/registration.js")).forget(page);
  const { isKept } = outbox;
  await outbox.wipe(MEMORY);
  // Where writes are kept, those of who leaves are gone now, and those of another person who shares the device wait for that one.
  if (isKept) return;
  const { wipeVault } = await import("../data/vault.js");
  await wipeVault();
}
