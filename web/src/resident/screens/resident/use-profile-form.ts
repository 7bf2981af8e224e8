import { useId, useState } from "preact/hooks";

import type { Refusal, Resident } from "../../../api/index.js";
import { useAct } from "../../../data/use-act.js";
import { useServices } from "../../../data/use-read.js";
import { type Drafting, useDraft } from "../../drafts.js";
import { type Draft, type FieldName, type FieldProblem, changesOf, differing, draftOf, over, problemsOf, refusedFields } from "./profile.js";

/** The profile as a form: what is typed stays until it is kept, also where somebody else kept something first. */
export interface Form extends Pick<Drafting<Draft>, "draft" | "change" | "found" | "startOver"> {
  readonly problems: readonly FieldProblem[];
  /** Why it was not kept, where that is about no field. */
  readonly refusal: Refusal<string> | undefined;
  /** What somebody else kept meanwhile, and in which fields it differs from what was there. */
  readonly meanwhile: { readonly fields: readonly FieldName[]; readonly theirs: Draft } | undefined;
  readonly busy: boolean;
  readonly attempt: number;
  readonly idOf: (problem: Pick<FieldProblem, "field" | "place">) => string;
  /** Says whether it was kept, or that nothing was changed. */
  readonly save: () => Promise<"kept" | "nothing" | "not yet">;
}

export function useProfileForm(residentId: string, resident: Resident, version: string | undefined): Form {
  const { fetchOnce } = useServices();
  const update = useAct("update-resident");
  const prefix = useId();
  const [base, setBase] = useState(() => ({ draft: draftOf(resident), version }));
  // Named by the version that was opened: over another one nothing typed is put.
  const [name] = useState(`profile ${version}`);
  const kept = useDraft(name, base.draft);
  const { draft, change, found } = kept;
  const [problems, setProblems] = useState<readonly FieldProblem[]>([]);
  const [meanwhile, setMeanwhile] = useState<Form["meanwhile"]>();
  const [attempt, setAttempt] = useState(0);
  const path = { resident_id: residentId };
  const save = async (): Promise<"kept" | "nothing" | "not yet"> => {
    setAttempt((count) => count + 1);
    const found = problemsOf(draft);
    setProblems(found);
    if (found.length > 0) return "not yet";
    if (differing(base.draft, draft).length === 0) return "nothing";
    const lent = kept.lend();
    const came = await update.run(path, changesOf(base.draft, draft), { version: base.version });
    if (came.ok) return "kept";
    lent.refused();
    setProblems(refusedFields(came.refusal, draft));
    if (came.refusal.status !== 412) return "not yet";
    const fresh = await fetchOnce("get-resident", path);
    if (!fresh.ok) return "not yet";
    const theirs = draftOf(fresh.value);
    setMeanwhile({ fields: differing(base.draft, theirs), theirs });
    change(over(base.draft, draft, theirs));
    setBase({ draft: theirs, version: fresh.version });
    update.clear();
    return "not yet";
  };
  return {
    draft, change, problems, meanwhile, attempt, save,
    // Where somebody else kept something meanwhile, what was opened is not how it stands.
    found: found && meanwhile === undefined,
    startOver() {
      setProblems([]);
      update.clear();
      kept.startOver();
    },
    refusal: problems.length > 0 ? undefined : update.refusal,
    busy: update.busy,
    idOf: ({ field, place }) => (place === undefined ? `${prefix}-${field}` : `${prefix}-${field}-${place.index}-${place.part}`),
  };
}
