/** Moves the focus among what a selector names; from elsewhere to the first or the last. `false` where there is nothing. */
export function step(selector: string, by: 1 | -1): void | false {
  const rows = [...document.querySelectorAll<HTMLElement>(selector)];
  const now = rows.findIndex((row) => row === document.activeElement);
  const next = rows[now < 0 ? (by > 0 ? 0 : rows.length - 1) : now + by];
  if (next === undefined) return now < 0 ? false : undefined;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}
