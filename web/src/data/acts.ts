/**
 * What is done at once or not at all: a check-in, a sharing, a file. Unlike the outbox's writes it does not wait for the network. This part is loaded
 * with the first screen that acts.
 */
import { type Outcome, type Refusal, newAction, type paths } from "../api/index.js";
import type { Cache } from "./cache.js";
import type { AnswerOf, BodyOf, OperationId, PathOf, QueryOf, ReadId } from "./operations.js";
import type { Call } from "./services.js";

export interface ActKind {
  readonly method: "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: keyof paths;
  /** Reads that it changes: those on the screen are asked again. */
  readonly outdates: readonly ReadId[];
}

/** The acts of pages, and where each goes. A test holds every line to the contract. */
export const ACTS = {
  "end-sessions": { method: "DELETE", path: "/v1/me/sessions", outdates: ["get-access-log", "get-me", "get-receipt", "list-devices", "list-sessions"] },
  "check-in": { method: "POST", path: "/v1/check-ins", outdates: ["get-access-log", "get-appointment", "get-receipt", "get-today", "get-visit", "list-appointments", "list-grants", "list-visits"] },
  "create-appointment": { method: "POST", path: "/v1/residents/{resident_id}/appointments", outdates: ["get-today", "list-appointments", "list-visits"] },
  "create-visit": { method: "POST", path: "/v1/residents/{resident_id}/visits", outdates: ["get-today", "list-appointments", "list-visits"] },
  "delete-appointment": { method: "DELETE", path: "/v1/residents/{resident_id}/appointments/{appointment_id}", outdates: ["get-today", "list-appointments", "list-visits"] },
  "delete-primary-care-institution": { method: "DELETE", path: "/v1/residents/{resident_id}/primary-care-institutions/{institution_code}", outdates: ["list-primary-care-institutions"] },
  "delete-visit": { method: "DELETE", path: "/v1/residents/{resident_id}/visits/{visit_id}", outdates: ["get-today", "list-appointments", "list-visits"] },
  "end-guidance": { method: "DELETE", path: "/v1/residents/{resident_id}/guidance-offices/{institution_code}", outdates: ["list-health-guidance"] },
  "put-guidance-progress": { method: "PUT", path: "/v1/residents/{resident_id}/health-guidance/{guidance_id}/progress", outdates: ["list-health-guidance"] },
  "end-check-in": { method: "DELETE", path: "/v1/check-ins/{visit_id}", outdates: ["get-access-log", "get-receipt", "get-today", "get-visit", "list-grants", "list-visits"] },
  "renew-check-in": { method: "POST", path: "/v1/check-ins/{visit_id}/renewals", outdates: ["get-access-log", "get-receipt", "get-today", "get-visit", "list-grants", "list-visits"] },
  // Only asks; it is a POST because of what it names.
  "preview-check-in": { method: "POST", path: "/v1/check-in-previews", outdates: [] },
  "put-memo": { method: "PUT", path: "/v1/residents/{resident_id}/visits/{visit_id}/memo", outdates: ["get-appointment", "get-today", "get-visit", "list-appointments", "list-visits"] },
  "put-primary-care-institution": { method: "PUT", path: "/v1/residents/{resident_id}/primary-care-institutions/{institution_code}", outdates: ["list-primary-care-institutions"] },
  "put-read-notes": { method: "PUT", path: "/v1/residents/{resident_id}/read-notes", outdates: ["get-today"] },
  "update-appointment": { method: "PUT", path: "/v1/residents/{resident_id}/appointments/{appointment_id}", outdates: ["get-appointment", "get-today", "get-visit", "list-appointments", "list-visits"] },
  "update-visit": { method: "PUT", path: "/v1/residents/{resident_id}/visits/{visit_id}", outdates: ["get-appointment", "get-today", "get-visit", "list-appointments", "list-visits"] },
  "create-resident": { method: "POST", path: "/v1/residents", outdates: ["get-me"] },
  "finish-identity-proof": { method: "POST", path: "/v1/identity-callbacks", outdates: ["get-access-log", "get-daily-trends", "get-me", "get-medication", "get-receipt", "get-resident", "get-today", "list-family", "list-medications"] },
  "start-identity-proof": { method: "POST", path: "/v1/residents/{resident_id}/identity-proofs", outdates: [] },
  "update-consents": { method: "PUT", path: "/v1/residents/{resident_id}/consents", outdates: ["get-adherence", "get-alarm", "get-appointment", "get-consents", "get-emergency-card", "get-me", "get-receipt", "get-today", "list-alarm-suggestions", "list-alarms", "list-appointments", "list-grants", "list-health-guidance", "list-intakes"] },
  "update-resident": { method: "PATCH", path: "/v1/residents/{resident_id}", outdates: ["get-daily-trends", "get-me", "get-medication", "get-resident", "get-today", "list-family", "list-medications"] },
  "accept-invitation": { method: "POST", path: "/v1/invitation-acceptances", outdates: ["get-access-log", "get-me", "get-receipt", "list-family"] },
  "create-child": { method: "POST", path: "/v1/residents/{resident_id}/children", outdates: ["get-me", "list-family"] },
  // The code is shown where it was asked for.
  "create-invitation": { method: "POST", path: "/v1/residents/{resident_id}/invitations", outdates: ["list-family"] },
  "end-relation": { method: "DELETE", path: "/v1/residents/{resident_id}/family/{other_id}", outdates: ["get-access-log", "get-appointment", "get-emergency-card", "get-me", "get-receipt", "list-appointments", "list-family", "list-missed-dose-watchers"] },
  "update-relation": { method: "PATCH", path: "/v1/residents/{resident_id}/family/{other_id}", outdates: ["get-access-log", "get-appointment", "get-emergency-card", "get-me", "get-receipt", "list-appointments", "list-family", "list-missed-dose-watchers"] },
  "withdraw-invitation": { method: "DELETE", path: "/v1/residents/{resident_id}/invitations/{invitation_id}", outdates: ["list-family"] },
  // Its secret is shown where it was asked for.
  "create-emergency-card": { method: "POST", path: "/v1/residents/{resident_id}/emergency-card", outdates: ["get-access-log", "get-emergency-card", "get-receipt"] },
  "delete-emergency-card": { method: "DELETE", path: "/v1/residents/{resident_id}/emergency-card", outdates: ["get-access-log", "get-emergency-card", "get-receipt"] },
  "create-alarm": { method: "POST", path: "/v1/residents/{resident_id}/alarms", outdates: ["get-adherence", "get-alarm", "get-today", "list-alarm-suggestions", "list-alarms", "list-intakes"] },
  "delete-alarm": { method: "DELETE", path: "/v1/residents/{resident_id}/alarms/{alarm_id}", outdates: ["get-adherence", "get-alarm", "get-today", "list-alarm-suggestions", "list-alarms", "list-intakes"] },
  "delete-device": { method: "DELETE", path: "/v1/me/devices/{device_id}", outdates: ["list-devices", "list-sessions"] },
  "delete-missed-dose-watcher": { method: "DELETE", path: "/v1/residents/{resident_id}/missed-dose-watchers/{actor_id}", outdates: ["list-missed-dose-watchers"] },
  "put-device": { method: "PUT", path: "/v1/me/devices/{device_id}", outdates: ["list-devices", "list-sessions"] },
  "put-meal-times": { method: "PUT", path: "/v1/residents/{resident_id}/meal-times", outdates: ["get-meal-times", "list-alarm-suggestions"] },
  "put-missed-dose-watch": { method: "PUT", path: "/v1/residents/{resident_id}/missed-dose-watch", outdates: ["list-missed-dose-watchers"] },
  "put-missed-dose-watcher": { method: "PUT", path: "/v1/residents/{resident_id}/missed-dose-watchers/{actor_id}", outdates: ["list-missed-dose-watchers"] },
  "put-notification-settings": { method: "PUT", path: "/v1/residents/{resident_id}/notification-settings", outdates: ["get-notification-settings"] },
  "put-goals": { method: "PUT", path: "/v1/residents/{resident_id}/goals", outdates: ["get-goals", "get-today"] },
  "update-alarm": { method: "PUT", path: "/v1/residents/{resident_id}/alarms/{alarm_id}", outdates: ["get-adherence", "get-alarm", "get-today", "list-alarm-suggestions", "list-alarms", "list-intakes"] },
  "update-daily-record": { method: "PUT", path: "/v1/residents/{resident_id}/daily-records/{record_id}", outdates: ["get-daily-record", "get-daily-trends", "get-goals", "get-today", "list-daily-records"] },
  "add-health-guidance": { method: "POST", path: "/v1/institutions/{code}/patients/{resident_id}/health-guidance", outdates: ["list-guided", "open-notebook", "open-section"] },
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
  "add-medication": { method: "POST", path: "/v1/residents/{resident_id}/medications", outdates: ["get-medication", "get-today", "list-alarm-suggestions", "list-medications"] },
  "delete-medication": { method: "DELETE", path: "/v1/residents/{resident_id}/medications/{medication_id}", outdates: ["get-adherence", "get-alarm", "get-medication", "get-today", "list-alarm-suggestions", "list-alarms", "list-intakes", "list-medications", "list-sheets"] },
  "delete-sheet": { method: "DELETE", path: "/v1/residents/{resident_id}/dispensings/{sheet_id}", outdates: ["get-adherence", "get-alarm", "get-medication", "get-today", "list-alarm-suggestions", "list-alarms", "list-intakes", "list-medications", "list-sheets"] },
  "link-medication": { method: "PUT", path: "/v1/residents/{resident_id}/medications/{medication_id}/link", outdates: ["get-medication", "get-today", "list-alarm-suggestions", "list-medications"] },
  "put-medication-alert": { method: "PUT", path: "/v1/residents/{resident_id}/medication-alerts/{alert_id}", outdates: ["get-medication", "list-medications"] },
  "put-sheet-owner": { method: "PUT", path: "/v1/residents/{resident_id}/dispensings/{sheet_id}/owner", outdates: ["get-adherence", "get-alarm", "get-daily-trends", "get-me", "get-medication", "get-resident", "get-today", "list-alarm-suggestions", "list-alarms", "list-intakes", "list-medications", "list-sheets"] },
  "scan-dispensing": { method: "POST", path: "/v1/residents/{resident_id}/dispensings", outdates: ["get-daily-trends", "get-me", "get-medication", "get-resident", "get-today", "list-alarm-suggestions", "list-medications", "list-sheets"] },
  "transfer-sheet": { method: "POST", path: "/v1/residents/{resident_id}/dispensings/{sheet_id}/transfers", outdates: ["get-adherence", "get-alarm", "get-medication", "get-today", "list-alarm-suggestions", "list-alarms", "list-intakes", "list-medications", "list-sheets"] },
  "update-medication": { method: "PATCH", path: "/v1/residents/{resident_id}/medications/{medication_id}", outdates: ["get-medication", "get-today", "list-alarm-suggestions", "list-medications"] },
} as const satisfies { readonly [Id in OperationId]?: ActKind };

