import type { ComponentChildren } from "preact";

import "./picks.css";

interface Props<Value extends string> {
  readonly label: string;
  readonly options: readonly { readonly value: Value; readonly word: ComponentChildren }[];
  /** Those that are chosen: one, several or none. */
  readonly picked: readonly Value[];
  readonly onPick: (value: Value) => void;
}

/** Choices of which there are many, or of which several hold: the days of a week, the kinds of a rhythm. */
export function Picks<Value extends string>({ label, options, picked, onPick }: Props<Value>) {
  return (
    <div class="picks" role="group" aria-label={label}>
      {options.map(({ value, word }) => <button key={value} type="button" aria-pressed={picked.includes(value)} onClick={() => onPick(value)}>{word}</button>)}
    </div>
  );
}
