/**
 * Whether this browser can be reached by push. What registers it (a service worker, the push service's key) is not there yet: until it is,
 * every browser answers what it is, and registers nothing.
 */

export type PushState =
  /** It is registered, and alarms ring on it. */
  | "registered"
  /** It could be registered; the person has not been asked. */
  | "askable"
  /** The person, or the device's settings, refused notifications. */
  | "denied"
  /** An iPhone or iPad, where pages can only notify once they were added to the home screen. */
  | "needs_home_screen"
  /** Neither this browser nor this version of the pages can. */
  | "not_available";

export interface Push {
  /** How it stands now. Asks nobody. */
  readonly state: () => PushState;
  /** Asks the person and registers the browser. Only where `state` is `askable`. */
  readonly register: () => Promise<PushState>;
}

/** What of the browser is looked at. */
export interface Browser {
  readonly permission: NotificationPermission | undefined;
  /** An iPhone or iPad. */
  readonly ios: boolean;
  /** Opened from the home screen. */
  readonly installed: boolean;
}

/** Push of a version that cannot register: it says why the browser is not reached. */
export function withoutRegistration({ permission, ios, installed }: Browser): Push {
  const state: PushState = permission === "denied" ? "denied" : ios && !installed ? "needs_home_screen" : "not_available";
  return { state: () => state, register: async () => state };
}

/** Reads the browser. An iPad calls itself a Mac, but has fingers. */
export function browserOf(page: Window): Browser {
  const { userAgent, maxTouchPoints } = page.navigator;
  return {
    permission: "Notification" in page ? Notification.permission : undefined,
    ios: /iPhone|iPad|iPod/.test(userAgent) || (userAgent.includes("Macintosh") && maxTouchPoints > 1),
    installed: page.matchMedia("(display-mode: standalone)").matches,
  };
}

/** The push of this page. */
export function pushOf(page: Window): Push {
  return withoutRegistration(browserOf(page));
}
