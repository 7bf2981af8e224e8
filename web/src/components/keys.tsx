import type { ComponentChildren } from "preact";

import "./keys.css";

/** Which keys do what, in one line: staff work without a mouse. */
export function Keys({ label, keys }: { label: string; keys: readonly { readonly keys: readonly string[]; readonly word: ComponentChildren }[] }) {
  return (
    <ul class="keys no-print" aria-label={label}>
      {keys.map(({ keys: names, word }) => <li key={names.join()}><KeyNames names={names} /> {word}</li>)}
    </ul>
  );
}

/** What stands between keys and is none: a range of them, or keys that are held together. */
const BETWEEN: ReadonlySet<string> = new Set(["–", "+"]);

/** Keys as they stand on a keyboard: one or another, from one to another (`–`), or together (`+`). */
export function KeyNames({ names }: { names: readonly string[] }) {
  return <>{names.map((name, index) => <>{index > 0 && " "}{BETWEEN.has(name) ? name : <kbd key={name} class="kbd">{name}</kbd>}</>)}</>;
}
