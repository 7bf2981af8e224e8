import type { ComponentChildren } from "preact";

import { Icon } from "./icon.js";
import "./field.css";

interface Props {
  readonly id: string;
  readonly label: ComponentChildren;
  readonly hint?: ComponentChildren;
  /** What to do so that the field holds something that can be kept. */
  readonly error?: ComponentChildren;
  readonly value: string;
  readonly onInput: (value: string) => void;
  /** `lines` is a text of several lines. */
  readonly type?: "text" | "lines" | "date" | "time";
  readonly maxLength?: number;
  /** Which keyboard a phone shows. */
  readonly inputMode?: "decimal" | "numeric";
}

/** A labelled input. What is wrong stands above it, is said to a screen reader, and says what to do. */
export function Field({ id, label, hint, error, value, onInput, type = "text", maxLength, inputMode }: Props) {
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
  const shared = {
    id,
    class: "input",
    value,
    maxLength,
    inputMode,
    "aria-describedby": described,
    "aria-invalid": error ? ("true" as const) : undefined,
    onInput: (event: Event) => onInput((event.currentTarget as HTMLInputElement | HTMLTextAreaElement).value),
  };
  return (
    <div class="field">
      <label class="field__label" for={id}>{label}</label>
      {hint && <span class="field__hint" id={`${id}-hint`}>{hint}</span>}
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
      {type === "lines" ? <textarea {...shared} rows={3} /> : <input {...shared} type={type} />}
    </div>
  );
}

export function FieldError({ id, children }: { id: string; children: ComponentChildren }) {
  return <p class="field__error" id={id}><Icon name="warn" small />{children}</p>;
}
