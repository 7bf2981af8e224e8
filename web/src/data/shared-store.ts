/**
 * Writes that more than one page holds. A page may have been asleep while another one sent what both hold: before it sends anything it agrees with what
 * is there by then. What was there and is gone was sent; what is there knows better than the page whether it was tried.
 */
import type { Agreement, WriteStore } from "./store.js";
import type { Write, WriteId } from "./writes.js";

/** Keeps rows, and knows nothing of pages. */
export interface Rows {
  /** Everything that is kept, oldest first. */
  readonly all: () => Promise<readonly Write<WriteId>[]>;
  /** Keeps a write; one that was there before (`again`) only where it is there still: what another page has sent does not come back. */
  readonly put: (write: Write<WriteId>, again?: boolean) => Promise<void>;
  readonly remove: (key: string) => Promise<void>;
  /** Leaves nothing behind, and gives back what was there. */
  readonly wipe: () => Promise<readonly Write<WriteId>[]>;
  readonly alone: WriteStore["alone"];
}

/** A page's own view of rows that it shares. */
export function shared(rows: Rows): WriteStore {
  const seen = new Set<string>();
  /** `read` after what was seen before it: what is put meanwhile is not missed. */
  const agree = async (read: () => Promise<readonly Write<WriteId>[]>): Promise<Agreement> => {
    const before = new Set(seen);
    const there = await read();
    for (const { key } of there) seen.add(key);
    return (own) => {
      const rest = new Map(there.map((row) => [row.key, row]));
      const gone: Write<WriteId>[] = [];
      const writes = own.flatMap((write) => {
        const row = rest.get(write.key);
        rest.delete(write.key);
        // The page's own undo may be on its way to the store.
        if (row !== undefined) return [{ ...write, ...row, ...(write.undone && { undone: true, ...(write.undoKey !== undefined && { undoKey: write.undoKey }) }) }];
        if (!before.has(write.key)) return [write];
        seen.delete(write.key);
        // When it was sent is not known, but not before it was made.
        const tried = { ...write, triedAt: write.triedAt ?? write.madeAt };
        if (write.undone) return [tried];
        gone.push(tried);
        return [];
      });
      return { writes, others: [...rest.values()], gone };
    };
  };
  return {
    async put(write) {
      await rows.put(write, seen.has(write.key));
      seen.add(write.key);
    },
    async remove(key) {
      seen.delete(key);
      await rows.remove(key);
    },
    holds: (key) => seen.has(key),
    look: () => agree(rows.all),
    wipe: () => agree(rows.wipe),
    alone: rows.alone,
  };
}
