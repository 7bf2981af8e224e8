import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

import { classNames } from "./class-names.js";
import { Icon } from "./icon.js";
import type { IconName } from "./icon-paths.js";
import "./card.css";

interface Props {
  readonly title?: ComponentChildren;
  readonly icon?: IconName;
  /** Stands at the end of the title's line. */
  readonly aside?: ComponentChildren;
  /** Says what the card is where it has no title. */
  readonly label?: string;
  /** For rows: they reach the card's edges. */
  readonly flush?: boolean;
  readonly sunken?: boolean;
  readonly children: ComponentChildren;
}

/** A sheet of paper on the page: one thing, or one list of rows. */
export function Card({ title, icon, aside, label, flush = false, sunken = false, children }: Props) {
  const id = useId();
  const heading = title && <h2 class="card__title" id={id}>{icon && <Icon name={icon} />}{title}</h2>;
  return (
    <section class={classNames("card", flush && "card--flush", sunken && "card--sunken")} aria-labelledby={title ? id : undefined} aria-label={label}>
      {heading && <div class={flush ? "card__head between" : "between"}>{heading}{aside}</div>}
      {children}
    </section>
  );
}
