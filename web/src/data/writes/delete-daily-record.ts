import type { DailyEntry } from "../../api/index.js";
import { uuid7 } from "../uuid7.js";
import type { WriteKind } from "../writes.js";

/** Removes a set of daily values. An id is not given twice: taken back after it was done, the values are written once more as a new record. */
export const deleteDailyRecord: WriteKind<"delete-daily-record"> = {
  method: "DELETE",
  path: "/v1/residents/{resident_id}/daily-records/{record_id}",
  expect: {
    "list-daily-records": (list, { path }) => ({ ...list, items: list.items.filter(({ record_id }) => record_id !== path.record_id) }),
  },
  outdates: ["get-daily-trends", "get-goals", "get-today", "list-daily-records"],
  adds: false,
  // It is gone, whoever removed it.
  doneBefore: ["not_found"],
  takeBack: ({ path: { resident_id }, was }) => (isEntry(was) ? { id: "create-daily-record", path: { resident_id }, body: { ...valuesOf(was), record_id: uuid7() } } : undefined),
};

/** What a person wrote of an entry, without what the server says of it. */
export function valuesOf({ record_id: _id, recorded_at: _at, recorded_by: _by, version: _version, ...values }: DailyEntry) {
  return values;
}

/** What the device kept is read again with care. */
function isEntry(was: unknown): was is DailyEntry {
  return typeof was === "object" && was !== null && "taken_at" in was && typeof was.taken_at === "string";
}
