// @vitest-environment happy-dom
import { beforeEach, expect, test, vi } from "vitest";

import { foresee } from "../../src/resident/app.js";
import { ROUTES } from "../../src/resident/routes.js";

const asked: string[] = [];
beforeEach(() => {
  asked.length = 0;
  for (const [address, screen] of Object.entries(ROUTES)) vi.spyOn(screen, "preload").mockImplementation(async (language) => void asked.push(`${address} ${language}`));
});

async function at(address: string) {
  history.replaceState(null, "", address);
  foresee("en");
  await (await import("../../src/resident/elsewhere.js")).foresee("/not/a/page/at/all", "en");
  await new Promise((resume) => setTimeout(resume));
}

test.each([
  ["/record", "/record"],
  ["/record/new", "/record/new"],
  ["/record/019aa000-0000-7000-8000-0000000000a1", "/record/:id"],
  ["/visits/019aa000-0000-7000-8000-0000000000a1/edit?x=1", "/visits/:id/edit"],
  ["/check-in/", "/check-in"],
])("the screen of %s is loaded while it is asked who is signed in", async (address, screen) => {
  await at(address);
  expect(asked).toEqual([`${screen} en`]);
});

test.each(["/", "/nothing/here", "/medicines/%ZZ/nothing/x"])("%s loads no screen of the table ahead", async (address) => {
  await at(address);
  expect(asked).toEqual([]);
});
