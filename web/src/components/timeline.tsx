import type { ComponentChildren } from "preact";

import { classNames } from "./class-names.js";
import { Icon } from "./icon.js";
import type { IconName } from "./icon-paths.js";
import "./timeline.css";

export interface Happening {
  readonly key: string;
  readonly icon: IconName;
  /** `alert` asks to be looked at, `done` is what the person did, `next` is still to come. The words say the same. */
  readonly kind?: "alert" | "done" | "next" | undefined;
  readonly time?: ComponentChildren;
  readonly title: ComponentChildren;
  readonly sub?: ComponentChildren;
}

/** What happened, in order, each with its time and its author, and what comes. */
export function Timeline({ items }: { items: readonly Happening[] }) {
  return (
    <ol class="timeline">
      {items.map(({ key, icon, kind, time, title, sub }) => (
        <li key={key}>
          <span class={classNames("timeline__dot", kind && `timeline__dot--${kind}`)}><Icon name={icon} /></span>
          <div><p>{time && <><time class="strong">{time}</time> </>}<strong>{title}</strong></p>{sub && <p class="second">{sub}</p>}</div>
        </li>
      ))}
    </ol>
  );
}
