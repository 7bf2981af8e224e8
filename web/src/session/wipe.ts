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
  await outbox.wipe(MEMORY);
  const { wipeVault } = await import("../data/vault.js");
  await wipeVault();
}
