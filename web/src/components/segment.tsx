import type { ComponentChildren } from "preact";

import "./segment.css";

interface Props<Value extends string> {
  readonly label?: string;
  readonly labelledBy?: string;
  readonly options: readonly { readonly value: Value; readonly word: ComponentChildren; readonly className?: string; readonly lang?: string }[];
  readonly value: Value;
  /** Whether it stays where it is: what was tapped is under way. */
  readonly held?: boolean;
  /** Two beside each other: four that do not fit into one line of a phone. */
  readonly pairs?: boolean;
  readonly onChange: (value: Value) => void;
}

/** One of at most five choices, all in sight. */
export function Segment<Value extends string>({ label, labelledBy, options, value, held = false, pairs = false, onChange }: Props<Value>) {
  return (
    <div class={pairs ? "seg seg--pairs" : "seg"} role="group" aria-label={label} aria-labelledby={labelledBy}>
      {options.map((option) => (
        <button key={option.value} type="button" class={option.className} lang={option.lang} aria-pressed={option.value === value} aria-disabled={held ? "true" : undefined} onClick={() => { if (!held) onChange(option.value); }}>
          {option.word}
        </button>
      ))}
    </div>
  );
}
