import type { ComponentChildren } from "preact";

import "./check.css";

/** A box that is ticked: a choice that holds when the form is sent, or only for the look of it. */
export function Check({ checked, onChange, children }: { checked: boolean; onChange: (checked: boolean) => void; children: ComponentChildren }) {
  const change = ({ currentTarget }: { currentTarget: HTMLInputElement }) => {
    const wanted = currentTarget.checked;
    // It stands as it is said to, also where a tap changes nothing.
    currentTarget.checked = checked;
    onChange(wanted);
  };
  return <label class="check"><input type="checkbox" checked={checked} onChange={change} />{children}</label>;
}
