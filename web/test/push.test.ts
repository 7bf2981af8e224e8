// @vitest-environment happy-dom
/** This browser as a device of the account: registered by a tap, renewed at each start, and taken back. */
import assert from "node:assert/strict";
import { beforeEach, expect, test } from "vitest";

import { ability, browserOf, stateOf } from "../src/push/index.js";
import { pushRecord } from "../src/push/record.js";
import { type Parts, forget, nameOf, register, renew } from "../src/push/registration.js";

const KEY = `B${"A".repeat(86)}`;
const OTHER = `B${"Q".repeat(86)}`;
const bytes = (key: string) => Uint8Array.from(atob(key.replaceAll("-", "+").replaceAll("_", "/") + "="), (letter) => letter.charCodeAt(0)).buffer;

/** A browser with a push service behind it. */
class Phone {
  permission: NotificationPermission = "default";
  answers: NotificationPermission = "granted";
  asked = 0;
  made = 0;
  subscription: { readonly endpoint: string; readonly options: { readonly applicationServerKey: ArrayBuffer | null }; readonly toJSON: () => object; readonly unsubscribe: () => Promise<boolean> } | null = null;
  worker: object | undefined = {};
  readonly stored = new Map<string, string>();

  readonly pushManager = {
    getSubscription: async () => this.subscription,
    subscribe: async ({ applicationServerKey, userVisibleOnly }: { applicationServerKey: string; userVisibleOnly: boolean }) => {
      assert.ok(userVisibleOnly && this.permission === "granted");
      const endpoint = `https://push.test/send/${++this.made}`;
      const unsubscribe = async () => ((this.subscription = null), true);
      return (this.subscription = { endpoint, options: { applicationServerKey: bytes(applicationServerKey) }, toJSON: () => ({ endpoint, expirationTime: null, keys: { p256dh: "p", auth: "a" } }), unsubscribe });
    },
  };

  get page(): Window {
    const registration = { pushManager: this.pushManager };
    const phone = this;
    return {
      Notification: { get permission() { return phone.permission; }, requestPermission: async () => ((this.asked += 1), (this.permission = this.answers)) },
      PushManager: class {}, isSecureContext: true,
      navigator: { userAgent: "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0", maxTouchPoints: 0, serviceWorker: { ready: Promise.resolve(registration), getRegistration: async () => (this.worker === undefined ? undefined : registration) } },
      matchMedia: () => ({ matches: false }),
      localStorage: { getItem: (name: string) => this.stored.get(name) ?? null, setItem: (name: string, value: string) => void this.stored.set(name, value), removeItem: (name: string) => void this.stored.delete(name) },
    } as unknown as Window;
  }
}

let phone: Phone;
let key: string | undefined;
let refuses: boolean;
let listed: { device_id: string; state: string; name: string | null }[] | undefined;
let acts: [string, object, unknown][];

beforeEach(() => {
  [phone, key, refuses, listed, acts] = [new Phone(), KEY, false, [], []];
});

function parts(account = "hanako"): Parts {
  return {
    page: phone.page, account,
    config: async () => ({ push: key === undefined ? undefined : { public_key: key } }),
    act: (async (id: string, path: { device_id: string }, body: unknown) => {
      acts.push([id, path, body]);
      if (refuses) return { ok: false, refusal: { status: 0 } };
      if (id === "put-device") listed = [{ device_id: path.device_id, state: "reachable", name: (body as { name: string | null }).name }];
      return { ok: true, value: {} };
    }) as never,
    fetchOnce: (async () => (listed === undefined ? { ok: false, refusal: { status: 0 } } : { ok: true, value: { items: listed } })) as never,
  };
}

const known = () => pushRecord(phone.page).read();

test("nobody is asked by looking how it stands, and a tap registers the browser under its name", async () => {
  assert.equal(stateOf(phone.page, "hanako"), "askable");
  await renew(parts());
  assert.deepEqual([phone.asked, acts], [0, []]);
  assert.equal(await register(parts()), "registered");
  const [[id, { device_id }, body]] = acts as [[string, { device_id: string }, { token: string }]];
  assert.equal(id, "put-device");
  expect(body).toEqual({ platform: "web", name: "Windows Edge", token: expect.any(String) });
  assert.deepEqual(JSON.parse(body.token), { endpoint: "https://push.test/send/1", keys: { p256dh: "p", auth: "a" }, applicationServerKey: KEY });
  assert.deepEqual(known(), { device: device_id, account: "hanako", key: KEY });
  assert.equal(stateOf(phone.page, "hanako"), "registered");
  assert.equal(stateOf(phone.page, "taro"), "askable");
});

