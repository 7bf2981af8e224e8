import type { ComponentChildren, Ref } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";

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
  readonly alerts?: readonly ComponentChildren[];
  readonly headingRef?: Ref<HTMLHeadingElement>;
}

/** Whose notebook this is. It stays in sight while the page is read. */
export function PatientBar({ name, kana, facts, code, children, end, alerts = [], headingRef = null }: Props) {
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
        <h1 ref={headingRef} tabIndex={-1} class="patient__name">{kana && <small>{kana}</small>}{name}</h1>
        <div>{facts}</div>
        <span class="code">{code}</span>
        {children}
        {end && <div class="patient__end">{end}</div>}
      </div>
      {alerts.length > 0 && <p ref={box} class="patient__alert"><Icon name="warn" />{alerts.map((alert, index) => <span key={index}>{alert}</span>)}</p>}
    </header>
  );
}
