/** Where writes wait. */
import type { Write, WriteId } from "./writes.js";

export interface WriteStore {
  /** Everything that is kept, oldest first. */
  readonly all: () => Promise<readonly Write<WriteId>[]>;
  /** Keeps a write, or replaces it in its place. */
  readonly put: (write: Write<WriteId>) => Promise<void>;
  readonly remove: (key: string) => Promise<void>;
  /** Leaves nothing behind. */
  readonly wipe: () => Promise<void>;
}

/** Keeps nothing beyond the page: the outbox holds what waits. */
export const MEMORY: WriteStore = { all: async () => [], put: async () => {}, remove: async () => {}, wipe: async () => {} };
