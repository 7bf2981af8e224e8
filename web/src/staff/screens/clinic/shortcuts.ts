/** Keys of a screen, for people whose hands are on the keyboard. */
import { useEffect, useRef } from "preact/hooks";

import { isConverting } from "../../../components/converting.js";

/** What a key does; `false` leaves the key to the browser. */
export type Shortcuts = Readonly<Record<string, () => void | false>>;

/** Listens for single keys while nobody types, no dialog is open and no text is being composed. Letters count in either case. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const latest = useRef(shortcuts);
  latest.current = shortcuts;
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isConverting(event) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
      if (event.target instanceof HTMLElement && event.target.matches("input, textarea, select, [contenteditable]")) return;
      const act = latest.current[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (act !== undefined && act() !== false) event.preventDefault();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}
