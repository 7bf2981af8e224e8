/** Leaves nothing of the person on this device but what they chose for it: language, size, brightness. */
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
  await outbox.wipe(MEMORY);
  const { wipeVault } = await import("../data/vault.js");
  await wipeVault();
}
