import { isoDay, isoTime } from "../../words/dates.js";
import type { WriteKind } from "../writes.js";

/** A dose that no alarm rang for. It counts from the tap on, and for good once it was answered: one that is not seen is taken twice. */
export const logIntake: WriteKind<"log-intake"> = {
  method: "POST",
  path: "/v1/residents/{resident_id}/intakes",
  expect: {
    "list-intakes": (list, { path, body: { taken_at, alarm_id = null, amount = null } }, { path: { resident_id }, query: { from = "", to = "9" } = {} }, answer) => {
      const date = isoDay(new Date(taken_at));
      // Its id, its name and who logged it are the server's to say: without an id it waits.
      const intake_id = answer?.intake_id ?? null;
      if (resident_id !== path.resident_id || date < from || date > to || (answer && list.items.some((dose) => dose.intake_id === intake_id))) return list;
      return {
        ...list,
        items: [{
          kind: "logged", intake_id, alarm_id, label: null, medication_ids: [], amount, date, time: isoTime(new Date(taken_at)), due_at: null, status: "taken", answered_at: null, answered_by: null,
          withdrawn_at: null, taken_at, snoozed_until: null, delivery: null, version: null,
        }, ...list.items],
      };
    },
  },
  outdates: ["get-adherence", "get-alarm", "list-alarms", "list-intakes"],
  adds: true,
  takeBack: ({ path }, answer) => answer && { id: "delete-intake", path: { ...path, intake_id: answer.intake_id }, body: undefined },
  tells: ({ warnings }) => (warnings ?? []).map(({ text }) => text),
};
