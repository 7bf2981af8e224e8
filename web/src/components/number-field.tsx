import type { ComponentChildren } from "preact";

import { FieldError } from "./field.js";
import { Icon } from "./icon.js";
import type { IconName } from "./icon-paths.js";
import "./number-field.css";

interface InputProps {
  readonly id: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  /** Called when the person goes on to something else. */
  readonly onLeave?: () => void;
  readonly error?: ComponentChildren;
  /** A question about what was typed, which refuses nothing. */
  readonly hint?: ComponentChildren;
  /** Whether a fraction can be typed: which keyboard a phone shows. */
  readonly decimal?: boolean;
}

/** A big number. Empty means that nothing was measured. */
export function NumberInput({ id, value, onInput, onLeave, error, hint, decimal = false }: InputProps) {
  return (
    <input
      id={id}
      class="numfield__in"
      type="text"
      inputMode={decimal ? "decimal" : "numeric"}
      autocomplete="off"
      maxLength={8}
      value={value}
      aria-invalid={error ? "true" : undefined}
      aria-describedby={error ? `${id}-error` : hint ? `${id}-hint` : undefined}
      onBlur={onLeave}
      onInput={(event) => onInput(event.currentTarget.value)}
    />
  );
}

interface Props extends InputProps {
  readonly icon: IconName;
  readonly label: ComponentChildren;
  /** The value before this one, so that a slip is seen. */
  readonly last?: ComponentChildren;
  readonly unit: ComponentChildren;
}

/** A number with its name, the last value and its unit on one line. */
export function NumberField({ icon, label, last, unit, ...input }: Props) {
  return (
    <div class="numfield">
      <label class="numfield__label" for={input.id}><Icon name={icon} />{label}{last && <span class="numfield__last">{last}</span>}</label>
      <span class="numfield__box"><NumberInput {...input} /><span class="numfield__unit">{unit}</span></span>
      {input.error && <div class="numfield__error"><FieldError id={`${input.id}-error`}>{input.error}</FieldError></div>}
      {!input.error && input.hint && <div class="numfield__error"><Hint id={input.id}>{input.hint}</Hint></div>}
    </div>
  );
}

function Hint({ id, children }: { id: string; children: ComponentChildren }) {
  return <p class="numfield__hint" id={`${id}-hint`} role="status"><Icon name="help" small />{children}</p>;
}

interface PartProps extends InputProps {
  readonly label: ComponentChildren;
  readonly unit?: ComponentChildren;
}

/** Several numbers that belong together, beside each other. What is wrong with any of them stands below them all. */
export function NumberRow({ parts }: { parts: readonly PartProps[] }) {
  return (
    <div class="stack">
      <div class="quick">
        {parts.map(({ label, unit, ...input }) => (
          <label key={input.id} for={input.id}><span>{label}</span><NumberInput {...input} />{unit && <span class="second">{unit}</span>}</label>
        ))}
      </div>
      {parts.map(({ id, label, error, hint }) => !error && hint && <Hint key={id} id={id}><span>{label}: {hint}</span></Hint>)}
      {parts.map(({ id, label, error }) => error && <FieldError key={id} id={`${id}-error`}><span>{label}: {error}</span></FieldError>)}
    </div>
  );
}
