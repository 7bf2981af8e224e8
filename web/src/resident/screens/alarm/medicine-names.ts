import type { MedicationEntry } from "../../../api/index.js";
import { useRead } from "../../../data/use-read.js";

/** The names of medicines by the entries of the notebook: those of the newest page, which is where what is taken now stands. */
export function useMedicineNames(residentId: string): (ids: readonly string[], groups?: readonly number[] | null) => readonly string[] {
  const { value } = useRead("list-medications", { resident_id: residentId });
  return (ids, groups = null) => ids.flatMap((id) => {
    const entry = value?.items.find((one) => one.id === id);
    return entry === undefined ? [] : namesOf(entry, ids.length === 1 ? groups : null);
  });
}

/** The names of an entry's drugs, or of some of its groups. */
export function namesOf(entry: MedicationEntry, groups: readonly number[] | null = null): readonly string[] {
  return entry.groups.filter((_, place) => groups === null || groups.includes(place)).flatMap(({ drugs }) => drugs.map(({ name }) => name));
}
