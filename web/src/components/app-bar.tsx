import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

import { Icon } from "./icon.js";
import { Avatar, type PersonColour } from "./avatar.js";
import "./app-bar.css";

export interface AppBarPerson {
  readonly name: string;
  readonly colour: PersonColour;
  /** Said by a screen reader before and after the name: whose notebook is open and what the button does. */
  readonly around: readonly [string, string];
  readonly open: () => void;
}

interface Props {
  readonly title: ComponentChildren;
  /** What the window is called. */
  readonly documentTitle: string;
  /** Where “back” leads; a page of the tab bar has none. */
  readonly back?: { readonly href: string; readonly word: ComponentChildren };
  readonly person?: AppBarPerson | undefined;
  /** Whether the title takes the focus: true after a change of screen, so that a screen reader says where one is. */
  readonly focus?: boolean;
}

/** The title of the screen, the way back, and whose notebook it is. */
export function AppBar({ title, documentTitle, back, person, focus = false }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = documentTitle;
  }, [documentTitle]);
  useEffect(() => {
    if (focus) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <header class="appbar" data-person={person?.colour ?? 1}>
      {back && <a class="appbar__back" href={back.href}><Icon name="back" />{back.word}</a>}
      <h1 ref={heading} tabIndex={-1} class={back ? "appbar__title" : "appbar__title appbar__title--root"}>{title}</h1>
      {person && (
        <button type="button" class="person" aria-haspopup="dialog" onClick={person.open}>
          <Avatar name={person.name} />
          <span class="person__name"><span class="sr">{person.around[0]}</span>{person.name}<span class="sr">{person.around[1]}</span></span>
          <Icon name="down" small />
        </button>
      )}
    </header>
  );
}
