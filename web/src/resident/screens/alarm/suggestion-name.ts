import type { Suggestion } from "../../../api/index.js";

/** Tells suggestions from each other, also in an address. */
export function nameOfSuggestion({ dispensing_id, groups, falls_on }: Suggestion): string {
  return [dispensing_id, groups.join("-"), falls_on ?? ""].join(".");
}
