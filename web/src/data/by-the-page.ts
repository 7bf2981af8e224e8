/** What looks after the reads of a page for as long as it is open. Loaded once the page stands. */
import { askAgain } from "./ask-again.js";
import type { Cache } from "./cache.js";
import type { Clock } from "./clock.js";
import { followDay } from "./day.js";

export function standBy(cache: Cache, clock: Clock, page: Window): void {
  followDay(cache, clock, page);
  askAgain(cache, page);
}
