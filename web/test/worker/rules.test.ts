import { expect, test } from "vitest";

import { type Rule, decide } from "../../src/worker/rules.js";

const HERE = "https://techo.example";

test.each<[rule: Rule, mode: string, path: string]>([
  ["page", "navigate", "/"],
  ["page", "navigate", "/index.html"],
  ["page", "navigate", "/record/new?from=home"],
  ["page", "navigate", "/start/card?code=a.b&state=c"],
  ["page", "navigate", "/staffroom"],
  ["network", "navigate", "/emergency"],
  ["page", "navigate", "/emergencyroom"],
  ["page", "navigate", "/book/emergency"],
  ["network", "navigate", "/staff"],
  ["network", "navigate", "/staff/patients"],
  ["network", "navigate", "/staff.html"],
  ["network", "navigate", "/v1/me"],
  ["network", "navigate", "/manifest.webmanifest"],
  ["file", "cors", "/assets/index-BwxuB-Tm.js"],
  ["file", "no-cors", "/assets/index-BwkvIASN.css"],
  ["file", "no-cors", "/icons/mark.svg"],
  ["network", "cors", "/v1/me"],
  ["network", "cors", "/v1/residents/x/records?cursor=/assets/a.js"],
  ["network", "cors", "/config.json"],
  ["network", "cors", "/local/cognito"],
  ["network", "same-origin", "/sw.js"],
  ["network", "cors", "/record/new"],
])("%s for %s %s", (rule, mode, path) => {
  expect(decide({ method: "GET", mode, url: HERE + path }, HERE)).toBe(rule);
});

test("what changes something, and what is elsewhere, is the network's", () => {
  expect(decide({ method: "POST", mode: "navigate", url: `${HERE}/` }, HERE)).toBe("network");
  expect(decide({ method: "HEAD", mode: "cors", url: `${HERE}/assets/a-1.js` }, HERE)).toBe("network");
  expect(decide({ method: "GET", mode: "cors", url: "https://cognito-idp.ap-northeast-1.amazonaws.com/assets/a-1.js" }, HERE)).toBe("network");
  expect(decide({ method: "GET", mode: "navigate", url: "http://techo.example/" }, HERE)).toBe("network");
});
