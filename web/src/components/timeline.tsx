import type { ComponentChildren } from "preact";

import { classNames } from "./class-names.js";
import { Icon } from "./icon.js";
import type { IconName } from "./icon-paths.js";
import "./timeline.css";

export interface Happening {
  readonly key: string;
  readonly icon: IconName;
  /** `done` by the person, `next` still to come; others were there on their own. */
  readonly kind?: "done" | "next";
  readonly title: ComponentChildren;
  readonly sub?: ComponentChildren;
}

/** What happened, in the order in which it did, and what comes. */
export function Timeline({ items }: { items: readonly Happening[] }) {
  return (
    <ol class="timeline">
      {items.map(({ key, icon, kind, title, sub }) => (
        <li key={key}>
          <span class={classNames("timeline__dot", kind && `timeline__dot--${kind}`)}><Icon name={icon} /></span>
          <div><p>{title}</p>{sub && <p class="second">{sub}</p>}</div>
        </li>
      ))}
    </ol>
  );
}
