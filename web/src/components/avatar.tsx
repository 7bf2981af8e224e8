import "./person.css";

/** The colour of a person: the place among the people whose notebooks the account may open. 1 is the account's own. */
export type PersonColour = 1 | 2 | 3 | 4 | 5;

/** The initial of a person, always beside the name. `[data-person]` around it gives the colour. */
export function Avatar({ name, large = false }: { name: string; large?: boolean }) {
  return <span class={large ? "avatar avatar--l" : "avatar"} aria-hidden="true">{[...name][0] ?? ""}</span>;
}
