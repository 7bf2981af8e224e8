import type { AlarmEntry, MedicationEntry, Suggestion } from "../../../api/index.js";
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

/** In which units the medicines of an alarm are counted, as far as the notebook says it. Of the dispensing that it comes from only its own groups count (`base`). */
export function useMedicineUnits(residentId: string, base: AlarmEntry | Suggestion | undefined): (ids: readonly string[]) => readonly string[] {
  const { value } = useRead("list-medications", { resident_id: residentId });
  return (ids) => (value?.items ?? []).filter(({ id }) => ids.includes(id)).flatMap(({ id, groups }) =>
    groups.filter((_, place) => id !== base?.dispensing_id || (base.groups?.includes(place) ?? true)).flatMap(({ drugs }) => drugs.flatMap(({ unit }) => unit || [])));
}
