/** What staff's pages do at once or not at all, and what they ask for and do not keep. Whoever imports this makes it known to `acts.ts`. */
import type { paths } from "../api/index.js";
import { ACTS, type ActKind, FETCHES } from "./acts.js";
import type { OperationId } from "./operations.js";

/** The acts of staff's pages, and where each goes. A test holds every line to the contract. */
export const STAFF_ACTS = {
  "add-health-guidance": { method: "POST", path: "/v1/institutions/{code}/patients/{resident_id}/health-guidance", outdates: ["list-guided", "open-notebook", "open-section"] },
  "amend-health-guidance": { method: "PUT", path: "/v1/institutions/{code}/patients/{resident_id}/health-guidance/{guidance_id}", outdates: ["list-guided", "open-notebook", "open-section"] },
  "retract-health-guidance": { method: "POST", path: "/v1/institutions/{code}/patients/{resident_id}/health-guidance/{guidance_id}/retraction", outdates: ["list-guided", "open-notebook", "open-section"] },
  "add-dispensing": { method: "POST", path: "/v1/institutions/{code}/patients/{resident_id}/dispensings", outdates: ["open-notebook", "open-section"] },
  "preview-dispensing": { method: "POST", path: "/v1/institutions/{code}/patients/{resident_id}/dispensing-previews", outdates: [] },
  "retract-dispensing": { method: "POST", path: "/v1/institutions/{code}/patients/{resident_id}/dispensings/{medication_id}/retraction", outdates: ["open-notebook", "open-section"] },
  "add-note": { method: "POST", path: "/v1/institutions/{code}/patients/{resident_id}/visits/{visit_id}/notes", outdates: ["list-own-notes", "open-notebook", "open-section"] },
  "amend-note": { method: "PUT", path: "/v1/institutions/{code}/patients/{resident_id}/visits/{visit_id}/notes/{note_id}", outdates: ["open-notebook", "open-section"] },
  "cancel-check-in": { method: "DELETE", path: "/v1/institutions/{code}/check-ins/{visit_id}", outdates: ["list-own-notes", "list-patients", "open-notebook", "open-section"] },
  "put-chart-number": { method: "PUT", path: "/v1/institutions/{code}/patients/{resident_id}/chart-number", outdates: ["list-patients"] },
  "put-patient-alert": { method: "PUT", path: "/v1/institutions/{code}/patients/{resident_id}/medication-alerts/{alert_id}", outdates: ["open-notebook", "open-section"] },
  "retract-note": { method: "POST", path: "/v1/institutions/{code}/patients/{resident_id}/visits/{visit_id}/notes/{note_id}/retraction", outdates: ["list-own-notes", "open-notebook", "open-section"] },
} as const satisfies { readonly [Id in OperationId]?: ActKind };

/** Answers that are asked for when they are wanted and not kept: each look is told to the person. A test holds every line to the contract. */
export const STAFF_FETCHES = {
  "open-health-guidance": "/v1/institutions/{code}/patients/{resident_id}/health-guidance",
  "open-own-dispensings": "/v1/institutions/{code}/patients/{resident_id}/dispensings",
  "open-own-notes": "/v1/institutions/{code}/patients/{resident_id}/visits/{visit_id}/notes",
} as const satisfies { readonly [Id in OperationId]?: keyof paths };

Object.assign(ACTS, STAFF_ACTS);
Object.assign(FETCHES, STAFF_FETCHES);
