import type { ComponentChildren } from "preact";

import { Icon } from "./icon.js";
import type { IconName } from "./icon-paths.js";
import "./case-history.css";

interface Event {
  readonly key: string;
  readonly icon: IconName;
  /** The day, short. */
  readonly day: ComponentChildren;
  readonly title: ComponentChildren;
  /** Who wrote it. */
  readonly source?: ComponentChildren;
  /** Of the own place. */
  readonly own?: boolean;
}

/** What happened, newest first, whoever wrote it. */
export function CaseHistory({ events }: { events: readonly Event[] }) {
  return (
    <ol class="history">
      {events.map(({ key, icon, day, title, source, own }) => (
        <li key={key} class={own ? "is-own" : undefined}>
          <span class="history__dot"><Icon name={icon} /></span>
          <div><p><span class="strong">{day}</span> {title}</p>{source && <p class="history__source">{source}</p>}</div>
        </li>
      ))}
    </ol>
  );
}
