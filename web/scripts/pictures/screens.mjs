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
  medicines: { path: "/medicines" },
  alarms: { path: "/alarms" },
  visits: { path: "/visits" },
  book: { path: "/book" },
  "book-access-log": { path: "/book/access-log", act: (page) => page.locator(".banner--ok").waitFor() },
  "book-access-log-how": { path: "/book/access-log", act: (page) => page.locator("summary").click() },
  "book-consents": { path: "/book/consents" },
  "book-consents-ask": { path: "/book/consents", act: (page) => page.locator("main .btn--danger").first().click() },
  "book-family": { path: "/book/family" },
  "book-open": { path: "/book/open" },
  "book-profile": { path: "/book/profile" },
  "book-sign-out": { path: "/book", act: (page) => page.locator("button.row").click() },
  settings: { path: "/book/settings" },
  "start-card": { path: "/start/card" },
  "start-card-done": { path: "/start/card?code=c&state=s", act: (page) => page.locator(".banner").waitFor() },
  "start-new": {
    path: "/start",
    before: (page) => page.route("**/v1/me", (route) => route.fulfill({ json: { actor_id: "actor", memberships: [], family: [] } })),
    act: (page) => page.locator("button[type=submit]").click(),
  },
  missing: { path: "/nowhere" },
  patients: { path: "/staff/patients" },
  components: { path: "/components.html" },
};
