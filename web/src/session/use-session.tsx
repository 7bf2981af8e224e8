/** Whether an entry shows its pages or the sign-in, and the way out. */
import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";

import { MEMORY } from "../data/store.js";
import { useServices } from "../data/use-read.js";
import { holdAddress, restoreAddress } from "./address.js";
import type { SignedSession } from "./browser-session.js";
import type { Ending } from "./keeper.js";

const Context = createContext<SignedSession | undefined>(undefined);

export const SessionProvider = Context.Provider;

/** The session of the page; none in `npm run dev` and in tests that hand over none. */
export function useSession(): SignedSession | undefined {
  return useContext(Context);
}

export interface Gate {
  /** Why nobody is in any more. Pages are then taken out of the document. */
  readonly closed: Ending | undefined;
  /** Counts sign-ins: the pages of each are new ones. */
  readonly turn: number;
  /** Signs out of this device (`left`), or ends here what was ended everywhere. */
  readonly leave: (why?: "left" | "everywhere") => Promise<void>;
}

export function useGate(): Gate {
  const session = useSession();
  const { forget, outbox } = useServices();
  const [{ closed, turn }, set] = useState<{ closed: Ending | undefined; turn: number }>({ closed: undefined, turn: 0 });
  const close = (why: Ending) => {
    // First out of sight, then off the device: whatever fails, nothing is shown any more.
    set((before) => ({ ...before, closed: why }));
    forget();
    // What ended by itself keeps the unsent writes for the same person's next sign-in.
    if (why !== "left" && why !== "everywhere") return undefined;
    window.history.replaceState(null, "", session?.entry === "staff" ? "/staff" : "/");
    return wipe(outbox);
  };
  useEffect(() => session?.follow((told) => {
    if (told.is === "out") void close(told.why)?.catch(() => {});
    // Nothing of the one before may be left in memory, what waits to be sent least of all.
    else if (told.is === "other") {
      restoreAddress(window);
      window.location.reload();
    }
    else {
      restoreAddress(window);
      forget();
      set((before) => ({ closed: undefined, turn: before.turn + 1 }));
      void outbox.run();
    }
  }), [session]);
  const leave = async (why: "left" | "everywhere" = "left") => {
    const wiped = close(why);
    await Promise.all([wiped, session?.held().then(({ keeper }) => keeper.leave(why))]);
  };
  return { closed, turn, leave };
}

/** While nobody is signed in, what an address says to us alone is out of sight. */
export function useHeldAddress(): void {
  useEffect(() => holdAddress(window), []);
}

async function wipe(outbox: ReturnType<typeof useServices>["outbox"]): Promise<void> {
  try {
    window.sessionStorage.clear();
  } catch {
    // There is none, then.
  }
  await outbox.wipe(MEMORY);
  const { wipeVault } = await import("../data/vault.js");
  await wipeVault();
}
