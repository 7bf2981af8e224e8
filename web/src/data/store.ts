/** Where writes wait. Other pages of the browser may hold the same ones. */
import type { Write, WriteId } from "./writes.js";

type Writes = readonly Write<WriteId>[];

export interface WriteStore {
  /** Keeps a write, or replaces it in its place. */
  readonly put: (write: Write<WriteId>) => Promise<void>;
  readonly remove: (key: string) => Promise<void>;
  /** Whether a write was put here, or found. Where it is there no more, another page has seen to it. */
  readonly holds: (key: string) => boolean;
  /** Looks what is there, for a page to agree with. */
  readonly look: () => Promise<Agreement>;
  /** Leaves nothing of the account behind: what was there is the page's from now on. */
  readonly wipe: () => Promise<Agreement>;
  /** Runs while no other page that shares the store runs anything so. */
  readonly alone: <Value>(run: () => Promise<Value>) => Promise<Value>;
}

/** What a page's writes are, with what other pages did meanwhile. */
export type Agreement = (own: Writes) => {
  /** Those that wait in the page. */
  readonly writes: Writes;
  /** Those that wait in the store and not in the page. */
  readonly others: Writes;
  /** Those that another page has sent. */
  readonly gone: Writes;
};

const ALL_OWN: Agreement = (writes) => ({ writes, others: [], gone: [] });

/** Keeps nothing beyond the page: the outbox holds what waits. */
export const MEMORY: WriteStore = { put: async () => {}, remove: async () => {}, holds: () => false, look: async () => ALL_OWN, wipe: async () => ALL_OWN, alone: (run) => run() };
