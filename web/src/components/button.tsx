import type { ComponentChildren } from "preact";

import { classNames } from "./class-names.js";
import { Icon } from "./icon.js";
import type { IconName } from "./icon-paths.js";
import "./button.css";

interface Props {
  readonly children: ComponentChildren;
  readonly icon?: IconName;
  /** `filled` once a screen: what most people came for. `danger` ends or destroys. */
  readonly kind?: "filled" | "line" | "quiet" | "danger";
  readonly block?: boolean;
  readonly small?: boolean;
  /** One of several short texts to take, 40 px high: for people at work. */
  readonly chip?: boolean;
  /** Which key does the same. */
  readonly shortcut?: string;
  /** Says that the act is under way: the button stays in its place and takes no second tap. */
  readonly busy?: boolean;
  readonly submit?: boolean;
  readonly onClick?: () => void;
  /** A link that looks like a button. */
  readonly href?: string;
}

/** A button says what happens. */
export function Button({ children, icon, kind = "filled", block, small, chip, shortcut, busy = false, submit = false, onClick, href }: Props) {
  const name = classNames("btn", kind !== "filled" && `btn--${kind}`, block && "btn--block", small && "btn--s", chip && "btn--chip");
  const inside = <>{icon && <Icon name={icon} />}{children}</>;
  if (href !== undefined) return <a class={name} href={href}>{inside}</a>;
  const act = (event: Event) => {
    if (busy) event.preventDefault();
    else onClick?.();
  };
  return <button type={submit ? "submit" : "button"} class={name} aria-disabled={busy ? "true" : undefined} aria-keyshortcuts={shortcut} onClick={act}>{inside}</button>;
}

/** Two buttons beside each other: the main one takes two thirds. */
export function ButtonPair({ children, even = false }: { children: ComponentChildren; even?: boolean }) {
  return <div class={even ? "btn-pair btn-pair--even" : "btn-pair"}>{children}</div>;
}