/** Answers that are asked for when they are wanted and not kept: files. A test holds every line to the contract. */
export const FETCHES = {
  "open-health-guidance": "/v1/institutions/{code}/patients/{resident_id}/health-guidance",
  "open-own-dispensings": "/v1/institutions/{code}/patients/{resident_id}/dispensings",
  "open-own-notes": "/v1/institutions/{code}/patients/{resident_id}/visits/{visit_id}/notes",
  "export-appointments": "/v1/residents/{resident_id}/appointments.ics",
  "export-medications": "/v1/residents/{resident_id}/medications/csv",
  "export-notebook": "/v1/residents/{resident_id}/medications/jahis",
  "print-medications": "/v1/residents/{resident_id}/medications/pdf",
} as const satisfies { readonly [Id in OperationId]?: keyof paths };

export type ActId = keyof typeof ACTS;
export type FetchId = keyof typeof FETCHES | ReadId;

export interface ActOptions<Id extends OperationId> {
  /** The version that the person saw, for `If-Match`. */
  readonly version?: string | undefined;
  readonly query?: QueryOf<Id> | undefined;
}

/** What an act takes after its name: nothing stands for the body where it has none. */
export type ActArguments<Id extends OperationId> = BodyOf<Id> extends undefined
  ? [path: PathOf<Id>, body?: undefined, options?: ActOptions<Id>]
  : [path: PathOf<Id>, body: BodyOf<Id>, options?: ActOptions<Id>];

