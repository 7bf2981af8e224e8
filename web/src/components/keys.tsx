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

/** Keys that are pressed one after another or together, as they stand on a keyboard. */
export function KeyNames({ names }: { names: readonly string[] }) {
  return <>{names.map((name, index) => <>{index > 0 && " "}<kbd key={name} class="kbd">{name}</kbd></>)}</>;
}
