/** Whether this browser can be reached by push, and what makes it so. Nobody is asked before they tap. */
import { type PushRecord, type Registered, pushRecord } from "./record.js";

export type PushState =
  /** It is registered, and alarms ring on it. */
  | "registered"
  /** It could be registered; the person has not been asked, or it was taken off. */
  | "askable"
  /** The person, or the device's settings, refused notifications. */
  | "denied"
  /** An iPhone or iPad, where pages can only notify once they were added to the home screen. */
  | "needs_home_screen"
  /** Neither this browser nor this deployment can. */
  | "not_available";

/** What of the browser is looked at. */
export interface Browser {
  readonly permission: NotificationPermission | undefined;
  /** An iPhone or iPad. */
  readonly ios: boolean;
  /** Opened from the home screen. */
  readonly installed: boolean;
  /** Whether it has push, and a worker that would show one. */
  readonly push: boolean;
}

/** What a browser can, before anything is known of a registration. */
export function ability({ permission, ios, installed, push }: Browser): Exclude<PushState, "registered"> {
  if (permission === "denied") return "denied";
  if (ios && !installed) return "needs_home_screen";
  return push && permission !== undefined ? "askable" : "not_available";
}

/** Reads the browser. An iPad calls itself a Mac, but has fingers. */
export function browserOf(page: Window): Browser {
  const { userAgent, maxTouchPoints } = page.navigator;
  return {
    permission: "Notification" in page ? page.Notification.permission : undefined,
    ios: /iPhone|iPad|iPod/.test(userAgent) || (userAgent.includes("Macintosh") && maxTouchPoints > 1),
    installed: page.matchMedia("(display-mode: standalone)").matches,
    push: "PushManager" in page && "serviceWorker" in page.navigator && page.isSecureContext,
  };
}

/** How it stands now for an account. Asks nobody, and nothing of the network. */
export function stateOf(page: Window, account: string, record: PushRecord = pushRecord(page)): PushState {
  const can = ability(browserOf(page));
  return can === "askable" && isOf(record.read(), account) ? "registered" : can;
}

/** Whether this browser is registered for the account. */
export function isOf(registered: Registered | undefined, account: string): registered is Registered {
  return registered?.account === account;
}

declare global {
  interface Window {
    readonly Notification: typeof Notification;
  }
}