test("who says no, a deployment without a key, and a network that is away leave nothing behind", async () => {
  phone.answers = "denied";
  assert.equal(await register(parts()), "denied");
  phone.answers = "default";
  assert.equal(await register(parts()), "askable");
  phone.answers = "granted";
  key = undefined;
  assert.equal(await register(parts()), "not_available");
  [key, refuses] = [KEY, true];
  assert.equal(await register(parts()), "failed");
  phone.worker = undefined;
  assert.equal(await register(parts()), "failed");
  assert.deepEqual([known(), phone.subscription], [undefined, null]);
});

test("each start says that the browser is there, under what its push service calls it now and as the person called it", async () => {
  await register(parts());
  listed = [{ ...listed![0]!, name: "台所のパソコン" }];
  phone.subscription = null;
  await renew(parts());
  const [, , body] = acts.at(-1) as [string, object, { token: string; name: string }];
  assert.deepEqual([acts.length, JSON.parse(body.token).endpoint, body.name], [2, "https://push.test/send/2", "台所のパソコン"]);
  await renew(parts());
  assert.deepEqual([acts.length, phone.made], [3, 2]);
});

test("for another key, and where its push service ended it, the browser registers anew", async () => {
  await register(parts());
  key = OTHER;
  await renew(parts());
  assert.deepEqual([phone.made, known()?.key], [2, OTHER]);
  listed = [{ ...listed![0]!, state: "unreachable" }];
  await renew(parts());
  assert.equal(phone.made, 3);
  // Registered for a key that this browser does not know of.
  pushRecord(phone.page).write({ ...known()!, key: KEY });
  key = KEY;
  await renew(parts());
  assert.equal(phone.made, 4);
});

test("a tap on the button of a browser that is not reached registers anew, and not what its push service ended", async () => {
  await register(parts());
  listed = [{ ...listed![0]!, state: "unreachable" }];
  assert.equal(await register(parts()), "registered");
  const [first, second] = acts as [string, { device_id: string }, { token: string }][];
  assert.deepEqual([first, second].map((act) => JSON.parse(act![2].token).endpoint), ["https://push.test/send/1", "https://push.test/send/2"]);
  assert.equal(second![1].device_id, first![1].device_id);
});

test("a browser that was taken off elsewhere, or is somebody else's now, is forgotten and not registered again", async () => {
  await register(parts());
  listed = [];
  await renew(parts());
  assert.deepEqual([known(), phone.subscription, acts.length], [undefined, null, 1]);
  await register(parts());
  await renew(parts("taro"));
  assert.deepEqual([known(), phone.subscription, acts.length], [undefined, null, 2]);
});

test("without an answer nothing is known, and a permission that was taken back takes the browser off", async () => {
  await register(parts());
  const before = listed;
  listed = undefined;
  await renew(parts());
  assert.ok(known() !== undefined && phone.subscription !== null);
  listed = before;
  phone.permission = "denied";
  await renew(parts());
  assert.deepEqual([acts.at(-1)?.[0], known(), phone.subscription], ["delete-device", undefined, null]);
});

test("a browser that keeps nothing is not registered, and forgetting never fails", async () => {
  const page = { ...phone.page, localStorage: { getItem: () => { throw new Error("refused"); }, setItem: () => { throw new Error("refused"); }, removeItem: () => { throw new Error("refused"); } }, navigator: phone.page.navigator } as unknown as Window;
  assert.equal(await register({ ...parts(), page }), "not_available");
  await forget({ navigator: {} } as Window);
});

test("a browser that cannot be registered says why", () => {
  assert.equal(ability({ permission: "denied", ios: true, installed: false, push: true }), "denied");
  assert.equal(ability({ permission: undefined, ios: true, installed: false, push: false }), "needs_home_screen");
  assert.equal(ability({ permission: "default", ios: true, installed: true, push: true }), "askable");
  assert.equal(ability({ permission: "granted", ios: false, installed: false, push: false }), "not_available");
  const page = (userAgent: string, maxTouchPoints: number) => ({ navigator: { userAgent, maxTouchPoints }, matchMedia: () => ({ matches: false }) }) as unknown as Window;
  assert.deepEqual([browserOf(page("Mozilla/5.0 (iPhone; CPU)", 5)).ios, browserOf(page("Mozilla/5.0 (Macintosh)", 5)).ios, browserOf(page("Mozilla/5.0 (Macintosh)", 0)).ios], [true, true, false]);
});

test.each([
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1", "iPhone Safari"],
  ["Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Android Chrome"],
  ["Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0", "Windows Firefox"],
  ["something else", "Web"],
])("%s is called %s", (userAgent, name) => {
  assert.equal(nameOf(userAgent), name);
});
