/** What medicines that an answer points at are called. Names are as the sheet has them. */
import type { Alert, DrugRef, Group, NotebookNote, OtcRef, PatientNotes, StandingAlert } from "../../../api/index.js";

/** What has medicines: an entry, or a dispensing of a sheet. */
export interface HasMedicines {
  readonly id: string;
  readonly groups: readonly Group[];
  readonly otc?: { readonly name: string } | undefined;
}

/** The medicines of an entry, by name. */
export function medicinesOf({ groups, otc }: HasMedicines): readonly string[] {
  return otc === undefined ? groups.flatMap(({ drugs }) => drugs.map(({ name }) => name)) : [otc.name];
}

/** What stands around an alert. */
export interface Around {
  readonly entries: readonly HasMedicines[];
  /** Of the sheet that was scanned. */
  readonly notes?: readonly NotebookNote[];
  readonly patient?: PatientNotes | null | undefined;
}

/** What an alert is about: its medicine, then what that clashes with. What is not at hand is left out. */
export function subjectsOf({ drug, otc, with: other }: Pick<Alert | StandingAlert, "drug" | "otc" | "with">, around: Around): readonly string[] {
  const first = drug === null ? otc && otcNamed(otc, around) : drugNamed(drug, around);
  return [first, other === null ? undefined : otherNamed(other, around)].filter((name) => name !== undefined);
}

function otherNamed(other: NonNullable<Alert["with"]>, around: Around): string | undefined {
  if ("dispensing_id" in other) return drugNamed(other, around);
  if ("place" in other) return otcNamed(other, around);
  const { allergies = [], adverse_reactions = [], pending = [] } = around.patient ?? {};
  // What waits for room counts after both lists.
  return [...allergies, ...adverse_reactions, ...pending.filter(({ list }) => list !== "history").map(({ text }) => text)][other.index];
}

function drugNamed({ dispensing_id, group, drug }: DrugRef, { entries }: Around): string | undefined {
  return entries.find(({ id }) => id === dispensing_id)?.groups[group]?.drugs[drug]?.name;
}

function otcNamed(otc: OtcRef, { entries, notes }: Around): string | undefined {
  if (otc.place === "notebook") return entries.find(({ id }) => id === otc.id)?.otc?.name;
  const note = notes?.[otc.index];
  return note?.kind === "otc" ? note.name : undefined;
}
