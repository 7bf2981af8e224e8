import type { ComponentChildren } from "preact";

import { Icon } from "./icon.js";
import type { IconName } from "./icon-paths.js";
import "./tab-bar.css";

export interface Tab {
  readonly href: string;
  readonly icon: IconName;
  readonly word: ComponentChildren;
}

/** The main pages, words under every icon. */
export function TabBar({ label, tabs, current }: { label: string; tabs: readonly Tab[]; current: string }) {
  return (
    <nav class="tabbar" aria-label={label}>
      <ul>
        {tabs.map(({ href, icon, word }) => (
          <li key={href}><a href={href} aria-current={href === current ? "page" : undefined}><Icon name={icon} />{word}</a></li>
        ))}
      </ul>
    </nav>
  );
}
