import type { ComponentChildren } from "preact";

import "./note.css";

/** What somebody wrote, and who did. `own`: the person of the notebook; `gone`: it was taken back. */
export function Note({ kind, by, children }: { kind?: "own" | "gone"; by?: ComponentChildren; children: ComponentChildren }) {
  return <div class={kind ? `note note--${kind}` : "note"}><div class="lead kept-lines">{children}</div>{by && <p class="note__by">{by}</p>}</div>;
}
