import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

import "./reception.css";

/** What the reception calls, large enough to be shown across a desk. A screen reader says it letter by letter. */
export function Reception({ title, code, children }: { title: ComponentChildren; code: string; children?: ComponentChildren }) {
  const id = useId();
  return (
    <section class="reception" aria-labelledby={id}>
      <h2 class="lead" id={id}>{title}</h2>
      <p class="reception__code"><span aria-hidden="true">{code}</span><span class="sr">{[...code].join(" ")}</span></p>
      {children && <p class="lead">{children}</p>}
    </section>
  );
}
