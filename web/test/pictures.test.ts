/** What is judged by a machine in a browser is every screen, in every look: the lists say so. The judging itself: `scripts/pictures.mjs`. */
import assert from "node:assert/strict";
import { expect, test } from "vitest";

import { linesOf } from "./routes.js";

interface Look { readonly language?: string; readonly text?: string; readonly width: number; readonly height: number; readonly theme?: string }
interface Looks { readonly LANGUAGES: readonly string[]; readonly TEXTS: readonly string[]; readonly WIDTHS: readonly number[]; readonly THEMES: readonly string[]; cover(place: number): Readonly<Record<string, Look>> }
interface Hostile { readonly HOSTILE: readonly string[]; Hostility: new (seed: number) => { readonly put: ReadonlyMap<number, { readonly hostile: string }>; next(unbroken?: boolean): void; changed(body: unknown): unknown } }

const load = async (name: string): Promise<unknown> => import(new URL(`../scripts/pictures/${name}.mjs`, import.meta.url).href);
const { SCREENS } = await load("screens") as { SCREENS: Readonly<Record<string, { readonly path: string }>> };
const { LANGUAGES, TEXTS, WIDTHS, THEMES, cover } = await load("looks") as Looks;
const { HOSTILE, Hostility } = await load("hostile") as Hostile;

test.each([...linesOf("resident"), ...linesOf("staff")])("the screen at $address is judged", ({ address }) => {
  const shape = new RegExp(`^${address.replace(/:\w+/g, "[^/]+")}$`);
  const pictured = Object.values(SCREENS).map(({ path }) => path.replace(/\?.*/, ""));
  assert.ok(pictured.some((path) => shape.test(path) && (address.includes(":") || path === address)), `no line of scripts/pictures/screens.mjs shows ${address}`);
});

test("each screen is judged in every language, text size and width, and all screens in every pair of them and both brightnesses", () => {
  const pairs = new Set<string>();
  const all = Object.keys(SCREENS);
  all.forEach((_, place) => {
    const looks = Object.values(cover(place)).filter(({ language }) => language !== undefined);
    expect(new Set(looks.map(({ language }) => language))).toEqual(new Set(LANGUAGES));
    expect(new Set(looks.map(({ text }) => text))).toEqual(new Set(TEXTS));
    expect(new Set(looks.map(({ width }) => width))).toEqual(new Set(WIDTHS));
    for (const { language, text, width, theme } of looks) for (const pair of [[language, text], [language, width], [language, theme], [text, width], [text, theme], [width, theme]]) pairs.add(pair.join());
  });
  for (const [one, other] of [[LANGUAGES, TEXTS], [LANGUAGES, WIDTHS], [LANGUAGES, THEMES], [TEXTS, WIDTHS], [TEXTS, THEMES], [WIDTHS, THEMES]] as const) {
    for (const left of one) for (const right of other) assert.ok(pairs.has([left, right].join()), `${left} with ${right}`);
  }
});

test("a hundred hostile texts and more, each of which comes to each field in time, and none to an id", () => {
  assert.ok(new Set(HOSTILE).size === HOSTILE.length && HOSTILE.length >= 100);
  const hostility = new Hostility(0);
  const met = new Set<string>();
  for (const _ of HOSTILE) {
    hostility.next();
    const body = hostility.changed({ id: "019aa000", on: "2026-11-25", name: "花子", again: "花子", rows: [{ memo: "薬", count: 3, none: null }] }) as { id: string; on: string; name: string; again: string; rows: readonly { memo: string; count: number; none: null }[] };
    expect(body).toMatchObject({ id: "019aa000", on: "2026-11-25", again: body.name, rows: [{ count: 3, none: null }] });
    expect(body.rows[0]?.memo).not.toBe(body.name);
    met.add(hostility.put.get(0)?.hostile ?? "");
  }
  assert.equal(met.size, HOSTILE.length);
});

test("where the window is narrow first, every free text is a word that goes on", () => {
  const hostility = new Hostility(3);
  const names = Array.from({ length: 9 }, (_, index) => `薬${index}`);
  hostility.next(true);
  hostility.changed({ names });
  const put = [...hostility.put.values()].map(({ hostile }) => hostile);
  assert.equal(new Set(put).size, names.length);
  for (const text of put) assert.ok(text.length >= 80 && !/\s/.test(text), text.slice(0, 20));
});
