/** How far the account reaches in visits, and in whose notebook a visit is. */
import { useEffect, useRef } from "preact/hooks";

import type { Refusal } from "../../../api/index.js";
import { useServices } from "../../../data/use-read.js";
import { type Person, useHousehold } from "../../person.js";

/** Whether the account may do everything with visits, opening the notebook to an institution included. */
export function mayManage({ own, scopes }: Person): boolean {
  return own || scopes.visits === "manage";
}

/**
 * After a page is loaded anew, the account's own notebook is open. A visit that is not in it is looked for in those of the family, and that
 * notebook is opened where it is found.
 */
export function useNotebookOf(visitId: string, refusal: Refusal<string> | undefined): void {
  const { fetchOnce } = useServices();
  const { person, people, change } = useHousehold();
  const looked = useRef(false);
  useEffect(() => {
    if (refusal?.status !== 404 || !person.own || looked.current) return;
    looked.current = true;
    const others = people.filter(({ own, scopes }) => !own && scopes.visits !== undefined);
    void (async () => {
      for (const other of others) {
        const came = await fetchOnce("get-visit", { resident_id: other.residentId, visit_id: visitId });
        if (came.ok) return change(other);
      }
    })();
  }, [refusal?.status]);
}
