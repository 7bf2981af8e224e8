/** The operations that pages use, with the types that the contract gives them. */
import type { operations, paths } from "../api/index.js";

export type OperationId = keyof operations;

type Answers<Id extends OperationId> = operations[Id]["responses"];
type JsonOf<Answer> = Answer extends { readonly content: { readonly "application/json": infer Value } } ? Value : undefined;

/** What an operation answers. */
export type AnswerOf<Id extends OperationId> = { [Status in keyof Answers<Id>]: Status extends 200 | 201 | 204 ? JsonOf<Answers<Id>[Status]> : never }[keyof Answers<Id>];
/** What stands in its path. */
export type PathOf<Id extends OperationId> = operations[Id]["parameters"] extends { readonly path: infer Path extends object } ? Path : Record<string, never>;
/** What it may be asked for more closely; `never` where it takes no query. */
export type QueryOf<Id extends OperationId> = NonNullable<operations[Id]["parameters"]["query"]>;
/** What it takes. */
export type BodyOf<Id extends OperationId> = operations[Id] extends { requestBody: { content: { "application/json": infer Body } } } ? Body : undefined;

/** The reads of pages, and where each is. A test holds every line to the contract. */
export const READS = {
  "get-me": "/v1/me",
  "get-adherence": "/v1/residents/{resident_id}/adherence",
  "get-alarm": "/v1/residents/{resident_id}/alarms/{alarm_id}",
  "get-appointment": "/v1/residents/{resident_id}/appointments/{appointment_id}",
  "get-access-log": "/v1/residents/{resident_id}/access-log",
  "get-consents": "/v1/residents/{resident_id}/consents",
  "get-emergency-card": "/v1/residents/{resident_id}/emergency-card",
  "get-daily-record": "/v1/residents/{resident_id}/daily-records/{record_id}",
  "get-daily-trends": "/v1/residents/{resident_id}/trends",
  "get-goals": "/v1/residents/{resident_id}/goals",
  "get-medication": "/v1/residents/{resident_id}/medications/{medication_id}",
  "get-resident": "/v1/residents/{resident_id}",
  "get-today": "/v1/residents/{resident_id}/today",
  "get-receipt": "/v1/residents/{resident_id}/visits/{visit_id}/receipt",
  "get-visit": "/v1/residents/{resident_id}/visits/{visit_id}",
  "get-meal-times": "/v1/residents/{resident_id}/meal-times",
  "get-notification-settings": "/v1/residents/{resident_id}/notification-settings",
  "list-alarm-suggestions": "/v1/residents/{resident_id}/alarm-suggestions",
  "list-alarms": "/v1/residents/{resident_id}/alarms",
  "list-appointments": "/v1/residents/{resident_id}/appointments",
  "list-consent-texts": "/v1/consent-texts",
  "list-daily-records": "/v1/residents/{resident_id}/daily-records",
  "list-family": "/v1/residents/{resident_id}/family",
  "list-guided": "/v1/institutions/{code}/health-guidance",
  "list-health-guidance": "/v1/residents/{resident_id}/health-guidance",
  "list-grants": "/v1/residents/{resident_id}/grants",
  "list-institutions": "/v1/institutions",
  "list-devices": "/v1/me/devices",
  "list-intakes": "/v1/residents/{resident_id}/intakes",
  "list-medications": "/v1/residents/{resident_id}/medications",
  "list-missed-dose-watchers": "/v1/residents/{resident_id}/missed-dose-watchers",
  "list-own-notes": "/v1/institutions/{code}/notes",
  "list-patients": "/v1/institutions/{code}/patients",
  "list-sessions": "/v1/me/sessions",
  "list-primary-care-institutions": "/v1/residents/{resident_id}/primary-care-institutions",
  "list-sheets": "/v1/residents/{resident_id}/dispensings",
  "list-visits": "/v1/residents/{resident_id}/visits",
  "open-notebook": "/v1/institutions/{code}/patients/{resident_id}/notebook",
  "open-section": "/v1/institutions/{code}/patients/{resident_id}/notebook/{section}",
} as const satisfies Partial<Record<OperationId, keyof paths>>;

/** Those that are asked again with the version that is shown (`If-None-Match`): where nothing is new, the person is told of no look. */
export const TAGGED: ReadonlySet<OperationId> = new Set<OperationId>(["open-notebook", "open-section"]);

export type ReadId = keyof typeof READS;

/** One read: an operation, whose, and which part of it. */
export interface Read<Id extends ReadId> {
  readonly id: Id;
  readonly path: PathOf<Id>;
  readonly query?: QueryOf<Id> | undefined;
}

/** A read of whichever operation. */
export interface AnyRead {
  readonly id: ReadId;
  readonly path: object;
  readonly query?: object | undefined;
}

/** By what an answer is kept. */
export function keyOf({ id, path, query = {} }: AnyRead): string {
  return [id, ...[path, query].map((part) => JSON.stringify(Object.entries(part).filter(([, value]) => value !== undefined).sort()))].join(" ");
}
