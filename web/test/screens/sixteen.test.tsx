// @vitest-environment happy-dom
/** The longest document that the API takes, sixteen symbols, before a camera that sees them in any order, again, and between other things. */
import assert from "node:assert/strict";
import { beforeAll, test, vi } from "vitest";

import { NOTHING_YET, gather, isWhole, partsOf } from "../../src/resident/screens/medication/gather.js";
import type { ScannedCode } from "../../src/scan/code.js";
import { open, says, until } from "./house.js";

const camera: { read?: (code: ScannedCode) => void } = {};
vi.mock("../../src/scan/scanner.js", () => ({
  Scanner: ({ onCode }: { onCode: NonNullable<typeof camera.read> }) => {
    camera.read = onCode;
    return null;
  },
}));
const see = (code: ScannedCode) => camera.read?.(code);

// On a busy machine the first load of the program takes longer than a test waits for what it shows.
beforeAll(async () => {
  await Promise.all([import("../../src/resident/elsewhere.js"), import("../../src/resident/screens/medication/scan.js"), import("../../src/words/medication/ja.js"), import("../../src/words/scan/ja.js")]);
}, 120_000);

const ALL = 16;
const coded = (text: string, append?: ScannedCode["append"]): ScannedCode => ({ bytes: new TextEncoder().encode(text), text, ...(append && { append }) });
/** コード連結: the symbols say their places. Only the first of them begins as a sheet does. */
const appended = (number: number, parity = 77): ScannedCode => coded(number === 1 ? "JAHISTC08,1\r\n" : `201,${number},x\r\n`, { index: number - 1, total: ALL, parity });
/** 分割制御: the text says them. */
const split = (number: number, name = "20261120101010"): ScannedCode => coded(`JAHISTC08,1\r\n5,20261120,${number}\r\n911,${name},${ALL},${number}\r\n`);
const KINDS = { appended: [appended, appended(3, 78)], split: [split, split(3, "another")] } as const;
const FOREIGN = coded("https://elsewhere.example/");

interface Shown {
  readonly code: ScannedCode;
  /** How many of the sheet's symbols were shown by then. */
  readonly read: number;
  readonly what: "part" | "other sheet" | "foreign";
}

/** Every symbol once in the seed's order, some again, and other things between; nothing else comes before the first. */
function order(seed: number, kind: keyof typeof KINDS): readonly Shown[] {
  const dice = mulberry(seed);
  const [make, another] = KINDS[kind];
  const numbers = Array.from({ length: ALL }, (_, index) => index + 1).map((number) => [dice(), number] as const).sort(([one], [other]) => one - other).map(([, number]) => number);
  return numbers.flatMap((number, index): Shown[] => {
    const read = index + 1;
    const again = numbers[Math.floor(dice() * read)] ?? number;
    return [
      { code: make(number), read, what: "part" },
      ...(dice() < 0.5 ? [{ code: make(again), read, what: "part" } as const] : []),
      ...(dice() < 0.3 ? [{ code: another, read, what: "other sheet" } as const] : []),
      ...(dice() < 0.3 ? [{ code: FOREIGN, read, what: "foreign" } as const] : []),
    ];
  });
}

/** The same dice for a seed. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const SEEDS = Array.from({ length: 20 }, (_, seed) => seed);

test.each(["appended", "split"] as const)("sixteen %s symbols in twenty orders: at each step as many are read as were shown", (kind) => {
  for (const seed of SEEDS) {
    let gathered = NOTHING_YET;
    for (const { code, read, what } of order(seed, kind)) {
      if (what === "foreign") continue;
      const { step, after } = gather(gathered, code);
      if (what === "other sheet") assert.equal(step, "another");
      assert.deepEqual([after.codes.size, after.total, isWhole(after)], [read, ALL, read === ALL], `seed ${seed}`);
      gathered = after;
    }
    const [make] = KINDS[kind];
    const wanted = Array.from({ length: ALL }, (_, index) => btoa(make(index + 1).text));
    assert.deepEqual(partsOf(gathered).parts.map(({ bytes_base64 }) => bytes_base64), wanted);
  }
});

test.each([[0, "appended"], [1, "split"], [2, "appended"], [3, "split"]] as const)("the page says n of 16 at each step of order %i, %s, and sends the sheet once", async (seed, kind) => {
  const posts: unknown[] = [];
  delete camera.read;
  await open("/medicines/scan", (method, path, body) => {
    if (method !== "POST" || !path.endsWith("/dispensings")) return undefined;
    posts.push(body);
    // Refused, so that the page stays as it was: what comes afterwards must not send it again.
    return { status: 422, body: { type: "urn:x", title: "x", status: 422, code: "not_jahis", detail: "読めません", errors: [], request_id: "r" } };
  });
  await until(() => camera.read);
  for (const { code, read, what } of order(seed, kind)) {
    see(code);
    await until(() => says(`${ALL}つのうち ${read}つ読めました`));
    if (read < ALL && what !== "part") await until(() => says(what === "foreign" ? "お薬のQRではありません" : "別の紙のQRです"));
    assert.equal(posts.length, read < ALL ? 0 : 1);
  }
  await until(() => says("手帳に入れられませんでした"));
  assert.equal(posts.length, 1);
  assert.equal((posts[0] as { parts: unknown[] }).parts.length, ALL);
});
