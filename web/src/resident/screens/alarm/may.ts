import type { Section } from "../../../api/index.js";
import type { Person } from "../../person.js";

/** Whether a page offers to change or end what is there. */
export function mayManage({ own, scopes }: Person, section: Section): boolean {
  return own || scopes[section] === "manage";
}
