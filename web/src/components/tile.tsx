import type { ComponentChildren } from "preact";

import { Icon } from "./icon.js";
import type { IconName } from "./icon-paths.js";
import "./tile.css";

/** Frequent acts beside each other. */
export function Tiles({ label, children }: { label: string; children: ComponentChildren }) {
  return <nav class="tiles" aria-label={label}>{children}</nav>;
}

export function Tile({ href, icon, children }: { href: string; icon: IconName; children: ComponentChildren }) {
  return <a class="tile" href={href}><Icon name={icon} /><span>{children}</span></a>;
}
