/** Institutions as they are looked through on the device: what a person types does not leave it. */
import type { InstitutionKind, ListedInstitution, PrimaryCareInstitution } from "../../../api/index.js";
import { folded } from "../../../words/folded.js";

/** An institution as it is chosen. */
export interface Place {
  readonly code: string;
  readonly name: string;
  readonly kana?: string | undefined;
  readonly kind?: InstitutionKind | undefined;
  readonly address?: string | undefined;
}

export const GROUPS = ["every", "medical", "dental", "pharmacy", "others"] as const;
export type Group = (typeof GROUPS)[number];

export function matches({ name, kana, address, kind }: Place, wanted: string, group: Group): boolean {
  const ofGroup = group === "every" || (group === "others" ? kind !== "medical" && kind !== "dental" && kind !== "pharmacy" : kind === group);
  const text = folded(wanted);
  return ofGroup && (text === "" || [name, kana, address].some((said) => said !== undefined && folded(said).includes(text)));
}

export function placeOf({ code, name, kana, kind, address }: ListedInstitution): Place {
  return { code, name, kana, kind, address };
}

/** Those of the person's own that one can check in at. */
export function ownPlaces(items: readonly PrimaryCareInstitution[]): readonly Place[] {
  return items.flatMap(({ institution: { code, name }, takes_part, kana, kind, address }) => (
    takes_part && typeof name === "string" ? [{ code, name, kana: kana ?? undefined, kind: kind ?? undefined, address: address ?? undefined }] : []
  ));
}
