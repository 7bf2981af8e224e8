import type { ComponentChildren, Ref } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

import { classNames } from "./class-names.js";
import { Icon } from "./icon.js";
import "./patient-bar.css";

interface Props {
  readonly name: ComponentChildren;
  /** The reading of the name, above it. */
  readonly kana?: ComponentChildren;
  /** Age, sex, day of birth, numbers. */
  readonly facts: ComponentChildren;
  readonly code: ComponentChildren;
  /** Badges beside the number. */
  readonly children?: ComponentChildren;
  /** At the end of the line: how long it is open, and the way back. */
  readonly end?: ComponentChildren;
  /** What is dangerous to miss, each a phrase. */
  readonly alerts?: readonly { readonly text: ComponentChildren; /** Nothing is known: no danger, and no word that there is none. */ readonly unknown?: boolean }[];
  readonly headingRef?: Ref<HTMLHeadingElement>;
}

/** Whose notebook this is. It stays in sight while the page is read. */
export function PatientBar({ name, kana, facts, code, children, end, alerts = [], headingRef = null }: Props) {
  const danger = alerts.some(({ unknown }) => !unknown);
  const box = useRef<HTMLParagraphElement>(null);
  // Many allergies scroll within the bar, by keys too: as high as they are, it would cover the page that it stands above.
  useLayoutEffect(() => {
    const { current } = box;
    if (current !== null && current.scrollHeight > current.clientHeight) current.tabIndex = 0;
    else current?.removeAttribute("tabindex");
  });
  return (
    <header class="patient">
      <div class="patient__id">
        <h1 ref={headingRef} tabIndex={-1} class="patient__name">{kana && <small>{kana}</small>}<span class="name">{name}</span></h1>
        <div>{facts}</div>
        <span class="code">{code}</span>
        {children}
        {end && <div class="patient__end">{end}</div>}
      </div>
      {alerts.length > 0 && (
        <p ref={box} class={classNames("patient__alert", !danger && "patient__alert--unknown")}>
          <Icon name={danger ? "warn" : "help"} />{alerts.map(({ text, unknown }, index) => <span key={index} class={unknown ? "patient__unknown" : undefined}>{text}</span>)}
        </p>
      )}
    </header>
  );
}
