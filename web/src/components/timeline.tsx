import type { ComponentChildren } from "preact";

import { Icon } from "./icon.js";
import type { IconName } from "./icon-paths.js";
import "./timeline.css";

export interface TimelineItem {
  readonly key: string;
  readonly icon: IconName;
  /** `alert` asks to be looked at, `done` is what the person did, `next` is still to come. The words say the same. */
  readonly kind?: "alert" | "done" | "next" | undefined;
  readonly time?: ComponentChildren;
  readonly title: ComponentChildren;
  readonly sub?: ComponentChildren;
  /** What the line stands for, opened by who wants it. */
  readonly more?: ComponentChildren;
}

/** What happened, in order, each with its time and its author. */
export function Timeline({ items }: { items: readonly TimelineItem[] }) {
  return (
    <ol class="timeline">
      {items.map(({ key, icon, kind, time, title, sub, more }) => (
        <li key={key} class={kind && `is-${kind}`}>
          <span class="timeline__dot"><Icon name={icon} /></span>
          <div><p>{time && <><time class="strong">{time}</time> </>}<strong>{title}</strong></p>{sub && <p class="second">{sub}</p>}{more}</div>
        </li>
      ))}
    </ol>
  );
}
