import type { ComponentChildren } from "preact";

import { classNames } from "./class-names.js";
import { Icon } from "./icon.js";
import type { IconName } from "./icon-paths.js";
import { Avatar } from "./avatar.js";
import "./row.css";

export function Rows({ children }: { children: ComponentChildren }) {
  return <ul class="rows">{children}</ul>;
}

interface Props {
  readonly title: ComponentChildren;
  readonly sub?: ComponentChildren;
  readonly icon?: IconName;
  /** The name of a person, whose initial stands in place of an icon. */
  readonly avatar?: string;
  /** Badges and further lines. */
  readonly children?: ComponentChildren;
  readonly href?: string;
  readonly onClick?: () => void;
  /** The row that holds now, such as the person whose notebook is open. */
  readonly current?: boolean;
  /** Stands in place of the arrow. */
  readonly end?: ComponentChildren;
  readonly opensDialog?: boolean;
}

/** A line of a list: all of it is the link or the button. Without either it only says something. */
export function Row({ title, sub, icon, avatar, children, href, onClick, current = false, end, opensDialog = false }: Props) {
  const acts = href !== undefined || onClick !== undefined;
  const inside = (
    <>
      {icon && <Icon name={icon} />}
      {avatar && <Avatar name={avatar} large />}
      <span class="row__body">
        <span class="row__title">{title}</span>
        {sub && <span class="row__sub">{sub}</span>}
        {children}
      </span>
      {end ?? (acts && <Icon name="next" />)}
    </>
  );
  const name = classNames("row", icon === undefined && avatar === undefined ? "row--plain" : !acts && end === undefined && "row--two");
  if (href !== undefined) return <a class={name} href={href}>{inside}</a>;
  if (onClick === undefined) return <div class={name}>{inside}</div>;
  return (
    <button type="button" class={name} aria-current={current ? "true" : undefined} aria-haspopup={opensDialog ? "dialog" : undefined} onClick={onClick}>
      {inside}
    </button>
  );
}
