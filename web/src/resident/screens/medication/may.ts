import type { Person } from "../../person.js";

/** Whether a page offers to change, delete and move what is there; adding to it takes less (`mayRecord`). */
export function mayManage({ own, scopes }: Person): boolean {
  return own || scopes.medication === "manage";
}
