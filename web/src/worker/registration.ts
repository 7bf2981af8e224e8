/** Registers the worker, and tells when a newer version of the pages waits to be taken. */
import { type Trusting, trusted } from "./trusted.js";

const ADDRESS = "/sw.js";
const ASK_AGAIN_MS = 3_600_000;
/** The first worker of a browser fetches all that it keeps: not while the first page still waits for its own. */
const FIRST_AFTER_MS = 4_000;

export interface Versions {
  /** Whether a newer version waits. */
  readonly waits: () => boolean;
  /** Takes it, and opens the page anew. */
  readonly take: () => void;
  /** Calls back when one begins to wait, until the function that it gives back is called. */
  readonly follow: (listener: () => void) => () => void;
}

let versions: Versions | undefined;

/** The one registration of this page. Neither a server of developers nor a page in the clear has a worker. */
export function versionsOf(page: Window & Trusting): Versions {
  return (versions ??= import.meta.env.PROD && page.isSecureContext && "serviceWorker" in page.navigator ? register(page) : NONE);
}

const NONE: Versions = { waits: () => false, take: () => {}, follow: () => () => {} };

/** Registers once the page is loaded, so that what is kept does not hold up what is shown; the first worker of a browser `firstAfter` milliseconds later. */
export function register(page: Window & Trusting, firstAfter = FIRST_AFTER_MS): Versions {
  const listeners = new Set<() => void>();
  const workers = page.navigator.serviceWorker;
  let waiting: ServiceWorker | undefined;
  let askedAt = Date.now();

  /** The first worker of all replaces nothing: nobody is told of it. */
  function look(registration: ServiceWorkerRegistration): void {
    if (registration.waiting === null || workers.controller === null) return;
    waiting = registration.waiting;
    for (const listener of listeners) listener();
  }

  async function begin(): Promise<void> {
    if (page.document.readyState !== "complete") await new Promise((resume) => page.addEventListener("load", resume, { once: true }));
    if (workers.controller === null) await new Promise((resume) => setTimeout(resume, firstAfter));
    const registration = await workers.register(trusted(page, ADDRESS), { updateViaCache: "none" });
    look(registration);
    registration.addEventListener("updatefound", () => {
      const coming = registration.installing;
      coming?.addEventListener("statechange", () => look(registration));
    });
    // An installed app stays open for days.
    page.document.addEventListener("visibilitychange", () => {
      if (page.document.visibilityState !== "visible" || Date.now() - askedAt < ASK_AGAIN_MS) return;
      askedAt = Date.now();
      void registration.update().catch(() => {});
    });
  }

  // Pages do without it: a browser may refuse, as in a private window.
  void begin().catch(() => {});
  return {
    waits: () => waiting !== undefined,
    take() {
      workers.addEventListener("controllerchange", () => page.location.reload(), { once: true });
      waiting?.postMessage("take");
    },
    follow(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
