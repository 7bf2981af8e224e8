import type { ComponentChildren } from "preact";

import { Icon } from "./icon.js";
import "./steps.css";

/** What happens, one after another; the first is what comes now. */
export function Steps({ steps }: { steps: readonly ComponentChildren[] }) {
  return <ol class="steps">{steps.map((step, index) => <li key={index} class={index === 0 ? "is-now" : undefined}><p>{step}</p></li>)}</ol>;
}

/** What belongs together, in no order. */
export function Ticks({ items }: { items: readonly ComponentChildren[] }) {
  return <ul class="stack stack--tight">{items.map((item, index) => <li key={index} class="tick"><Icon name="check" small /><span>{item}</span></li>)}</ul>;
}
