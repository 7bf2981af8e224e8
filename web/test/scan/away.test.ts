/** The decoder as the page asks it: in a thread of its own, here by hand. */
import assert from "node:assert/strict";
import { beforeEach, expect, test, vi } from "vitest";

import type { Asked, Told } from "../../src/scan/away.js";

class Thread {
  static made: Thread[] = [];
  onmessage: (event: { readonly data: Told }) => void = () => {};
  onerror: () => void = () => {};
  readonly asked: { readonly asked: Asked; readonly given: readonly unknown[] }[] = [];
  ended = false;
  constructor(readonly address: string) {
    Thread.made.push(this);
  }
  postMessage(asked: Asked, given: readonly unknown[]) {
    this.asked.push({ asked, given });
  }
  terminate() {
    this.ended = true;
  }
}

const CODE = { bytes: new Uint8Array([0x83, 0x5c]), text: "" };
const image = () => ({ data: new Uint8ClampedArray(16), width: 2, height: 2 }) as unknown as ImageData;

beforeEach(() => {
  vi.resetModules();
  Thread.made = [];
  vi.stubGlobal("Worker", Thread);
  vi.stubGlobal("window", {});
});

test("each look has its own answer, in whatever order they come; the picture's bytes are given away", async () => {
  const { decode, prepare } = await import("../../src/scan/away.js");
  const [ready, one, two] = [prepare(), decode(image(), "qr"), decode(image(), "jan")];
  const [thread, ...more] = Thread.made;
  assert.ok(thread);
  assert.equal(more.length, 0);
  const [first, second, third] = thread.asked;
  assert.ok(first && second && third);
  expect([first.asked.look, second.asked.look?.kind, third.asked.look?.kind]).toEqual([undefined, "qr", "jan"]);
  expect(second.given).toEqual([(second.asked.look?.picture as ImageData).data.buffer]);
  thread.onmessage({ data: { id: third.asked.id, codes: [] } });
  thread.onmessage({ data: { id: second.asked.id, codes: [CODE] } });
  thread.onmessage({ data: { id: first.asked.id, codes: [] } });
  expect([await ready, await one, await two]).toEqual([undefined, [CODE], []]);
});

test("who waits is told that it failed or could not be loaded, and the next call begins anew", async () => {
  const { decode, prepare } = await import("../../src/scan/away.js");
  const failed = decode(image(), "qr");
  const [thread] = Thread.made;
  thread?.onmessage({ data: { id: thread.asked[0]?.asked.id ?? 0, codes: undefined } });
  await assert.rejects(failed);
  const [ready, look] = [prepare(), decode(image(), "qr")];
  thread?.onerror();
  await assert.rejects(ready);
  await assert.rejects(look);
  expect(thread?.ended).toBe(true);
  const again = prepare();
  const next = Thread.made[1];
  next?.onmessage({ data: { id: next.asked[0]?.asked.id ?? 0, codes: [] } });
  await again;
});
