// @vitest-environment happy-dom
/** Labels are for voices: in やさしい日本語 a reading behind its kanji would be spoken a second time. */
import { readFileSync, readdirSync } from "node:fs";
import { expect, test } from "vitest";

import { linesOf } from "../routes.js";
import { button, open, until } from "./house.js";

type Line = readonly [method: string, path: RegExp, status: number, body: unknown];

/** The canned answers and addresses of `npm run pictures`. */
const pictures = "../../scripts/pictures";
const { ANSWERS } = (await import(`${pictures}/answers.mjs`)) as { readonly ANSWERS: readonly Line[] };
const { SCREENS } = (await import(`${pictures}/screens.mjs`)) as { readonly SCREENS: Readonly<Record<string, { readonly path: string }>> };

const READING = /[\p{Script=Han}々]\([\p{Script=Hiragana}ー]+\)/u;
const PATHS = [...new Set([...Object.values(SCREENS).map(({ path }) => path), "/medicines/019aa000-0000-7000-8000-000000000051/edit"])];

/** An address of each screen: that of its picture. */
const addresses = ["/", ...linesOf("resident").map(({ address }) => address)].map((address) => {
  const fits = new RegExp(`^${address.replace(/:\w+/g, "(?:019a|actor-)[^/]+")}$`);
  return [address, PATHS.find((path) => fits.test(path))] as const;
});

test.each(addresses)("%s has no reading in a label, in its first sight or in a title", async (address, path) => {
  expect(path, `${address} has no picture`).toBeDefined();
  await open("/book/settings", (method, asked) => {
    const [, , status, said] = ANSWERS.find(([of, pattern]) => of === method && pattern.test(asked)) ?? [];
    return status === undefined ? undefined : { status, body: typeof said === "function" ? (said as (query: URLSearchParams) => unknown)(new URLSearchParams()) : said, version: '"1"' };
  });
  (await until(() => button("やさしい日本語"))).click();
  await until(() => document.querySelector("h1 rt")?.textContent === "せってい");
  const link = document.createElement("a");
  link.href = path ?? "/";
  document.body.append(link);
  link.click();
  link.remove();
  await until(() => location.pathname === path && document.querySelector("h1") && (path === "/book/settings" || !document.querySelector("h1 rt")?.textContent?.startsWith("せってい")));
  await until(() => document.querySelector(".card, .tiles, .camera, .banner, .empty"));
  await new Promise((resume) => setTimeout(resume, 150));
  const said = [...document.querySelectorAll("[aria-label], [placeholder], [title], [alt]")].flatMap((one) => ["aria-label", "placeholder", "title", "alt"].map((name) => one.getAttribute(name) ?? ""));
  expect(said.filter((text) => text !== "").length).toBeGreaterThan(0);
  expect([...said, document.title].filter((text) => READING.test(text))).toEqual([]);
});

/** Components whose `label` is an `aria-label`. */
const NAMED = /<(ActionBar|Alerts|Card|Keys|Lanes|Picks|Progress|Qr|SearchField|Segment|TabBar|Tiles|video|nav|section|ul|div|svg)\b[^>]*?\s(?:label|aria-label)=\{((?:[^{}]|\{[^{}]*\})*)\}/gs;

test("what a screen of residents gives as a label is said without readings, or was written by a person", () => {
  const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".tsx") && /^(resident|scan|session|worker)\//.test(name));
  const labels = files.flatMap((file) => [...readFileSync(`src/${file}`, "utf8").matchAll(NAMED)].map(([, , label = ""]) => `${file}: ${label}`));
  expect(labels.length).toBeGreaterThan(60);
  expect(labels.filter((label) => !/: plain\(|institution/.test(label))).toEqual([]);
});
