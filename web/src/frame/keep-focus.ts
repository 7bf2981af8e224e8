/**
 * The focus is never lost: where what had it is gone, such as a form that was sent or the button of what was ended, it goes to the title of the screen that
 * stands there then. Who goes by keyboard, or hears the page, else begins anew at its top.
 */

/** A screen that knows a better place has led there by then. */
const SETTLED_MS = 200;

export function keepFocus({ document }: Window): void {
  let last: Element | undefined;
  let timer: unknown;
  const look = () => {
    timer = undefined;
    if (last === undefined || last.isConnected || document.activeElement !== document.body) return;
    // Over an open dialog nothing else can have it.
    document.querySelector<HTMLElement>(document.querySelector("dialog[open]") === null ? "h1" : "dialog[open] button")?.focus({ preventScroll: true });
  };
  document.addEventListener("focusin", ({ target }) => {
    if (target instanceof Element) last = target;
  });
  // What has no title yet, as while it is loaded, has one after a later change.
  new MutationObserver(() => {
    if (last?.isConnected === false) timer ??= setTimeout(look, SETTLED_MS);
  }).observe(document.body, { childList: true, subtree: true });
}
