import { photo } from "./photo.mjs";

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
  alarms: { path: "/alarms" },
  visits: { path: "/visits" },
  book: { path: "/book" },
  "book-sign-out": { path: "/book", act: (page) => page.locator("button.row").click() },
  settings: { path: "/book/settings" },
  missing: { path: "/nowhere" },
  patients: { path: "/staff/patients" },
  components: { path: "/components.html" },
};
