import type { ComponentChildren } from "preact";

import "./check.css";

/** A box that is ticked: a choice that holds when the form is sent, or only for the look of it. */
export function Check({ checked, onChange, children }: { checked: boolean; onChange: (checked: boolean) => void; children: ComponentChildren }) {
  return <label class="check"><input type="checkbox" checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} />{children}</label>;
}
