import type { WriteKind } from "../writes.js";

/** A dose that no alarm rang for. The list is asked again, because the dose's id is the server's. */
export const logIntake: WriteKind<"log-intake"> = {
  method: "POST",
  path: "/v1/residents/{resident_id}/intakes",
  expect: {},
  outdates: ["get-adherence", "get-alarm", "list-alarms", "list-intakes"],
  adds: true,
  takeBack: ({ path }, answer) => answer && { id: "delete-intake", path: { ...path, intake_id: answer.intake_id }, body: undefined },
  tells: ({ warnings }) => (warnings ?? []).map(({ text }) => text),
};
