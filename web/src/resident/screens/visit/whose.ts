/** In whose notebook a visit is. */
import { useEffect } from "preact/hooks";

import type { Refusal } from "../../../api/index.js";
import { useServices } from "../../../data/use-read.js";
import { useStillHere } from "../../../frame/still-here.js";
import { useHousehold } from "../../person.js";

/** Visits that were found in a notebook, or looked for in the others, since the page was loaded. */
const settled = new Set<string>();

/**
 * After a page is loaded anew, the account's own notebook is open. A visit that is not in it is looked for in those of the family, once, and that
 * notebook is opened where it is found. Whoever changes the notebook afterwards is not led back.
 */
export function useNotebookOf(visitId: string, { value, refusal }: { readonly value: unknown; readonly refusal: Refusal<string> | undefined }): void {
  const { fetchOnce } = useServices();
  const { person, people, change } = useHousehold();
  const isHere = useStillHere();
  const found = value !== undefined;
  useEffect(() => {
    if (found) settled.add(visitId);
    if (found || refusal?.status !== 404 || settled.has(visitId)) return;
    settled.add(visitId);
    const others = people.filter(({ residentId, own, scopes }) => residentId !== person.residentId && (own || scopes.visits !== undefined));
    void (async () => {
      for (const other of others) {
        const came = await fetchOnce("get-visit", { resident_id: other.residentId, visit_id: visitId });
        // Whoever went on, or opened another notebook, stays there.
        if (!isHere()) return;
        if (came.ok) return change(other);
      }
    })();
  }, [found, refusal?.status]);
}
