/** What this browser keeps of its registration: which device it is, for whom, and for which key. Nothing of it opens anything. */

export interface Registered {
  /** The device's id in the account's list. */
  readonly device: string;
  /** The account's pseudonymous id. */
  readonly account: string;
  /** The public key for which the browser registered. */
  readonly key: string;
}

export interface PushRecord {
  readonly read: () => Registered | undefined;
  /** Nothing takes the place of what stood there. Says whether the browser kept it. */
  readonly write: (registered: Registered | undefined) => boolean;
}

const NAME = "push";

/** A browser may refuse even to be asked: then it is not registered, because nobody would know it again. */
export function pushRecord(page: Window): PushRecord {
  return {
    read() {
      try {
        const kept: unknown = JSON.parse(page.localStorage.getItem(NAME) ?? "null");
        return isRegistered(kept) ? kept : undefined;
      } catch {
        return undefined;
      }
    },
    write(registered) {
      try {
        if (registered === undefined) page.localStorage.removeItem(NAME);
        else page.localStorage.setItem(NAME, JSON.stringify(registered));
        return true;
      } catch {
        return false;
      }
    },
  };
}

function isRegistered(kept: unknown): kept is Registered {
  return typeof kept === "object" && kept !== null && ["device", "account", "key"].every((name) => typeof Reflect.get(kept, name) === "string");
}
