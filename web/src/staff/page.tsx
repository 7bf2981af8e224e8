import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { useWords } from "../words/use-words.js";

const opened = { before: false };

/** The heading of a screen, which has the focus when one comes to it from another. The first screen leaves the focus where the browser puts it. */
export function useHeading() {
  const heading = useRef<HTMLHeadingElement>(null);
  const [focus] = useState(() => opened.before);
  opened.before = true;
  useEffect(() => {
    if (focus) heading.current?.focus({ preventScroll: true });
  }, []);
  return heading;
}

/** A screen of the staff's pages. `title`: words of the dictionary. */
export function Page({ title, children }: { title: string; children: ComponentChildren }) {
  const { words, say, plain } = useWords();
  const heading = useHeading();
  useEffect(() => {
    document.title = `${plain(title)}|${plain(words.name)}`;
  }, [title, words]);
  return <><h1 ref={heading} tabIndex={-1} class="headline">{say(title)}</h1>{children}</>;
}