export type OutcomeOf<Id extends OperationId> = Outcome<AnswerOf<Id>, string>;

export class Acts {
  /** By operation and path: what was last tried without a known answer, and its key. */
  readonly #open = new Map<string, { readonly what: string; readonly key: string }>();
  readonly #call: Call;
  readonly #cache: Cache;

  constructor(call: Call, cache: Cache) {
    this.#call = call;
    this.#cache = cache;
  }

  /** One `Idempotency-Key` for as long as it is not known what the same act with the same content came to; another content is another act. */
  async act<Id extends ActId>(id: Id, ...[path, body, { version, query } = {}]: ActArguments<Id>): Promise<OutcomeOf<Id>> {
    const kind: ActKind = ACTS[id];
    const where = JSON.stringify([id, path]);
    const what = JSON.stringify([body, version, query]);
    const before = this.#open.get(where);
    const key = before?.what === what ? before.key : newAction();
    this.#open.set(where, { what, key });
    const header = { "Idempotency-Key": key, ...(version !== undefined && { "If-Match": version }) };
    const came = await this.#call(kind.method, kind.path, { path, header, query }, body);
    const known = came.ok || !mayBeDone(came.refusal);
    if (known && this.#open.get(where)?.key === key) this.#open.delete(where);
    // Refused for what changed meanwhile: what is shown is not how it is.
    if (came.ok || STALE.has(came.refusal.status)) this.#cache.outdate(kind.outdates);
    return came as OutcomeOf<Id>;
  }

  /** Forgets what was tried. */
  clear(): void {
    this.#open.clear();
  }
}

/** Whether it may have been done all the same: no answer, one from somebody in between, a fault, or another attempt on its way (`conflict`). */
function mayBeDone({ status, code }: Refusal<string>): boolean {
  return status >= 500 || [0, 401, 429].includes(status) || code === "conflict";
}

const STALE = new Set([404, 409, 412]);
