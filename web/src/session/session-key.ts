import type { Entry } from "./pool.js";

/** What the sign-in of an entry is called: in the storage, as a lock, and as a channel. */
export const sessionKey = (entry: Entry) => `session-${entry}`;
