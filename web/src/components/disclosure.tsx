import type { ComponentChildren } from "preact";

import { Icon } from "./icon.js";
import "./disclosure.css";

/** More to read for who wants it, in its place. */
export function Disclosure({ summary, open = false, children }: { summary: ComponentChildren; open?: boolean; children: ComponentChildren }) {
  return <details class="disclosure" open={open}><summary><Icon name="down" small />{summary}</summary><div class="stack">{children}</div></details>;
}
