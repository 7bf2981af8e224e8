import { passkeys, pool, signedOut } from "./sign-in.mjs";
import { photo } from "./photo.mjs";

/** Past the question whose notebook is to be opened. */
/** The staff of an office of public-health nurses. */
const nurse = (page) => page.route("**/v1/me", (route) => route.fulfill({ json: { actor_id: "actor", family: [], memberships: [{ institution_code: "4300400027", institution_name: "荒尾市保健センター", role: "public_health_nurse" }] } }));
const chosen = (page) => page.locator("main .btn").first().click();

/** As a poster has it: a page takes nothing else for one. */
const POSTER = "eyJhbGciOiJub25lIn0.eyJhIjoxfQ.c2lnbmVk";

/** The pages of a pharmacist at a pharmacy. */
const asPharmacist = (page) => page.route("**/v1/me", (route) => route.fulfill({ json: { actor_id: "actor", family: [], memberships: [{ institution_code: "4340112345", institution_name: "みどり薬局", role: "pharmacist" }] } }));
const DISPENSINGS = "/staff/patients/019aa000-0000-7000-8000-000000000081/dispensings";
const looked = async (page) => {
  await page.locator("#dispense-scan").fill("JAHISTC08,1");
  await page.locator("button[type=submit]").click();
  await page.locator("ul .drug").first().waitFor();
};

