/** Leaves nothing of the person on this device but what they chose for it: language, size, brightness. */
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
