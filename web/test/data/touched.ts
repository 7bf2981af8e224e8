/** What each read shows and each act changes, by what is kept (the kinds of shared/records/TABLE.md, put together where pages need no finer ones). Residents and staff have an origin each: what a clinic sees is its own. */
import type { ActId } from "../../src/data/acts.js";
import type { ReadId } from "../../src/data/operations.js";
import type { WriteId } from "../../src/data/writes.js";

export type Kept =
  | "alarms" | "appointments" | "arrivals" | "chart numbers" | "clinic's view" | "consents" | "daily records" | "day" | "devices" | "emergency card" | "follow-ups" | "goals" | "grants" | "guidance" | "guided persons" | "institutions" | "intakes" | "known alerts" | "log" | "logged intakes" | "meal times" | "medications" | "notes read" | "notification settings" | "open invitations"
  | "one daily record" | "one visit" | "own account" | "ways to own notes" | "primary care" | "profile" | "relations" | "sessions" | "sheets" | "texts" | "visits" | "watchers" | "one appointment";

export const SHOWS: Readonly<Record<ReadId, readonly Kept[]>> = {
  "get-me": ["own account", "profile", "relations", "consents", "sessions"],
  "get-adherence": ["alarms", "intakes", "logged intakes", "day"],
  "get-alarm": ["alarms", "intakes", "logged intakes", "day"],
  // Whom its reminders reach goes by relations and consents.
  "get-appointment": ["one appointment"],
  "get-access-log": ["log"],
  "get-consents": ["consents"],
  "get-emergency-card": ["emergency card"],
  "get-daily-record": ["one daily record"],
  // What is said of values goes by what the profile says of the person.
  "get-daily-trends": ["daily records", "profile", "day"],
  "get-goals": ["goals", "daily records", "day"],
  "get-medication": ["medications", "known alerts", "profile"],
  "get-resident": ["profile"],
  "get-today": ["profile", "alarms", "intakes", "medications", "daily records", "goals", "grants", "visits", "notes read", "consents", "day"],
  "get-receipt": ["log", "grants"],
  "get-visit": ["one visit"],
  "get-meal-times": ["meal times"],
  "get-notification-settings": ["notification settings"],
  "list-alarm-suggestions": ["medications", "alarms", "meal times", "day"],
  "list-alarms": ["alarms", "intakes", "logged intakes", "day"],
  "list-appointments": ["appointments"],
  "list-consent-texts": ["texts"],
  "list-daily-records": ["daily records"],
  "list-family": ["relations", "open invitations"],
  "list-guided": ["guided persons", "day"],
  "list-health-guidance": ["guidance", "follow-ups", "day"],
  "list-grants": ["grants", "day"],
  "list-institutions": ["institutions"],
  "list-devices": ["devices"],
  "list-intakes": ["alarms", "intakes", "logged intakes", "day"],
  "list-medications": ["medications", "known alerts", "profile", "day"],
  "list-missed-dose-watchers": ["watchers"],
  "list-own-notes": ["ways to own notes", "arrivals", "day"],
  "list-patients": ["arrivals", "chart numbers", "day"],
  "list-sessions": ["sessions", "devices"],
  "list-primary-care-institutions": ["primary care"],
  "list-sheets": ["sheets"],
  "list-visits": ["visits"],
  "open-notebook": ["clinic's view"],
  "open-section": ["clinic's view"],
};

/** What no act of these pages changes, and who does. */
export const ELSEWHERE: readonly Kept[] = [
  // The city writes both.
  "institutions", "texts",
  // It passes by itself: `OF_A_DAY` (data/day.ts).
  "day",
];

