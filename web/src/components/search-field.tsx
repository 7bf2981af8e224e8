import { useEffect, useRef } from "preact/hooks";

import { isConverting } from "./converting.js";
import { Icon } from "./icon.js";
import "./field.css";
import "./keys.css";
import "./search-field.css";

/** Looks through what is on the page. The key `/` goes there from anywhere, Esc empties it. */
export function SearchField({ label, value, onInput }: { label: string; value: string; onInput: (value: string) => void }) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const go = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.matches("input, textarea, select");
      if (event.key !== "/" || typing || isConverting(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      box.current?.focus();
    };
    document.addEventListener("keydown", go);
    return () => document.removeEventListener("keydown", go);
  }, []);
  return (
    <div class="search">
      <Icon name="search" />
      <input
        ref={box} class="input" type="search" aria-label={label} placeholder={label} autocomplete="off" aria-keyshortcuts="/" value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
        onKeyDown={(event) => { if (event.key === "Escape" && !isConverting(event)) onInput(""); }}
      />
      <kbd class="kbd" aria-hidden="true">/</kbd>
    </div>
  );
}
