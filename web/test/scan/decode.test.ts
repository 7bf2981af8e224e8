/** The decoder with symbols as pharmacies print them, drawn as pictures. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";

import { NOTHING_YET, gather, isWhole, partsOf } from "../../src/resident/screens/medication/gather.js";
import { decode, prepareFrom } from "../../src/scan/decode.js";
import { whatIs } from "../../src/scan/what.js";
import { BODY, CODES, type Matrix, picture } from "./pictures.js";

beforeAll(async () => {
  const file = readFileSync("node_modules/zxing-wasm/dist/reader/zxing_reader.wasm");
  await prepareFrom(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer);
});

const read = (...codes: readonly Matrix[]) => decode(picture(...codes), "qr");

test("a single symbol has its bytes as they are, ①髙﨑 in CP932 included", async () => {
  const [code, ...more] = await read(...CODES.single);
  assert.ok(code);
  assert.equal(more.length, 0);
  assert.deepEqual(Buffer.from(code.bytes), BODY);
  assert.equal(code.append, undefined);
  assert.match(new TextDecoder("shift_jis").decode(code.bytes), /①番調剤薬局　髙﨑店/);
  assert.deepEqual(whatIs(code), { kind: "sheet" });
});

test("three symbols in one picture, in any order, come with their places and make one sheet", async () => {
  const [one, two, three] = CODES.appended;
  assert.ok(one && two && three);
  const codes = await read(three, one, two);
  assert.deepEqual(codes.map(({ append }) => append?.index).sort(), [0, 1, 2]);
  const parity = BODY.reduce((sum, byte) => sum ^ byte, 0);
  for (const { append } of codes) expect(append).toMatchObject({ total: 3, parity });
  const whole = [...codes, ...codes].reduce((so, code) => gather(so, code).after, NOTHING_YET);
  assert.ok(isWhole(whole));
  const { parts } = partsOf(whole);
  assert.equal(parts.length, 3);
  assert.deepEqual(Buffer.concat(parts.map(({ bytes_base64 }) => Buffer.from(bytes_base64 ?? "", "base64"))), BODY);
});

test.each([
  ["prescription", { kind: "prescription" }],
  ["poster", { kind: "poster", token: "eyJhbGciOiJFUzI1NiJ9.e30.c2ln", href: "/check-in#eyJhbGciOiJFUzI1NiJ9.e30.c2ln" }],
  ["foreign", { kind: "other" }],
  ["kanji", { kind: "other" }],
] as const)("what a code of the kind %s is", async (name, what) => {
  const [code] = await read(...CODES[name]);
  assert.ok(code);
  assert.deepEqual(whatIs(code), what);
});

test("a picture without a code has none", async () => {
  assert.deepEqual(await read(), []);
});
