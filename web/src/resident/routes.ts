/** Which screen an address shows, and the words that come with it. Home, at `/`, stands in `app.tsx`. */
import { lazyScreen, routes } from "../frame/lazy-screen.js";
import type { Language } from "../data/preferences.js";
import type { Services } from "../data/services.js";
import { pushRecord } from "../push/record.js";
import { alarmWords } from "../words/alarm/index.js";
import { appointmentWords } from "../words/appointment/index.js";
import { dailyWords } from "../words/daily/index.js";
import { disclosureWords } from "../words/disclosure/index.js";
import { emergencyWords } from "../words/emergency/index.js";
import { familyWords } from "../words/family/index.js";
import { guidanceWords } from "../words/guidance/index.js";
import { medicationWords } from "../words/medication/index.js";
import { notificationWords } from "../words/notification/index.js";
import { passkeyWords } from "../words/passkey/index.js";
import { residentWords } from "../words/resident/index.js";
import { scanWords } from "../words/scan/index.js";
import { sessionWords } from "../words/session/index.js";
import { todayWords } from "../words/today/index.js";
import { visitWords } from "../words/visit/index.js";

export const ROUTES = routes({
  "/record": lazyScreen(() => import("./screens/daily/record.js"), dailyWords),
  "/record/list": lazyScreen(() => import("./screens/daily/record-list.js"), dailyWords),
  "/record/new": lazyScreen(() => import("./screens/daily/record-new.js"), dailyWords),
  "/record/goals": lazyScreen(() => import("./screens/daily/record-goals.js"), dailyWords),
  "/record/:id": lazyScreen(() => import("./screens/daily/record-one.js"), dailyWords),
  "/medicines": lazyScreen(() => import("./screens/medication/medicines.js"), medicationWords),
  "/medicines/alerts": lazyScreen(() => import("./screens/medication/alerts.js"), medicationWords),
  "/medicines/doses": lazyScreen(() => import("./screens/alarm/doses.js"), alarmWords, todayWords),
  "/medicines/new": lazyScreen(() => import("./screens/medication/medicine-new.js"), medicationWords, scanWords),
  "/medicines/scan": lazyScreen(() => import("./screens/medication/scan.js"), medicationWords, scanWords),
  "/medicines/sheets": lazyScreen(() => import("./screens/medication/sheets.js"), medicationWords),
  "/medicines/show": lazyScreen(() => import("./screens/medication/show.js"), medicationWords),
  "/medicines/:id": lazyScreen(() => import("./screens/medication/medicine.js"), medicationWords),
  "/medicines/:id/edit": lazyScreen(() => import("./screens/medication/medicine-edit.js"), medicationWords, scanWords),
  "/alarms": lazyScreen(() => import("./screens/alarm/alarms.js"), alarmWords),
  "/alarms/adherence": lazyScreen(() => import("./screens/alarm/adherence.js"), notificationWords),
  "/alarms/family": lazyScreen(() => import("./screens/alarm/family.js"), notificationWords),
  "/alarms/meal-times": lazyScreen(() => import("./screens/alarm/meal-times.js"), notificationWords),
  "/alarms/new": lazyScreen(() => import("./screens/alarm/alarm-new.js"), alarmWords),
  "/alarms/:id": lazyScreen(() => import("./screens/alarm/alarm.js"), alarmWords),
  "/check-in": lazyScreen(() => import("./screens/visit/check-in.js"), visitWords, scanWords),
  "/check-in/:visit": lazyScreen(() => import("./screens/visit/checked-in.js"), visitWords),
  "/visits": lazyScreen(() => import("./screens/visit/visits.js"), visitWords),
  "/visits/appointments/new": lazyScreen(() => import("./screens/visit/appointment.js"), appointmentWords),
  "/visits/appointments/:id/edit": lazyScreen(() => import("./screens/visit/appointment.js"), appointmentWords),
  "/visits/new": lazyScreen(() => import("./screens/visit/visit-new.js"), visitWords),
  "/visits/primary-care": lazyScreen(() => import("./screens/visit/primary-care.js"), visitWords),
  "/visits/:id": lazyScreen(() => import("./screens/visit/visit.js"), visitWords),
  "/visits/:id/receipt": lazyScreen(() => import("./screens/visit/receipt.js"), visitWords),
  "/visits/:id/edit": lazyScreen(() => import("./screens/visit/visit-edit.js"), visitWords),
  "/book": lazyScreen(() => import("./screens/resident/book.js"), residentWords, sessionWords),
  "/book/access-log": lazyScreen(() => import("./screens/disclosure/book-access-log.js"), disclosureWords),
  "/book/consents": lazyScreen(() => import("./screens/resident/book-consents.js"), residentWords),
  "/book/emergency": lazyScreen(() => import("./screens/emergency/book-emergency.js"), emergencyWords),
  "/book/family": lazyScreen(() => import("./screens/family/book-family.js"), familyWords),
  "/book/family/child": lazyScreen(() => import("./screens/family/book-family-child.js"), familyWords),
  "/book/family/invite": lazyScreen(() => import("./screens/family/book-family-invite.js"), familyWords),
  "/book/family/join": lazyScreen(() => import("./screens/family/book-family-join.js"), familyWords),
  "/book/family/:id": lazyScreen(() => import("./screens/family/book-family-one.js"), familyWords),
  "/book/guidance": lazyScreen(() => import("./screens/guidance/book-guidance.js"), guidanceWords),
  "/book/help": lazyScreen(() => import("./screens/resident/book-help.js"), residentWords, sessionWords),
  "/book/notifications": lazyScreen(() => import("./screens/alarm/book-notifications.js"), notificationWords),
  "/book/open": lazyScreen(() => import("./screens/disclosure/book-open.js"), disclosureWords),
  "/book/profile": lazyScreen(() => import("./screens/resident/book-profile.js"), residentWords),
  "/book/settings": lazyScreen(() => import("./screens/resident/book-settings.js"), residentWords, sessionWords),
  "/book/settings/passkeys": lazyScreen(() => import("./screens/session/passkeys.js"), passkeyWords, sessionWords),
  "/book/settings/sessions": lazyScreen(() => import("./screens/session/sessions.js"), sessionWords),
  "/start": lazyScreen(() => import("./screens/resident/start.js"), residentWords),
  "/start/card": lazyScreen(() => import("./screens/resident/start-card.js"), residentWords),
});

/** What opens without a network too, once the page was at rest: the tabs and what they lead to first. */
const FIRST: readonly (keyof typeof ROUTES)[] = ["/record", "/record/new", "/medicines", "/medicines/doses", "/alarms", "/check-in", "/visits", "/book", "/book/settings"];

interface Resting {
  readonly language: Language;
  readonly services: Services;
  readonly account: string;
  /** Ends with the page, or where another language takes its place. */
  readonly resting: AbortSignal;
}

/** What follows the first load once the page is at rest: that this browser is still there where alarms ring on it, and the first screens, one after the other. */
export async function atRest({ language, services, account, resting }: Resting): Promise<void> {
  if (pushRecord(window).read() !== undefined) void import("../push/registration.js").then(({ renew }) => renew({ ...services, page: window, account })).catch(() => {});
  for (const address of FIRST) {
    if (resting.aborted) return;
    await ROUTES[address].preload(language);
  }
}
