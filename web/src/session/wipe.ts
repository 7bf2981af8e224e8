/**
 * Leaves nothing of the person on this device but what they chose for it: language, size, brightness, whether unsent writes may stay, and, by the
 * pseudonymous id of the account, which texts they will decide on later (`resident/put-off.ts`).
 */
import type { Outbox } from "../data/outbox.js";
import { MEMORY } from "../data/store.js";

export async function wipe(outbox: Outbox, page: Window): Promise<void> {
  try {
    page.sessionStorage.clear();
  } catch {
    // There is none, then.
  }
  const { isKept } = outbox;
  await outbox.wipe(MEMORY);
  // Where writes are kept, those of who leaves are gone now, and those of another person who shares the device wait for that one.
  if (isKept) return;
  const { wipeVault } = await import("../data/vault.js");
  await wipeVault();
}
