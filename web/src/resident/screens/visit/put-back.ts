import type { Appointment, GetVisitOutput, Refusal } from "../../../api/index.js";
import type { Services } from "../../../data/services.js";
import { bodyOf, draftOf } from "./appointment-draft.js";
import * as visits from "./draft.js";

/** Writes an appointment again that was deleted, with what was written of the visit that it is; says why where that was refused. */
export async function putBack(act: Services["act"], residentId: string, appointment: Appointment, visit: GetVisitOutput | undefined): Promise<Refusal<string> | undefined> {
  const path = { resident_id: residentId };
  const made = await act("create-appointment", path, bodyOf(draftOf(appointment)));
  if (!made.ok) return made.refusal;
  if (visit === undefined || (visit.reason === undefined && visit.diagnosis_told === undefined)) return undefined;
  const rest = await act("update-visit", { ...path, visit_id: made.value.appointment_id }, visits.bodyOf(visits.draftOf(visit)));
  return rest.ok ? undefined : rest.refusal;
}
