import type { ComponentChildren } from "preact";

import { Icon } from "./icon.js";
import "./alerts.css";

/** What is dangerous to miss: allergies, medicines that clash. */
export function Alerts({ label, items }: { label: string; items: readonly { readonly title: ComponentChildren; readonly text: ComponentChildren }[] }) {
  return (
    <section class="alerts" aria-label={label}>
      {items.map(({ title, text }, index) => (
        <div key={index} class="alerts__row"><Icon name="warn" /><span><strong>{title}</strong>{text}</span></div>
      ))}
    </section>
  );
}
