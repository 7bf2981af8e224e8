import type { ComponentChildren } from "preact";

import { Icon } from "./icon.js";
import "./alerts.css";

interface Item {
  readonly title: ComponentChildren;
  readonly text: ComponentChildren;
  /** Where more is said of it: all of the row leads there. */
  readonly href?: string | undefined;
}

/** What is dangerous to miss: allergies, medicines that clash. */
export function Alerts({ label, items }: { label: string; items: readonly Item[] }) {
  return (
    <section class="alerts" aria-label={label}>
      {items.map(({ title, text, href }, index) => {
        const inside = <><Icon name="warn" /><span><strong>{title}</strong>{text}</span>{href && <Icon name="next" />}</>;
        return href === undefined ? <div key={index} class="alerts__row">{inside}</div> : <a key={index} class="alerts__row" href={href}>{inside}</a>;
      })}
    </section>
  );
}
