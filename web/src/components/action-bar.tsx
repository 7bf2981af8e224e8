import type { ComponentChildren } from "preact";

import "./action-bar.css";

/** The one act of a task, at the thumb, with what comes next. It stands where the tabs stand on other pages. */
export function ActionBar({ label, next, children }: { label: string; next?: ComponentChildren; children: ComponentChildren }) {
  return (
    <div class="action-bar" role="region" aria-label={label}>
      {children}
      {next && <p class="action-bar__next">{next}</p>}
    </div>
  );
}
