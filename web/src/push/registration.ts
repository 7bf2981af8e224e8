/** Registers this browser for alarms, renews that at each start, and takes it back. Loaded where one of these is wanted. */
import type { Device } from "../api/index.js";
import { type Config, loadConfig } from "../config.js";
import type { Services } from "../data/services.js";
import { type PushState, ability, browserOf, isOf } from "./index.js";
import { type PushRecord, pushRecord } from "./record.js";

export interface Parts {
  readonly page: Window;
  readonly act: Services["act"];
  readonly fetchOnce: Services["fetchOnce"];
  readonly account: string;
  readonly config?: () => Promise<Pick<Config, "push">>;
  readonly record?: PushRecord;
}

/** What came of it: how it stands now, or that the network or the API did not let it. */
export type Came = PushState | "failed";

/** Asks the person and registers the browser: called from a tap, because a browser asks nobody else. */
export async function register(parts: Parts): Promise<Came> {
  const { page, account, record = pushRecord(page) } = parts;
  // First, while the tap still counts.
  const permission = await page.Notification.requestPermission();
  if (permission !== "granted") return permission === "denied" ? "denied" : "askable";
  try {
    const key = await keyOf(parts);
    if (key === undefined) return "not_available";
    const device = record.read()?.device ?? crypto.randomUUID();
    // Anew, whatever the browser has: it is offered where nothing reaches it, so that what its push service ended is not handed in again.
    const token = await tokenOf(page, key, "");
    if (!record.write({ device, account, key })) return "not_available";
    const came = await parts.act("put-device", { device_id: device }, { platform: "web", token, name: nameOf(page.navigator.userAgent) });
    if (came.ok) return "registered";
    await forget(page, record);
    return "failed";
  } catch {
    await forget(page, record);
    return "failed";
  }
}

/**
 * At each start: says that the browser is still there, under what its push service calls it now. One that was registered for somebody else, that the
 * person took off elsewhere, or whose permission was taken back, is forgotten; nobody is asked.
 */
export async function renew(parts: Parts): Promise<void> {
  const { page, account, record = pushRecord(page) } = parts;
  const known = record.read();
  if (known === undefined) return;
  if (!isOf(known, account)) return forget(page, record);
  const listed = await parts.fetchOnce("list-devices", {});
  // Without an answer nothing is known.
  if (!listed.ok) return;
  const device = listed.value.items.find(({ device_id }: Device) => device_id === known.device);
  if (device === undefined) return forget(page, record);
  if (ability(browserOf(page)) !== "askable" || page.Notification.permission !== "granted") {
    await parts.act("delete-device", { device_id: known.device });
    return forget(page, record);
  }
  const key = await keyOf(parts);
  if (key === undefined) return;
  // What its push service has ended, a browser may still believe in.
  const token = await tokenOf(page, key, device.state === "unreachable" ? "" : known.key);
  record.write({ ...known, key });
  await parts.act("put-device", { device_id: known.device }, { platform: "web", token, name: device.name });
}

/** This browser is reached no more, whatever the API answers: its push service takes nothing for it from now on. */
export async function forget(page: Window, record: PushRecord = pushRecord(page)): Promise<void> {
  record.write(undefined);
  try {
    const worker = await page.navigator.serviceWorker.getRegistration();
    await (await worker?.pushManager.getSubscription())?.unsubscribe();
  } catch {
    // It then ends by itself: nothing names it any more.
  }
}

async function keyOf({ config = loadConfig }: Parts): Promise<string | undefined> {
  return (await config()).push?.public_key;
}

/** The registration as the API takes it. A browser registers for one key: for another one it registers anew. */
async function tokenOf(page: Window, key: string, before: string): Promise<string> {
  // `ready` alone would wait for ever where the pages have no worker, as on a server of developers.
  if ((await page.navigator.serviceWorker.getRegistration()) === undefined) throw new Error("no worker");
  const { pushManager } = await page.navigator.serviceWorker.ready;
  let found = await pushManager.getSubscription();
  if (found !== null && (before !== key || isForAnother(found, key))) {
    await found.unsubscribe();
    found = null;
  }
  found ??= await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const { endpoint, keys } = found.toJSON();
  return JSON.stringify({ endpoint, keys: { p256dh: keys?.["p256dh"], auth: keys?.["auth"] }, applicationServerKey: key });
}

/** Some browsers do not say for which key they are registered. */
function isForAnother({ options }: PushSubscription, key: string): boolean {
  const own = options.applicationServerKey;
  if (own === null) return false;
  return btoa(String.fromCharCode(...new Uint8Array(own))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "") !== key;
}

/** What the person finds in the list: the browser and the device, as far as it says. */
export function nameOf(userAgent: string): string {
  const browser = [["Edg", "Edge"], ["SamsungBrowser", "Samsung Internet"], ["Firefox", "Firefox"], ["FxiOS", "Firefox"], ["CriOS", "Chrome"], ["Chrome", "Chrome"], ["Safari", "Safari"]].find(([mark]) => userAgent.includes(`${mark}/`))?.[1];
  const device = [["iPhone", "iPhone"], ["iPad", "iPad"], ["Android", "Android"], ["Windows", "Windows"], ["Macintosh", "Mac"], ["CrOS", "Chromebook"], ["Linux", "Linux"]].find(([mark]) => userAgent.includes(mark!))?.[1];
  return [device, browser].filter((word) => word !== undefined).join(" ") || "Web";
}
