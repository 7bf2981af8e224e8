import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

import "./skeleton.css";

const SHOWN_AFTER = 300;
const SAID_AFTER = 5_000;

interface Props {
  /** What is being opened. */
  readonly title: ComponentChildren;
  /** Said where it takes longer than five seconds. */
  readonly slow: ComponentChildren;
  readonly rows?: number;
  /** For the page of components: how it looks after so many milliseconds. */
  readonly after?: number;
}

/** Rows to come. Nothing for 300 ms, so that a quick answer does not flicker; the place is kept from the beginning. */
export function Skeleton({ title, slow, rows = 3, after = 0 }: Props) {
  const [waited, setWaited] = useState(after);
  useEffect(() => {
    const timers = [SHOWN_AFTER, SAID_AFTER].map((time) => setTimeout(() => setWaited((before) => Math.max(before, time)), time));
    return () => timers.forEach(clearTimeout);
  }, []);
  return (
    <section class={waited < SHOWN_AFTER ? "card skeleton-card skeleton-card--hidden" : "card skeleton-card"} aria-busy="true">
      <p class="lead strong">{title}</p>
      <div class="skeleton" aria-hidden="true">{Array.from({ length: rows }, (_, row) => <i key={row} />)}</div>
      <p class="second" role="status">{waited >= SAID_AFTER && slow}</p>
    </section>
  );
}
