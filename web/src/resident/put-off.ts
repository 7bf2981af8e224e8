/**
 * Texts that the person will decide on later. The API knows a consent that was given or withdrawn, but no “not now”: without this, home would ask
 * at every opening. It stays on the device and says nothing of the person.
 */
import type { ConsentText } from "../api/index.js";

const PLACE = "put-off";

type Asked = Pick<ConsentText, "purpose" | "version" | "required">;

const nameOf = ({ purpose, version }: Asked) => `${purpose}@${version}`;

/** Those that home still asks for. What is required cannot be put off; a new version of a text is asked for anew. */
export function stillAsked<Text extends Asked>(texts: readonly Text[], storage = storageOf()): readonly Text[] {
  const later = read(storage);
  return texts.filter((text) => text.required || !later.includes(nameOf(text)));
}

export function putOff(texts: readonly Asked[], storage = storageOf()): void {
  try {
    storage?.setItem(PLACE, JSON.stringify([...new Set([...read(storage), ...texts.map(nameOf)])]));
  } catch {
    // It is then asked again at the next opening.
  }
}

function read(storage: Pick<Storage, "getItem"> | undefined): readonly unknown[] {
  try {
    const kept: unknown = JSON.parse(storage?.getItem(PLACE) ?? "[]");
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
}

/** A browser may refuse even to be asked. */
function storageOf(): Storage | undefined {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}
