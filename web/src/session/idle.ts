/** Staff's pages are left behind on shared machines: after 15 minutes without a touch in any tab the sign-in ends, and the page says so a minute before. */

import { sessionKey } from "./session-key.js";

export const LOCKED_AFTER_MS = 15 * 60_000;
export const WARNED_BEFORE_MS = 60_000;
const LOOKED_EVERY_MS = 5_000;
/** How often a touch is written down. */
const NOTED_EVERY_MS = 5_000;
const PLACE = `${sessionKey("staff")}-touched`;
const TOUCHES = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;

export interface IdleParts {
  readonly storage: Storage | undefined;
  readonly now: () => number;
  readonly lock: () => void;
}

export class Idle {
  readonly #parts: IdleParts;
  readonly #listeners = new Set<() => void>();
  #noted = 0;
  #left: number | undefined;

  constructor(parts: IdleParts) {
    this.#parts = parts;
  }

  /** Seconds until the lock, in the last minute; else `undefined`. */
  get secondsLeft(): number | undefined {
    return this.#left;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Whether nobody has touched any tab for too long; also where it is not known, such as after the browser was closed and its storage lost. */
  over(): boolean {
    return this.#parts.now() - this.#touchedAt() >= LOCKED_AFTER_MS;
  }

  /** Somebody is there. A touch after the time is up unlocks nothing; a new sign-in (`fresh`) begins anew. */
  touch(fresh = false): void {
    const now = this.#parts.now();
    if (!fresh && (now - this.#noted < NOTED_EVERY_MS || this.over())) return;
    this.#noted = now;
    try {
      this.#parts.storage?.setItem(PLACE, String(now));
    } catch {
      // It then counts for this tab alone.
    }
    if (this.#left !== undefined) this.look();
  }

  /** Somebody answers the warning; once the time is up, that is too late as well. */
  goOn(): void {
    if (!this.over()) this.touch(true);
    this.look();
  }

  /** Compares the clock, warns or locks. */
  look(): void {
    const left = LOCKED_AFTER_MS - (this.#parts.now() - this.#touchedAt());
    const before = this.#left;
    this.#left = left > 0 && left <= WARNED_BEFORE_MS ? Math.ceil(left / 1000) : undefined;
    if (left <= 0) this.#parts.lock();
    if (this.#left !== before) for (const listener of this.#listeners) listener();
  }

  /** Follows a page from now on. */
  watch(page: Window): void {
    for (const kind of TOUCHES) page.addEventListener(kind, () => this.touch(), { capture: true, passive: true });
    page.setInterval(() => this.look(), LOOKED_EVERY_MS);
    // A machine that slept looks as soon as it wakes up.
    page.document.addEventListener("visibilitychange", () => this.look());
    page.addEventListener("pageshow", () => this.look());
  }

  /** A time that is still to come, of a clock that was set back, is none. */
  #touchedAt(): number {
    const at = this.#notedAt();
    return at > this.#parts.now() ? 0 : at;
  }

  #notedAt(): number {
    try {
      return Math.max(Number(this.#parts.storage?.getItem(PLACE) ?? 0), this.#parts.storage === undefined ? this.#noted : 0);
    } catch {
      return this.#noted;
    }
  }
}
