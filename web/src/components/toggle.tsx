import type { ComponentChildren } from "preact";

import "./toggle.css";

interface Props {
  readonly title: ComponentChildren;
  readonly sub?: ComponentChildren;
  /** The words of both positions, such as 入 and 切. */
  readonly on: ComponentChildren;
  readonly off: ComponentChildren;
  readonly checked: boolean;
  /** Whether it stays where it is: what was tapped is under way, or there is no room for more. */
  readonly held?: boolean;
  readonly onChange: (checked: boolean) => void;
}

/** A switch that holds at once, and says in words how it stands. */
export function Toggle({ title, sub, on, off, checked, held = false, onChange }: Props) {
  const change = ({ currentTarget }: { currentTarget: HTMLInputElement }) => {
    const wanted = currentTarget.checked;
    // It stands as it is said to, also where a tap changes nothing.
    currentTarget.checked = checked;
    if (!held) onChange(wanted);
  };
  return (
    <label class="toggle">
      <span class="toggle__text"><span class="toggle__title">{title}</span>{sub && <span class="toggle__sub">{sub}</span>}</span>
      <span class="toggle__box">
        <span class="toggle__state" aria-hidden="true">{checked ? on : off}</span>
        <input type="checkbox" role="switch" checked={checked} aria-disabled={held ? "true" : undefined} onChange={change} />
      </span>
    </label>
  );
}
