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
  readonly type?: "text" | "lines" | "date" | "time" | "email" | "password";
  readonly maxLength?: number;
  /** What a browser or a password manager may fill in, such as `current-password`. */
  readonly autocomplete?: string;
  /** Which keyboard a phone shows. */
  readonly inputMode?: "decimal" | "numeric" | "email";
  /** Belongs to the field and stands below it. */
  readonly children?: ComponentChildren;
}

/** Years have four digits: a fifth, typed by mistake, makes no day. */
const LAST_DAY = "9999-12-31";

/** A labelled input. What is wrong stands above it, is said to a screen reader, and says what to do. */
export function Field({ id, label, hint, error, value, onInput, type = "text", maxLength, autocomplete, inputMode, children }: Props) {
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
  const shared = {
    id,
    class: "input",
    value,
    maxLength,
    autocomplete,
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
      {type === "lines" ? <textarea {...shared} rows={3} /> : <input {...shared} name={autocomplete} type={type} max={type === "date" ? LAST_DAY : undefined} />}
      {children}
    </div>
  );
}

export function FieldError({ id, children }: { id: string; children: ComponentChildren }) {
  return <p class="field__error" id={id}><Icon name="warn" small />{children}</p>;
}
