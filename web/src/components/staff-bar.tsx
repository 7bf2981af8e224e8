import type { ComponentChildren } from "preact";

import "./staff-bar.css";

/** The top of a staff page: what this is, and where one works. */
export function StaffBar({ name, children }: { name: ComponentChildren; children?: ComponentChildren }) {
  return <header class="staffbar"><span class="staffbar__name">{name}</span><span class="staffbar__place">{children}</span></header>;
}
