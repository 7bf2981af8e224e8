import type { ComponentChildren } from "preact";

import { Icon } from "./icon.js";
import "./tick-list.css";

/** A short list in which everything holds. */
export function TickList({ items }: { items: readonly ComponentChildren[] }) {
  return <ul class="stack stack--tight">{items.map((item, index) => <li key={index} class="tick"><Icon name="check" small />{item}</li>)}</ul>;
}
