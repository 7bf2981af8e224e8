import type { VisitDraft } from "../../../api/index.js";
import { visitWords } from "../../../words/visit/index.js";
import { useLexicon } from "../../../words/use-words.js";
import { useToday } from "../../use-minute.js";
import { type Draft, type Field, bodyOf, problemsFrom, problemsIn } from "./draft.js";
import { type PlaceForm, type Saved, usePlaceForm } from "./use-place-form.js";

export type VisitForm = PlaceForm<Draft, Field>;

/** A form of a visit: what is typed stays until it is kept. */
export function useVisitForm(first: Draft, save: (body: VisitDraft) => Promise<Saved>, name: string): VisitForm {
  const words = useLexicon(visitWords);
  const today = useToday();
  return usePlaceForm(first, { problemsIn: (draft) => problemsIn(draft, today(), words), bodyOf, problemsFrom }, save, name);
}
