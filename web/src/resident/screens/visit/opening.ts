/** What a check-in opens unless the person chooses otherwise. */
import type { InstitutionKind, OfferedSection, Purpose, Section } from "../../../api/index.js";

/** In which order sections are shown: what most people are asked for stands first. */
export const ORDER: readonly Section[] = ["profile", "medication", "daily", "visits", "checkups", "vaccinations", "images", "health_guidance"];

/** The sections that a notebook keeps so far: the others could not be shown, so that it is not said either that they are not. */
export const KEPT: readonly Section[] = ["profile", "medication", "daily", "visits", "health_guidance"];

/** A new place starts from what is usual for the purpose. */
const USUAL: Readonly<Record<Purpose, readonly Section[]>> = {
  consultation: ["profile", "medication", "daily", "visits", "checkups", "images"],
  dispensing: ["profile", "medication"],
  health_guidance: ["profile", "daily", "checkups", "health_guidance"],
};

const EVERY: readonly Purpose[] = ["consultation", "dispensing", "health_guidance"];

/** For what people come to an institution of a kind, as the API has it. */
export function purposesOf(kind: InstitutionKind): readonly Purpose[] {
  switch (kind) {
    case "pharmacy": return ["dispensing"];
    case "visiting_nursing":
    case "health_center": return ["consultation", "health_guidance"];
    case "city_office": return [];
    case "medical":
    case "dental":
    case "other": return EVERY;
  }
}

/** The purposes that a refusal names, where the one that was asked for is not among those of the place. */
export function purposesIn(document: Readonly<Record<string, unknown>> | undefined): readonly Purpose[] {
  const named = document?.["purposes"];
  return Array.isArray(named) ? EVERY.filter((purpose) => named.includes(purpose)) : [];
}

/** Whether somebody chose there before. */
export function wasChosen(offered: readonly OfferedSection[]): boolean {
  return offered.some(({ chosen_last_time }) => chosen_last_time);
}

export function inOrder(offered: readonly OfferedSection[]): readonly OfferedSection[] {
  return [...offered].sort((one, other) => ORDER.indexOf(one.section) - ORDER.indexOf(other.section));
}

/** What is opened: as last time there, else as is usual, and over both what the person chose by hand. */
export function openedBy(offered: readonly OfferedSection[], purpose: Purpose, byHand: Readonly<Partial<Record<Section, boolean>>>): readonly Section[] {
  const last = wasChosen(offered);
  const first = ({ section, chosen_last_time }: OfferedSection) => (last ? chosen_last_time : USUAL[purpose].includes(section));
  return inOrder(offered).filter((one) => byHand[one.section] ?? first(one)).map(({ section }) => section);
}