/** What is removed is not asked for again by itself (`one …`): the screen goes on. */
export const CHANGES: Readonly<Record<ActId | WriteId, readonly Kept[]>> = {
  "end-sessions": ["sessions", "devices", "log"],
  "check-in": ["visits", "one visit", "appointments", "one appointment", "grants", "log"],
  "create-appointment": ["visits", "appointments"],
  "create-visit": ["visits", "appointments"],
  "delete-appointment": ["visits", "appointments"],
  "delete-primary-care-institution": ["primary care"],
  "delete-visit": ["visits", "appointments"],
  "end-guidance": ["follow-ups"],
  "put-guidance-progress": ["guidance"],
  "end-check-in": ["visits", "one visit", "grants", "log"],
  // The visit has as far as it was extended.
  "renew-check-in": ["visits", "one visit", "grants", "log"],
  "preview-check-in": [],
  "put-memo": ["visits", "one visit", "appointments", "one appointment"],
  "put-primary-care-institution": ["primary care"],
  "put-read-notes": ["notes read"],
  "update-appointment": ["visits", "one visit", "appointments", "one appointment"],
  "update-visit": ["visits", "one visit", "appointments", "one appointment"],
  "create-resident": ["own account"],
  // It links the card and may set the status of the person; the log has the proof.
  "finish-identity-proof": ["own account", "profile", "relations", "log"],
  "start-identity-proof": [],
  // A consent that is withdrawn ends grants and lets nothing ring.
  "update-consents": ["consents", "grants", "alarms", "follow-ups", "emergency card", "appointments", "one appointment"],
  "update-resident": ["profile", "relations"],
  // It stands in the log of the person.
  "accept-invitation": ["relations", "log"],
  "create-child": ["relations"],
  "create-invitation": ["open invitations"],
  // Who does not see the medicines any more is told of no missed dose; the card that they made ends.
  "end-relation": ["relations", "watchers", "log", "emergency card", "appointments", "one appointment"],
  "update-relation": ["relations", "watchers", "log", "emergency card", "appointments", "one appointment"],
  "create-emergency-card": ["emergency card", "log"],
  "delete-emergency-card": ["emergency card", "log"],
  "withdraw-invitation": ["open invitations"],
  "create-alarm": ["alarms"],
  "delete-alarm": ["alarms"],
  "delete-device": ["devices"],
  "delete-missed-dose-watcher": ["watchers"],
  "put-device": ["devices"],
  "put-meal-times": ["meal times"],
  "put-missed-dose-watch": ["watchers"],
  "put-missed-dose-watcher": ["watchers"],
  "put-notification-settings": ["notification settings"],
  "put-goals": ["goals"],
  "update-alarm": ["alarms"],
  "update-daily-record": ["daily records", "one daily record"],
  "add-health-guidance": ["guided persons", "clinic's view"],
  "amend-health-guidance": ["guided persons", "clinic's view"],
  "retract-health-guidance": ["guided persons", "clinic's view"],
  "add-dispensing": ["clinic's view"],
  "preview-dispensing": [],
  "retract-dispensing": ["clinic's view"],
  "add-note": ["clinic's view", "ways to own notes"],
  "amend-note": ["clinic's view"],
  // Residents check in on their own pages; a clinic's list is asked for again every 20 seconds, and so is what the clinic itself changes.
  "cancel-check-in": ["arrivals", "clinic's view"],
  "put-chart-number": ["chart numbers"],
  "put-patient-alert": ["clinic's view"],
  "retract-note": ["clinic's view", "ways to own notes"],
  "add-medication": ["medications"],
  // Alarms lose the medicine, sheets the entry.
  "delete-medication": ["medications", "sheets", "alarms", "known alerts"],
  "delete-sheet": ["medications", "sheets", "alarms"],
  "link-medication": ["medications"],
  "put-medication-alert": ["known alerts"],
  // What a sheet says of the person enters the profile.
  "put-sheet-owner": ["medications", "sheets", "alarms", "profile"],
  "scan-dispensing": ["medications", "sheets", "profile"],
  "transfer-sheet": ["medications", "sheets", "alarms"],
  "update-medication": ["medications"],
  "create-daily-record": ["daily records"],
  "delete-daily-record": ["daily records"],
  "delete-intake": ["logged intakes"],
  "log-intake": ["logged intakes"],
  "put-intake": ["intakes"],
};
