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
  visit: { path: "/visits/019aa000-0000-7000-8000-000000000031" },
  "visit-memo": { path: "/visits/019aa000-0000-7000-8000-000000000031", act: (page) => page.locator(".between .btn").first().click() },
  "visit-new": { path: "/visits/new" },
  "visit-edit": { path: "/visits/019aa000-0000-7000-8000-000000000031/edit" },
  "primary-care": { path: "/visits/primary-care" },
  "check-in": { path: "/check-in" },
  "check-in-opening": { path: "/check-in?t=a.b.c", act: (page) => page.locator(".toggle").first().waitFor() },
  "check-in-child": {
    path: "/check-in?t=a.b.c",
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
  "checked-in-end": { path: "/check-in/019aa000-0000-7000-8000-000000000020", act: (page) => page.locator(".btn--danger").click() },
  book: { path: "/book" },
  "book-sign-out": { path: "/book", act: (page) => page.locator("button.row").click() },
  settings: { path: "/book/settings" },
  missing: { path: "/nowhere" },
  patients: { path: "/staff/patients" },
  components: { path: "/components.html" },
};
