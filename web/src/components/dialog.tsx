import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";

import { Button } from "./button.js";
import "./dialog.css";

interface Props {
  readonly title: ComponentChildren;
  readonly close: () => void;
  /** The word of the button that closes. Without one the children bring their own way back. */
  readonly closeWord?: ComponentChildren;
  /** `sheet` rises from below (choices), `dialog` stands in the middle (a question asked once). */
  readonly kind?: "sheet" | "dialog";
  readonly children: ComponentChildren;
}

/** Over the page. The browser keeps the focus inside, closes it by Esc, and gives the focus back. */
export function Dialog({ title, close, closeWord, kind = "sheet", children }: Props) {
  const id = useId();
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const shown = box.current;
    if (shown && !shown.open) shown.showModal();
    return () => shown?.close();
  }, []);
  const outside = (event: MouseEvent) => {
    if (event.target === box.current) close();
  };
  return (
    <dialog ref={box} class={kind === "sheet" ? "scrim" : "scrim scrim--middle"} aria-labelledby={id} onCancel={(event) => { event.preventDefault(); close(); }} onClick={outside}>
      <div class={kind === "sheet" ? "sheet" : "sheet dialog"}>
        <div class="sheet__head"><h2 id={id}>{title}</h2>{closeWord && <Button kind="quiet" small icon="close" onClick={close}>{closeWord}</Button>}</div>
        {children}
      </div>
    </dialog>
  );
}
