import type { WriteKind } from "../writes.js";

/** Removes a dose that was logged by hand. */
export const deleteIntake: WriteKind<"delete-intake"> = {
  method: "DELETE",
  path: "/v1/residents/{resident_id}/intakes/{intake_id}",
  expect: {
    "list-intakes": (list, { path }) => ({ ...list, items: list.items.filter(({ intake_id }) => intake_id !== path.intake_id) }),
  },
  outdates: ["get-adherence", "get-alarm", "list-alarms", "list-intakes"],
  adds: false,
  // It is gone, whoever removed it.
  doneBefore: ["not_found"],
};
