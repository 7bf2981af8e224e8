import type { ClinicWords } from "../words/clinic/ja.js";
import { clinicWords } from "../words/clinic/index.js";
import type { PlaceKind } from "../words/clinic/terms.js";
import { useLexicon } from "../words/use-words.js";
import { type Place, usePlace } from "./place.js";

/** Under which fee table (点数表) a place bills stands in its code, as the API reads it. */
const BY_FEE_TABLE: Readonly<Record<string, PlaceKind>> = { 1: "clinic", 3: "clinic", 4: "pharmacy", 6: "nursing" };

/** What a place is, by its code; a place that bills nothing is a health centre where public health nurses work. */
export function kindOf({ code, roles }: Pick<Place, "code" | "roles">): PlaceKind {
  return BY_FEE_TABLE[code.charAt(2)] ?? (roles.includes("public_health_nurse") ? "center" : "other");
}

/** The words of staff's screens, as the kind of place says them. */
export function useClinicWords(): ClinicWords {
  return useLexicon(clinicWords)[kindOf(usePlace())];
}
