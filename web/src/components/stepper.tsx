import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

import { ButtonPair } from "./button.js";
import { Icon } from "./icon.js";
import "./stepper.css";
import { grouped } from "../words/numbers.js";

interface Props {
  readonly label: ComponentChildren;
  readonly value: number;
  /** What is counted, after the number. */
  readonly unit: ComponentChildren;
  /** The words of both buttons. */
  readonly less: ComponentChildren;
  readonly more: ComponentChildren;
  readonly step: number;
  readonly low: number;
  readonly high: number;
  readonly onChange: (value: number) => void;
}

/** A number that is chosen and not typed: two big buttons, and nothing between its bounds can be wrong. */
export function Stepper({ label, value, unit, less, more, step, low, high, onChange }: Props) {
  const id = useId();
  const to = (next: number) => {
    const kept = Math.min(high, Math.max(low, next));
    if (kept !== value) onChange(kept);
  };
  const button = (name: "minus" | "plus", next: number, end: boolean, word: ComponentChildren) => (
    <button type="button" class="btn btn--line" aria-disabled={end ? "true" : undefined} aria-describedby={id} onClick={() => to(next)}><Icon name={name} />{word}</button>
  );
  return (
    <div class="stepper" role="group" aria-labelledby={id}>
      <span class="stepper__label" id={id}>{label}</span>
      <output class="stepper__value"><strong>{grouped(value)}</strong> <span class="second">{unit}</span></output>
      <ButtonPair even>
        {button("minus", value - step, value <= low, less)}
        {button("plus", value + step, value >= high, more)}
      </ButtonPair>
    </div>
  );
}
