import type { WriteKind } from "../writes.js";

/** Removes a set of daily values. */
export const deleteDailyRecord: WriteKind<"delete-daily-record"> = {
  method: "DELETE",
  path: "/v1/residents/{resident_id}/daily-records/{record_id}",
  expect: {
    "list-daily-records": (list, { path }) => ({ ...list, items: list.items.filter(({ record_id }) => record_id !== path.record_id) }),
  },
  outdates: ["get-daily-trends", "get-today", "list-daily-records"],
  adds: false,
  // It is gone, whoever removed it.
  doneBefore: ["not_found"],
};
