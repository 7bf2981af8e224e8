import type { ComponentChildren } from "preact";

import "./segment.css";

interface Props<Value extends string> {
  readonly label?: string;
  readonly labelledBy?: string;
  readonly options: readonly { readonly value: Value; readonly word: ComponentChildren; readonly className?: string; readonly lang?: string }[];
  readonly value: Value;
  readonly onChange: (value: Value) => void;
}

/** One of at most five choices, all in sight. */
export function Segment<Value extends string>({ label, labelledBy, options, value, onChange }: Props<Value>) {
  return (
    <div class="seg" role="group" aria-label={label} aria-labelledby={labelledBy}>
      {options.map((option) => (
        <button key={option.value} type="button" class={option.className} lang={option.lang} aria-pressed={option.value === value} onClick={() => onChange(option.value)}>
          {option.word}
        </button>
      ))}
    </div>
  );
}
