import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { useWords } from "../words/use-words.js";

const opened = { before: false };

/** A screen of the staff's pages. `title`: words of the dictionary. */
export function Page({ title, children }: { title: string; children: ComponentChildren }) {
  const { words, say, plain } = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  // The first screen leaves the focus where the browser puts it.
  const [focus] = useState(() => opened.before);
  opened.before = true;
  useEffect(() => {
    document.title = `${plain(title)}|${plain(words.name)}`;
  }, [title, words]);
  useEffect(() => {
    if (focus) heading.current?.focus({ preventScroll: true });
  }, []);
  return <><h1 ref={heading} tabIndex={-1} class="headline">{say(title)}</h1>{children}</>;
}
