/** The service worker of residents' pages, built as `/sw.js`: they open without a network. What stands in place of the two names, the build says. */
import { noticeOf, rings } from "./notice.js";
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

// A push that shows nothing costs the site its permission: also one that cannot be read is shown.
self.addEventListener("push", (event) => {
  event.waitUntil(show(event.data));
});
// The push service gave it another address: the page says so to the API when it is opened next.
self.addEventListener("pushsubscriptionchange", (event) => {
  const { oldSubscription, newSubscription } = event;
  if (oldSubscription && !newSubscription) event.waitUntil(self.registration.pushManager.subscribe(oldSubscription.options));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open());
});

async function show(data: PushMessageData | null): Promise<void> {
  const notice = noticeOf(read(data), self.navigator.language);
  const shown = await self.registration.getNotifications({ tag: notice.tag });
  // `renotify` is not in TypeScript's list: without it what takes the place of another notice makes no sound.
  const options: NotificationOptions & { readonly renotify: boolean } = { tag: notice.tag, icon: "/icons/mark-192.png", data: { id: notice.id }, renotify: rings(notice, shown) };
  await self.registration.showNotification(notice.title, options);
}

function read(data: PushMessageData | null): unknown {
  try {
    return data?.json();
  } catch {
    return undefined;
  }
}

/** The page that is open, else a new one. */
async function open(): Promise<void> {
  const [page] = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  await (page ? page.focus() : self.clients.openWindow("/"));
}
