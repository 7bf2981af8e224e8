import assert from "node:assert/strict";
import { expect, test, vi } from "vitest";

import { register } from "../../src/worker/registration.js";

type Rules = { readonly createScriptURL: (address: string) => string };

/** A browser with one registration, whose workers come by hand. */
function browser({ controlled = true, trusts = true, refuses = false, firstAfter = 0 } = {}) {
  const registration = Object.assign(new EventTarget(), { waiting: null as object | null, installing: null as EventTarget | null, updates: 0, update: async () => void (registration.updates += 1) });
  const made: [name: string, rules: Rules][] = [];
  const registered: unknown[] = [];
  const sent: unknown[] = [];
  const workers = Object.assign(new EventTarget(), {
    controller: controlled ? {} : null,
    register: async (address: unknown, options: unknown) => {
      if (refuses) throw new DOMException("no", "SecurityError");
      registered.push([address, options]);
      return registration;
    },
  });
  let reloads = 0;
  const page = {
    document: Object.assign(new EventTarget(), { readyState: "complete", visibilityState: "visible" }),
    navigator: { serviceWorker: workers },
    location: { reload: () => void (reloads += 1) },
    ...(trusts && { trustedTypes: { createPolicy: (name: string, rules: Rules) => (made.push([name, rules]), { createScriptURL: (address: string) => `trusted ${rules.createScriptURL(address)}` }) } }),
  };
  const come = () => {
    const coming = new EventTarget();
    registration.installing = coming;
    registration.dispatchEvent(new Event("updatefound"));
    registration.waiting = { postMessage: (message: unknown) => sent.push(message) };
    coming.dispatchEvent(new Event("statechange"));
  };
  return { versions: register(page as unknown as Window, firstAfter), made, registered, sent, workers, come, reloads: () => reloads };
}

const settled = () => new Promise((resume) => setTimeout(resume));

test("the one address is registered, under the one policy, which makes no other", async () => {
  const { made, registered } = browser();
  await settled();
  expect(registered).toEqual([["trusted /sw.js", { updateViaCache: "none" }]]);
  expect(made.map(([name]) => name)).toEqual(["notebook-worker"]);
  for (const other of ["/sw.js?x", "https://elsewhere.example/sw.js", "/assets/sw.js", "/assets/reader.js", "/assets/../reader-x.js", "//elsewhere.example/assets/reader-x.js", ""]) assert.throws(() => made[0]?.[1].createScriptURL(other), TypeError);
});

test("without Trusted Types it is the address itself", async () => {
  const { registered } = browser({ trusts: false });
  await settled();
  expect(registered).toEqual([["/sw.js", { updateViaCache: "none" }]]);
});

test("a newer version is told of, and taken only when the person says so", async () => {
  const { versions, come, sent, workers, reloads } = browser();
  await settled();
  let told = 0;
  versions.follow(() => void (told += 1));
  expect(versions.waits()).toBe(false);
  come();
  expect([versions.waits(), told, sent, reloads()]).toEqual([true, 1, [], 0]);
  versions.take();
  expect([sent, reloads()]).toEqual([["take"], 0]);
  workers.dispatchEvent(new Event("controllerchange"));
  expect(reloads()).toBe(1);
});

test("the first worker of all waits until the first page has what it needs, a later one does not", async () => {
  vi.useFakeTimers();
  const [first, later] = [browser({ controlled: false, firstAfter: 4_000 }), browser({ firstAfter: 4_000 })];
  await vi.advanceTimersByTimeAsync(3_999);
  expect([first.registered.length, later.registered.length]).toEqual([0, 1]);
  await vi.advanceTimersByTimeAsync(1);
  expect(first.registered.length).toBe(1);
  vi.useRealTimers();
});

test("the first worker of all is no newer version, and a browser that refuses leaves the page as it is", async () => {
  const first = browser({ controlled: false });
  await settled();
  first.come();
  expect(first.versions.waits()).toBe(false);
  const refused = browser({ refuses: true });
  await settled();
  expect(refused.versions.waits()).toBe(false);
});
