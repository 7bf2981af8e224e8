import type { ComponentChildren } from "preact";

import "./skip-link.css";

/** What `main` is called, so that the skip link leads there: `<main {...SKIPPED_TO}>`. */
export const SKIPPED_TO = { id: "main", tabIndex: -1 } as const;

/** The first stop of the Tab key, seen only while it is there: past the bar, to what the page is about. */
export function SkipLink({ word }: { word: ComponentChildren }) {
  return <a class="skip" href="#main">{word}</a>;
}
