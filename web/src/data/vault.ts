/**
 * Writes on the device, for who chose so: encrypted (AES-GCM) by a key that the browser keeps and gives to nobody (not extractable), and
 * bound to the account. Only the order and the length of what waits can be read without it.
 */
import { type DBSchema, type IDBPDatabase, deleteDB, openDB } from "idb";

import type { WriteStore } from "./store.js";
import type { Write, WriteId } from "./writes.js";

const NAME = "unsent-writes";

interface Schema extends DBSchema {
  keys: { key: string; value: CryptoKey };
  writes: { key: number; value: { readonly owner: string; readonly name: string; readonly iv: Uint8Array<ArrayBuffer>; readonly sealed: ArrayBuffer }; indexes: { owner: string; name: string } };
}

/** Opens what waits on this device for an account. */
export async function openVault(account: string): Promise<WriteStore> {
  const database = await openDB<Schema>(NAME, 1, {
    upgrade(made) {
      made.createObjectStore("keys");
      const writes = made.createObjectStore("writes", { autoIncrement: true });
      writes.createIndex("owner", "owner");
      writes.createIndex("name", "name", { unique: true });
    },
    // Another tab wipes the device: nothing is held on to.
    blocking: (_from, _to, event) => (event.target as IDBDatabase).close(),
  });
  const owner = await digest(account);
  const key = await keyOf(database, owner);
  const bound = new TextEncoder().encode(account);
  const find = async (name: string) => database.getKeyFromIndex("writes", "name", name);
  return {
    async all() {
      const rows = await database.getAllFromIndex("writes", "owner", owner);
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
    },
    async put(write) {
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: bound }, key, new TextEncoder().encode(JSON.stringify(write)));
      const name = await digest(write.key);
      await database.put("writes", { owner, name, iv, sealed }, await find(name));
    },
    async remove(write) {
      const at = await find(await digest(write));
      if (at !== undefined) await database.delete("writes", at);
    },
    async wipe() {
      const transaction = database.transaction(["writes", "keys"], "readwrite");
      const writes = transaction.objectStore("writes");
      for (const own of await writes.index("owner").getAllKeys(owner)) await writes.delete(own);
      await transaction.objectStore("keys").delete(owner);
      const others = await writes.count();
      await transaction.done;
      database.close();
      if (others === 0) await wipeVault();
    },
  };
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
