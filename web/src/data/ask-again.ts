/**
 * What was not answered is asked for again, until it is. A browser says once that the network is there: often before it carries anything, or while a look that
 * will fail is still on its way, and then nothing else would ask.
 */
import type { Cache } from "./cache.js";
import { TAGGED } from "./operations.js";

const [FIRST_MS, LONGEST_MS] = [5_000, 60_000];

/**
 * Asks while the page is in sight and the browser knows of a network: first every few seconds, then by the minute; pages that lost the same server do not come back all at once.
 * Not for a patient's notebook: an answer may be lost and the look stands in the person's log all the same, so that its page asks only while somebody works with it.
 */
export function askAgain(cache: Pick<Cache, "onScreen" | "refresh">, page: Window, random: () => number = Math.random): void {
  let pause = FIRST_MS;
  const later = () => setTimeout(look, pause * (0.75 + random() / 2));
  const look = () => {
    const open = cache.onScreen().filter(({ read, shown }) => shown.refusal?.code === "unreachable" && !TAGGED.has(read.id));
    if (open.length === 0) pause = FIRST_MS;
    else if (page.document.visibilityState === "visible" && page.navigator.onLine) {
      for (const { read } of open) void cache.refresh(read);
      pause = Math.min(2 * pause, LONGEST_MS);
    }
    later();
  };
  later();
}
