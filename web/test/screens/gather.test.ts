import assert from "node:assert/strict";
import { test } from "vitest";

import { NOTHING_YET, gather, isWhole, partsOf, placeOf } from "../../src/resident/screens/medication/gather.js";
import type { ScannedCode } from "../../src/scan/code.js";

const code = (text: string, append?: ScannedCode["append"]): ScannedCode => ({ bytes: new TextEncoder().encode(text), text, ...(append && { append }) });
const part = (number: number, name = "20261120101010") => code(`JAHISTC08,1\r\n5,2026112${number},1\r\n911,${name},3,${number}\r\n`);

test("a part says its place in its last line, whatever ends the text", () => {
  for (const end of ["", "\r\n", "\n", "\r\n\x1a"]) assert.deepEqual(placeOf(code(`JAHISTC08,1\r\n911,77,12,3${end}`)), { set: "split 77 12", number: 3, total: 12 });
});

test("a line that only looks like it is none", () => {
  assert.equal(placeOf(code("JAHISTC08,1\r\n501,911,77,12,3\r\n")).total, 1);
  assert.equal(placeOf(code("JAHISTC08,1\r\n911,77,1,1\r\n")).total, 1);
});

test("parts in any order are whole when all are there, and none counts twice", () => {
  const steps = [part(3), part(1), part(3)].reduce<{ so: typeof NOTHING_YET; steps: string[] }>(({ so, steps: before }, one) => {
    const { step, after } = gather(so, one);
    return { so: after, steps: [...before, step] };
  }, { so: NOTHING_YET, steps: [] });
  assert.deepEqual(steps.steps, ["added", "added", "known"]);
  assert.equal(isWhole(steps.so), false);
  const whole = gather(steps.so, part(2)).after;
  assert.ok(isWhole(whole));
  assert.deepEqual(partsOf(whole).parts.map(({ bytes_base64 }) => atob(bytes_base64 ?? "").slice(13, 23)), ["5,20261121", "5,20261122", "5,20261123"]);
});

test("a symbol of another sheet stays outside", () => {
  const { after } = gather(NOTHING_YET, part(1));
  const { step, after: still } = gather(after, part(2, "another"));
  assert.equal(step, "another");
  assert.equal(still, after);
  assert.equal(gather(after, code("JAHISTC08,1\r\n", { index: 0, total: 3, parity: 9 })).step, "another");
});

test("places of appended symbols go to the API as they are", () => {
  const append = { index: 1, total: 2, parity: 200 };
  const { after } = gather(NOTHING_YET, code("x", append));
  assert.deepEqual(partsOf(after), { parts: [{ bytes_base64: btoa("x"), append }] });
});
