import type { ComponentChildren } from "preact";

import "./toggle.css";

interface Props {
  readonly title: ComponentChildren;
  readonly sub?: ComponentChildren;
  /** The words of both positions, such as 入 and 切. */
  readonly on: ComponentChildren;
  readonly off: ComponentChildren;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** A switch that holds at once, and says in words how it stands. */
export function Toggle({ title, sub, on, off, checked, onChange }: Props) {
  return (
    <label class="toggle">
      <span class="toggle__text"><span class="toggle__title">{title}</span>{sub && <span class="toggle__sub">{sub}</span>}</span>
      <span class="toggle__box">
        <span class="toggle__state" aria-hidden="true">{checked ? on : off}</span>
        <input type="checkbox" role="switch" checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} />
      </span>
    </label>
  );
}
