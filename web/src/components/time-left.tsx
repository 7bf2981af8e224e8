import type { ComponentChildren } from "preact";

import { Icon } from "./icon.js";
import "./time-left.css";

/** How long something is open. `soon` is under one hour, `over` has ended. */
export function TimeLeft({ kind, children }: { kind?: "soon" | "over"; children: ComponentChildren }) {
  return <span class={kind ? `time-left time-left--${kind}` : "time-left"}><Icon name={kind === "over" ? "lock" : "clock"} small />{children}</span>;
}
