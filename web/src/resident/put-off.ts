/**
 * Texts that the person will decide on later. The API knows a consent that was given or withdrawn, but no “not now”: without this, home would ask
 * at every opening. It stays on the device by account (its pseudonymous id), so that what one person put off is still asked of the next one.
 */
import type { ConsentText } from "../api/index.js";
import { storageOf } from "../data/storage.js";

const PLACE = "put-off";

type Asked = Pick<ConsentText, "purpose" | "version" | "required">;

const nameOf = ({ purpose, version }: Asked) => `${purpose}@${version}`;

/** Those that home still asks an account for. What is required cannot be put off; a new version of a text is asked for anew. */
export function stillAsked<Text extends Asked>(account: string, texts: readonly Text[], storage: Pick<Storage, "getItem"> | undefined = storageOf(window)): readonly Text[] {
  const later = of(account, read(storage));
  return texts.filter((text) => text.required || !later.includes(nameOf(text)));
}

export function putOff(account: string, texts: readonly Asked[], storage: Pick<Storage, "getItem" | "setItem"> | undefined = storageOf(window)): void {
  const before = read(storage);
  try {
    storage?.setItem(PLACE, JSON.stringify({ ...before, [account]: [...new Set([...of(account, before), ...texts.map(nameOf)])] }));
  } catch {
    // It is then asked again at the next opening.
  }
}

function of(account: string, kept: object): readonly unknown[] {
  const names: unknown = Object.entries(kept).find(([whose]) => whose === account)?.[1];
  return Array.isArray(names) ? names : [];
}

/** By account. A list is of the time before it was kept so: it is nobody's. */
function read(storage: Pick<Storage, "getItem"> | undefined): object {
  try {
    const kept: unknown = JSON.parse(storage?.getItem(PLACE) ?? "{}");
    return typeof kept === "object" && kept !== null && !Array.isArray(kept) ? kept : {};
  } catch {
    return {};
  }
}
