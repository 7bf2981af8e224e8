import type { ComponentChildren } from "preact";

import { Icon } from "./icon.js";
import type { IconName } from "./icon-paths.js";
import "./empty.css";

/** What will be here, or why it cannot be seen, and the one button that changes that. */
export function Empty({ icon, title, children, action }: { icon: IconName; title: ComponentChildren; children?: ComponentChildren; action?: ComponentChildren }) {
  return <div class="empty"><Icon name={icon} /><h2 class="lead">{title}</h2>{children && <p>{children}</p>}{action}</div>;
}
