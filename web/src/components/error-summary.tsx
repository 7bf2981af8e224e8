import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

import { Icon } from "./icon.js";
import "./error-summary.css";

/** Everything to be looked at before a form can be kept, each a link to its field. It takes the focus when it appears and after each further try. */
export function ErrorSummary({ title, errors, attempt }: { title: ComponentChildren; errors: readonly { id: string; text: ComponentChildren }[]; attempt: number }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.focus();
  }, [attempt]);
  const go = (event: Event, id: string) => {
    event.preventDefault();
    document.getElementById(id)?.focus();
  };
  return (
    <div ref={box} class="error-summary" role="alert" tabIndex={-1}>
      <h2><Icon name="warn" />{title}</h2>
      <ul>{errors.map(({ id, text }) => <li key={id}><a href={`#${id}`} onClick={(event) => go(event, id)}>{text}</a></li>)}</ul>
    </div>
  );
}