/** What can be pictured: an address, and what is done there first. */
export const SCREENS = {
  home: { path: "/" },
  "home-done": { path: "/", act: (page) => page.locator(".btn-pair .btn").first().click() },
  "home-offline": {
    path: "/",
    act: async (page) => {
      await page.context().setOffline(true);
      await page.locator(".btn-pair .btn").first().click();
      await page.locator(".banner--offline").waitFor();
    },
  },
  "home-person": { path: "/", act: (page) => page.locator(".person").click() },
  record: { path: "/record" },
  "record-weight": { path: "/record", act: async (page) => { await page.locator(".seg").first().locator("button").nth(1).click(); await page.locator(".seg").nth(1).locator("button").nth(3).click(); await page.waitForLoadState("networkidle"); } },
  "record-print": { path: "/record", act: (page) => page.emulateMedia({ media: "print" }) },
  "record-list": { path: "/record/list" },
  "record-one": { path: "/record/019aa000-0000-7000-8000-000000000042" },
  "record-new": { path: "/record/new" },
  "record-new-problems": {
    path: "/record/new",
    act: async (page) => {
      const numbers = page.locator(".numfield__in");
      await numbers.nth(0).fill("1380");
      await numbers.nth(1).fill("84");
      await numbers.nth(3).fill("abc");
      await page.locator(".mood input").nth(3).check({ force: true });
      await page.locator(".between .btn").click();
      await page.locator("button[type=submit]").click();
    },
  },
  "record-goals": { path: "/record/goals" },
  "record-goals-done": { path: "/record/goals", act: async (page) => { await page.locator("button[type=submit]").click(); await page.locator(".banner--ok").waitFor(); } },
  medicines: { path: "/medicines" },
  doses: { path: "/medicines/doses" },
  "doses-answer": { path: "/medicines/doses", act: (page) => page.locator(".row--two .btn--quiet").first().click() },
  "medicine-alerts": { path: "/medicines/alerts" },
  "medicine-new": { path: "/medicines/new" },
  "medicine-new-otc": { path: "/medicines/new", act: (page) => page.locator(".seg button").nth(1).click() },
  "medicine-scan": {
    path: "/medicines/scan",
    act: async (page) => {
      await page.locator("input[type=file]").setInputFiles(photo("appended", 2));
      await page.locator(".parts").waitFor();
    },
  },
  "medicine-scanned": {
    path: "/medicines/scan",
    act: async (page) => {
      await page.locator("input[type=file]").setInputFiles(photo("single", 1));
      await page.locator(".banner--ok").waitFor();
    },
  },
  "medicine-sheets": { path: "/medicines/sheets" },
  "medicine-show": { path: "/medicines/show", act: (page) => page.locator(".qr").waitFor() },
  medicine: { path: "/medicines/019aa000-0000-7000-8000-000000000051" },
  "medicine-edit": { path: "/medicines/019aa000-0000-7000-8000-000000000051/edit" },
  alarms: { path: "/alarms" },
  "alarm-new": { path: "/alarms/new" },
  alarm: { path: "/alarms/019aa000-0000-7000-8000-000000000010" },
  "meal-times": { path: "/alarms/meal-times" },
  adherence: { path: "/alarms/adherence" },
  "alarm-family": { path: "/alarms/family" },
  notifications: { path: "/book/notifications" },
  visits: { path: "/visits" },
  visit: { path: "/visits/019aa000-0000-7000-8000-000000000031" },
  "visit-receipt": { path: "/visits/019aa000-0000-7000-8000-000000000031/receipt" },
  "visit-memo": { path: "/visits/019aa000-0000-7000-8000-000000000031", act: (page) => page.locator(".between .btn").first().click() },
  "visits-month": { path: "/visits", act: async (page) => { await page.locator(".card .cluster .btn").nth(1).click(); await page.waitForLoadState("networkidle"); } },
  "visit-planned": { path: "/visits/019aa000-0000-7000-8000-000000000060" },
  "appointment-new": { path: "/visits/appointments/new" },
  "appointment-new-problems": { path: "/visits/appointments/new", act: (page) => page.locator("button[type=submit]").click() },
  "appointment-edit": { path: "/visits/appointments/019aa000-0000-7000-8000-000000000060/edit" },
  "visit-new": { path: "/visits/new" },
  "visit-edit": { path: "/visits/019aa000-0000-7000-8000-000000000031/edit" },
  "guidance": { path: "/book/guidance" },
  "primary-care": { path: "/visits/primary-care" },
  "check-in": { path: "/check-in" },
  "check-in-opening": { path: `/check-in?t=${POSTER}`, act: (page) => page.locator(".toggle").first().waitFor() },
  "check-in-child": {
    path: `/check-in?t=${POSTER}`,
    act: async (page) => {
      await page.locator(".person").click();
      await page.locator("dialog button.row").nth(1).click();
      await page.locator(".banner").waitFor();
    },
  },
  "check-in-offline": {
    path: "/visits",
    act: async (page) => {
      await page.waitForTimeout(2500);
      await page.context().setOffline(true);
      await page.locator("a.btn").first().click();
      await page.locator(".empty").waitFor();
    },
  },
  "checked-in": { path: "/check-in/019aa000-0000-7000-8000-000000000020" },
  "checked-in-stay": { path: "/check-in/019aa000-0000-7000-8000-000000000024" },
  "checked-in-end": { path: "/check-in/019aa000-0000-7000-8000-000000000020", act: (page) => page.locator(".btn--danger").click() },
  book: { path: "/book" },
  "book-access-log": { path: "/book/access-log", act: (page) => page.locator(".banner--ok").waitFor() },
  "book-access-log-how": { path: "/book/access-log", act: (page) => page.locator("summary").click() },
  "book-consents": { path: "/book/consents" },
  "book-consents-ask": { path: "/book/consents", act: (page) => page.locator("main .btn--danger").first().click() },
  "book-emergency": { path: "/book/emergency" },
  "book-emergency-end": { path: "/book/emergency", act: (page) => page.locator(".btn--danger").click() },
  "book-emergency-none": {
    path: "/book/emergency",
    before: (page) => page.route("**/emergency-card", (route) => route.fulfill({ json: { card: null, openings: [] } })),
  },
  "book-emergency-made": {
    path: "/book/emergency",
    act: async (page) => {
      await page.locator("main .btn--line").first().click();
      await page.locator("dialog .btn").first().click();
      await page.locator(".qr").waitFor();
    },
  },
  "book-emergency-print": {
    path: "/book/emergency",
    act: async (page) => {
      await page.locator("main .btn--line").first().click();
      await page.locator("dialog .btn").first().click();
      await page.locator(".qr").waitFor();
      await page.emulateMedia({ media: "print" });
    },
  },
  emergency: { path: `/emergency#${"a".repeat(32)}`, act: (page) => page.locator(".who").waitFor() },
  "emergency-ended": { path: `/emergency#${"e".repeat(32)}`, before: (page) => page.route("**/v1/emergency-cards", (route) => route.fulfill({ status: 404, json: {} })), act: (page) => page.getByText("使えません").waitFor() },
  "emergency-unread": { path: "/emergency" },
  "book-family": { path: "/book/family" },
  "book-family-withdraw": { path: "/book/family", act: (page) => page.locator("main li .btn--line").first().click() },
  "book-family-invite": { path: "/book/family/invite", act: (page) => page.locator("main .btn--block").first().click() },
  "book-family-code": {
    path: "/book/family/invite",
    act: async (page) => {
      await page.locator(".seg button").nth(1).click();
      await page.locator("main .btn--block").first().click();
      await page.locator("output").waitFor();
    },
  },
  "book-family-child": { path: "/book/family/child" },
  "book-family-child-empty": { path: "/book/family/child", act: (page) => page.locator("#root .btn--block").last().click() },
  "book-family-join": { path: "/book/family/join", act: (page) => page.locator("button[type=submit]").click() },
  "book-family-one": { path: "/book/family/actor-of-taro-0000000000" },
  "book-family-end": { path: "/book/family/actor-of-taro-0000000000", act: (page) => page.locator(".btn--danger").click() },
  "book-help": { path: "/book/help" },
  "book-open": { path: "/book/open" },
  "book-profile": { path: "/book/profile" },
  "book-sign-out": { path: "/book", act: (page) => page.locator("button.row").click() },
  settings: { path: "/book/settings" },
  sessions: { path: "/book/settings/sessions" },
  "sessions-end": { path: "/book/settings/sessions", act: (page) => page.locator("button.row").click() },
  passkeys: { path: "/book/settings/passkeys", before: passkeys },
  "passkeys-none": { path: "/book/settings/passkeys" },
  "passkeys-remove": { path: "/book/settings/passkeys", before: passkeys, act: (page) => page.locator(".rows .btn").first().click() },
  "sign-in": { path: "/", act: (page) => signedOut(page) },
  "sign-in-passkey": {
    path: "/",
    before: passkeys,
    act: async (page) => {
      await page.evaluate(() => localStorage.removeItem("session-residents"));
      await signedOut(page);
      await page.locator("#sign-in-email").fill("hanako@example.jp");
      // Above the way to a new account, once its part is there.
      await page.locator("main section.card .btn").nth(1).waitFor();
      await page.locator("main section.card .btn").first().click();
      await page.locator(".banner--danger").waitFor();
    },
  },
  "sign-in-wrong": {
    path: "/",
    act: async (page) => {
      await pool(page, { InitiateAuth: [400, { __type: "NotAuthorizedException", message: "Incorrect username or password." }] });
      await signedOut(page);
      await page.locator("#sign-in-email").fill("hanako@example.jp");
      await page.locator("#sign-in-password").fill("Correct horse 13");
      await page.locator("button[type=submit]").click();
      await page.locator(".banner--danger").waitFor();
    },
  },
  "sign-up": {
    path: "/",
    act: async (page) => {
      await signedOut(page);
      await page.locator("section.card .btn").first().click();
      await page.locator("#sign-up-password").fill("correct horse");
    },
  },
  "sign-up-code": {
    path: "/",
    act: async (page) => {
      await pool(page, { SignUp: [200, {}] });
      await signedOut(page);
      await page.locator("section.card .btn").first().click();
      await page.locator("#sign-up-email").fill("hanako@example.jp");
      await page.locator("#sign-up-password").fill("Correct horse 13");
      await page.locator("button[type=submit]").click();
      await page.locator("#confirm-code").waitFor();
    },
  },
  "staff-sign-in": { path: "/staff/patients", act: (page) => signedOut(page) },
  "staff-add-app": {
    path: "/staff/patients",
    act: async (page) => {
      const access = `h.${Buffer.from(JSON.stringify({ sub: "s" })).toString("base64url")}.s`;
      await pool(page, {
        InitiateAuth: [200, { AuthenticationResult: { AccessToken: access, RefreshToken: "r", ExpiresIn: 600 } }],
        GetUser: [200, { UserAttributes: [{ Name: "email", Value: "ichiro@example.jp" }] }],
        AssociateSoftwareToken: [200, { SecretCode: "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP" }],
      });
      await signedOut(page, { status: 403, code: "totp_required" });
      await page.locator("#sign-in-email").fill("ichiro@example.jp");
      await page.locator("#sign-in-password").fill("Correct horse 13");
      await page.locator("button[type=submit]").click();
      await page.locator("svg.qr").waitFor();
    },
  },
  "start-card": { path: "/start/card" },
  "start-card-done": { path: "/start/card?code=c&state=s", act: (page) => page.locator(".banner").waitFor() },
  "start-new": {
    path: "/start",
    before: (page) => page.route("**/v1/me", (route) => route.fulfill({ json: { actor_id: "actor", memberships: [], family: [] } })),
    act: (page) => page.locator("button[type=submit]").click(),
  },
  missing: { path: "/nowhere" },
  patients: { path: "/staff/patients" },
  "patients-number": { path: "/staff/patients", act: (page) => page.locator("tbody .cluster .btn--quiet").first().click() },
  "patients-cancel": { path: "/staff/patients", act: (page) => page.locator("tbody td:last-child .btn").first().click() },
  "own-notes": {
    path: "/staff/notes",
    act: async (page) => {
      await page.locator(".own-notes .btn").first().click();
      await page.locator(".own-note").first().waitFor();
    },
  },
  notebook: { path: "/staff/patients/019aa000-0000-7000-8000-000000000081", act: chosen },
  dispensings: { path: DISPENSINGS, before: asPharmacist, act: (page) => page.locator("#dispense-scan").waitFor() },
  "dispensings-typed": { path: DISPENSINGS, before: asPharmacist, act: (page) => page.locator(".seg button").nth(1).click() },
  "dispensings-preview": { path: DISPENSINGS, before: asPharmacist, act: looked },
  "dispensings-done": {
    path: DISPENSINGS,
    before: asPharmacist,
    act: async (page) => {
      await looked(page);
      await page.locator(".card--main .cluster .btn").first().click();
      await page.locator(".banner--ok").waitFor();
      await page.locator("main .card").last().locator(".btn").first().click();
      await page.locator(".card li").first().waitFor();
    },
  },
  "notebook-pharmacist": { path: "/staff/patients/019aa000-0000-7000-8000-000000000081", before: asPharmacist, act: chosen },
  "notebook-asked": { path: "/staff/patients/019aa000-0000-7000-8000-000000000081" },
  "notebook-closed": { path: "/staff/patients/019aa000-0000-7000-8000-000000000099" },
  "notebook-section": { path: "/staff/patients/019aa000-0000-7000-8000-000000000081/medication", act: chosen },
  "staff-guidance": { path: "/staff/guidance", before: nurse },
  "staff-guided": { path: "/staff/patients/019aa000-0000-7000-8000-000000000081/guidance", before: nurse, act: (page) => page.locator("main .card .btn").first().click() },
  components: { path: "/components.html" },
};
