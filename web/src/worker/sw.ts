/** The service worker of residents' pages, built as `/sw.js`: they open without a network. What stands in place of the two names, the build says. */
import { makeShell } from "./shell.js";

declare const self: ServiceWorkerGlobalScope;
declare const __FILES__: readonly string[];
declare const __VERSION__: string;

const shell = makeShell(__FILES__, __VERSION__, {
  caches: self.caches,
  origin: self.location.origin,
  fetch: (request, init) => self.fetch(request, init),
  wait: (ms) => new Promise((resume) => setTimeout(resume, ms)),
});

self.addEventListener("install", (event) => event.waitUntil(shell.install()));
self.addEventListener("activate", (event) => event.waitUntil(shell.activate()));
self.addEventListener("fetch", (event) => {
  const answer = shell.answer(event.request);
  if (answer !== undefined) event.respondWith(answer);
});
// A new version waits until no page of the old one is open, or the person takes it.
self.addEventListener("message", (event) => {
  if (event.data === "take") void self.skipWaiting();
});
