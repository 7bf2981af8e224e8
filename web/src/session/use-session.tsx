/** Whether an entry shows its pages or the sign-in, and the way out. */
import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";

import { useServices } from "../data/use-read.js";
import type { SignedSession } from "./browser-session.js";
import type { Ending } from "./kept.js";

const Context = createContext<SignedSession | undefined>(undefined);

export const SessionProvider = Context.Provider;

/** The session of the page; none in tests that hand over none. */
export function useSession(): SignedSession | undefined {
  return useContext(Context);
}

interface Gate {
  /** Why nobody is in any more. Pages are then taken out of the document. */
  readonly closed: Ending | undefined;
  /** Counts sign-ins: the pages of each are new ones. */
  readonly turn: number;
}

/** The gate, and how one leaves: signing out of this device (`left`), or ending here what was ended everywhere. */
export function useGate(): Gate & { readonly leave: (why?: "left" | "everywhere") => Promise<void> } {
  const session = useSession();
  const { cache, forget, outbox } = useServices();
  const [gate, set] = useState<Gate>({ closed: undefined, turn: 0 });
  const close = async (why: Ending) => {
    // First out of sight, then off the device: whatever fails, nothing is shown any more.
    set(({ turn }) => ({ closed: why, turn }));
    const account = cache.peek({ id: "get-me", path: {} }).value?.actor_id;
    forget();
    // What ended by itself keeps the unsent writes for the same person's next sign-in.
    if (why !== "left" && why !== "everywhere") return;
    history.replaceState(null, "", session?.entry === "staff" ? "/staff" : "/");
    // The queue is empty from here on, whoever signs in next.
    await outbox.wipe(async () => (await import("./open-keeper.js")).wipe(account, window));
  };
  useEffect(() => session?.follow((told) => {
    if (told.is === "out") void close(told.why).catch(() => {});
    else {
      // Another person's token sends nothing that this one wrote, not even until the page is opened anew.
      if (told.is === "other") {
        forget();
        outbox.forget();
      }
      // The address as the person wanted it, before it is read.
      void import("./open-keeper.js").then(({ restoreAddress }) => restoreAddress(window)).catch(() => {}).then(() => {
        // Nothing of the one before may be left in memory, what waits to be sent least of all.
        if (told.is === "other") return location.reload();
        forget();
        set(({ turn }) => ({ closed: undefined, turn: turn + 1 }));
        void outbox.run();
      });
    }
  }), [session]);
  // Every page of the browser is told that it is out, this one too, and closes by that alone.
  const leave = async (why: "left" | "everywhere" = "left") => {
    const held = await session?.held().catch(() => undefined);
    await (held ? held.keeper.leave(why) : close(why));
  };
  return { ...gate, leave };
}
