/**
 * Writes on the device, for who chose so: encrypted (AES-GCM) by a key that the browser keeps and gives to nobody (not extractable), and
 * bound to the account. Only the order and the length of what waits can be read without it.
 */
import { type DBSchema, type IDBPDatabase, deleteDB, openDB } from "idb";

import { type Rows, shared } from "./shared-store.js";
import type { WriteStore } from "./store.js";
import type { Write, WriteId } from "./writes.js";

const NAME = "unsent-writes";

interface Schema extends DBSchema {
  keys: { key: string; value: CryptoKey };
  writes: { key: number; value: { readonly owner: string; readonly name: string; readonly iv: Uint8Array<ArrayBuffer>; readonly sealed: ArrayBuffer }; indexes: { owner: string; name: string } };
}

/** What waits on this device for an account, as a page has it. */
export async function openVault(account: string): Promise<WriteStore> {
  return shared(await openRows(account));
}

/** Opens what waits on this device for an account. */
export async function openRows(account: string): Promise<Rows> {
  let closed = false;
  const database = await openDB<Schema>(NAME, 1, {
    upgrade(made) {
      made.createObjectStore("keys");
      const writes = made.createObjectStore("writes", { autoIncrement: true });
      writes.createIndex("owner", "owner");
      writes.createIndex("name", "name", { unique: true });
    },
    // Another tab wipes the device: nothing is held on to.
    blocking: (_from, _to, event) => {
      closed = true;
      (event.target as IDBDatabase).close();
    },
  });
  const owner = await digest(account);
  let key: CryptoKey;
  try {
    key = await keyOf(database, owner);
  } catch (fault) {
    // It was opened while another page wiped it.
    if (closed) return openRows(account);
    throw fault;
  }
  const bound = new TextEncoder().encode(account);
  const find = async (name: string) => database.getKeyFromIndex("writes", "name", name);
  const open = async (rows: readonly Schema["writes"]["value"][]) => {
    const opened = await Promise.all(rows.map(async ({ iv, sealed }) => {
      try {
        const text = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: bound }, key, sealed);
        return JSON.parse(new TextDecoder().decode(text)) as Write<WriteId>;
      } catch {
        // Nobody can read it any more. It keeps none of the others back.
        return undefined;
      }
    }));
    return opened.filter((write) => write !== undefined);
  };
  return {
    all: async () => (closed ? [] : open(await database.getAllFromIndex("writes", "owner", owner))),
    async put(write, again) {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound }, key, new TextEncoder().encode(JSON.stringify(write)));
      const name = await digest(write.key);
      const transaction = database.transaction(["writes", "keys"], "readwrite");
      const writes = transaction.objectStore("writes");
      // Another page has wiped it: what is sealed by that key would be read by nobody.
      if ((await transaction.objectStore("keys").getKey(owner)) === undefined) throw new Error("the key is gone");
      const at = await writes.index("name").getKey(name);
      if (at !== undefined || !again) await writes.put({ owner, name, iv, sealed }, at);
      await transaction.done;
    },
    async remove(write) {
      const at = await find(await digest(write));
      if (at !== undefined) await database.delete("writes", at);
    },
    async wipe() {
      if (closed) return [];
      const transaction = database.transaction(["writes", "keys"], "readwrite");
      const writes = transaction.objectStore("writes");
      const own = await writes.index("owner").getAll(owner);
      for (const at of await writes.index("owner").getAllKeys(owner)) await writes.delete(at);
      await transaction.objectStore("keys").delete(owner);
      const others = await writes.count();
      await transaction.done;
      database.close();
      closed = true;
      if (others === 0) await wipeVault();
      return open(own);
    },
    alone: async (run) => (globalThis.navigator?.locks ? navigator.locks.request(`${NAME}-${owner}`, run) : run()),
  };
}

/** Leaves nothing of an account on this device, and makes nothing only to remove it: a page may be closed at any step. */
export async function wipeRows(account: string): Promise<void> {
  // Browsers before 2024 cannot all be asked.
  const databases = await indexedDB.databases?.();
  if (databases !== undefined && !databases.some(({ name }) => name === NAME)) return;
  await (await openRows(account)).wipe();
}

/** Removes what any account left on this device, and the keys. */
export async function wipeVault(): Promise<void> {
  await deleteDB(NAME);
}

async function keyOf(database: IDBPDatabase<Schema>, owner: string): Promise<CryptoKey> {
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  // One transaction: two tabs at once come to one key.
  const transaction = database.transaction("keys", "readwrite");
  const kept = await transaction.store.get(owner);
  if (kept === undefined) await transaction.store.put(made, owner);
  await transaction.done;
  return kept ?? made;
}

async function digest(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
