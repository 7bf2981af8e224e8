/**
 * Where the person wanted to go. The address stays as it is while somebody signs in, but what stands behind its `?` is for us alone (a poster's `t`, the card's
 * `code` and `state`): it is taken out of sight into this tab's `sessionStorage`, and put back once they are in.
 */
const PLACE = "wanted";
/** The card's answer counts for ten minutes; nothing is worth being kept for longer than this. */
const KEPT_MS = 30 * 60_000;

/** Called where nobody is signed in. */
export function holdAddress(page: Window, now = Date.now()): void {
  const { pathname, search, hash } = page.location;
  if (search === "") return;
  try {
    page.sessionStorage.setItem(PLACE, JSON.stringify({ path: `${pathname}${search}${hash}`, at: now }));
    page.history.replaceState(page.history.state, "", pathname);
  } catch {
    // It then stays where it is.
  }
}

/** Called where somebody is in, before the address is read. Nothing happens where the page is another one by now. */
export function restoreAddress(page: Window, now = Date.now()): void {
  let kept: unknown;
  try {
    kept = JSON.parse(page.sessionStorage.getItem(PLACE) ?? "null");
    page.sessionStorage.removeItem(PLACE);
  } catch {
    return;
  }
  if (typeof kept !== "object" || kept === null || !("path" in kept) || !("at" in kept) || typeof kept.at !== "number" || now - kept.at > KEPT_MS) return;
  const path = ownPath(kept.path, page.location.origin);
  if (path !== undefined && path.split("?")[0] === page.location.pathname) page.history.replaceState(page.history.state, "", path);
}

/** A path of these pages, or `undefined` for whatever else it may be: another origin, a scheme, `//elsewhere`. */
export function ownPath(text: unknown, origin: string): string | undefined {
  if (typeof text !== "string" || !/^\/(?![/\\])/.test(text)) return undefined;
  try {
    const url = new URL(text, origin);
    return url.origin === origin ? `${url.pathname}${url.search}${url.hash}` : undefined;
  } catch {
    return undefined;
  }
}
