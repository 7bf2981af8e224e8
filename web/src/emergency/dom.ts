/** Writes texts into a page, and nothing else: no markup comes from what people wrote. */
import type { Pair } from "./words.js";

export interface Part {
  readonly tag: "h1" | "h2" | "p" | "ul" | "li" | "section" | "a" | "button";
  /** In Japanese and in English below. */
  readonly text?: Pair;
  /** What somebody wrote, as it stands. */
  readonly own?: string;
  readonly kind?: string;
  readonly href?: string;
  readonly act?: () => void;
  readonly parts?: readonly Part[];
}

/** What stands in an element from now on. */
export function put(root: Element, parts: readonly Part[]): void {
  root.replaceChildren(...parts.map((part) => made(root.ownerDocument, part)));
}

function made(page: Document, { tag, text, own, kind, href, act, parts = [] }: Part): Element {
  const element = page.createElement(tag);
  if (kind !== undefined) element.className = kind;
  if (href !== undefined) element.setAttribute("href", href);
  if (act !== undefined) element.addEventListener("click", act);
  if (text !== undefined) {
    const [ja, en] = text;
    const english = page.createElement("span");
    english.lang = "en";
    english.textContent = en;
    element.append(ja, english);
  }
  if (own !== undefined) {
    const written = page.createElement("bdi");
    written.textContent = own;
    element.append(written);
  }
  element.append(...parts.map((part) => made(page, part)));
  return element;
}
