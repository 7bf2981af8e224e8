import type { ComponentChildren } from "preact";

import { Icon } from "./icon.js";
import type { IconName } from "./icon-paths.js";
import "./badge.css";

/** A short state: a word, with an icon where the state matters. `quiet` is dashed. */
export function Badge({ kind, icon, children }: { kind?: "ok" | "warn" | "danger" | "info" | "new" | "quiet"; icon?: IconName; children: ComponentChildren }) {
  return <span class={kind ? `badge badge--${kind}` : "badge"}>{icon && <Icon name={icon} />}{children}</span>;
}
