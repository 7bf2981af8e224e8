// @vitest-environment happy-dom
import { render } from "preact";
import { beforeEach, expect, test } from "vitest";

import type { Services } from "../../src/data/services.js";
import { ServicesProvider, usePages, useRead } from "../../src/data/use-read.js";
import { PERSON, TODAY, network } from "./house.js";

const path = { resident_id: PERSON };

const text = () => expect.poll(() => document.body.textContent, { timeout: 10_000 });

// Empty after the root is unmounted: what a test left does not listen any more.
beforeEach(() => render(null, document.body));

function show(services: Services, Probe: () => preact.JSX.Element) {
  render(<ServicesProvider value={services}><Probe /></ServicesProvider>, document.body);
}

test("an answer that comes between the drawing of a screen and its listening is shown", async () => {
  const { services } = network(() => ({ status: 200, body: TODAY }));
  // Asked before the screen is there, as each entry asks who is signed in: answered while the screen waits for its first frame.
  const asked = services.cache.refresh({ id: "get-today", path });
  show(services, () => <p>{useRead("get-today", path).value?.doses?.[0]?.label ?? "nothing yet"}</p>);
  await asked;
  await text().toBe("朝食後");
});

test("a read brings its version, and is asked for with its query", async () => {
  const { services, sent } = network(() => ({ status: 200, body: { items: [], next_cursor: null }, version: '"7"' }));
  show(services, () => <p>{useRead("list-visits", path, { from: "2026-01-01", limit: 5 }).version ?? "-"}</p>);
  await text().toBe('"7"');
  expect(sent.map(({ url }) => new URL(url).search)).toEqual(["?from=2026-01-01&limit=5"]);
});

function Visits() {
  const { value, more, moreBusy, moreRefusal, reachedEnd, refusal } = usePages("list-visits", path);
  return <button onClick={more}>{[value?.items.map(({ visit_id }) => visit_id).join("") ?? "-", moreBusy && "busy", moreRefusal?.code, refusal?.code, reachedEnd && "end"].filter(Boolean).join(" ")}</button>;
}

test("a list goes on when it is asked to, once for two taps, and says why where it cannot", async () => {
  let away = true;
  const { services, sent } = network((request) => {
    const cursor = new URL(request.url).searchParams.get("cursor");
    if (cursor === null) return { status: 200, body: { items: [{ visit_id: "a" }], next_cursor: "1" } };
    return away ? { status: 0 } : { status: 200, body: { items: [{ visit_id: "b" }], next_cursor: null } };
  });
  show(services, Visits);
  await text().toBe("a");
  document.querySelector("button")!.click();
  await text().toBe("a unreachable");
  away = false;
  const before = sent.length;
  document.querySelector("button")!.click();
  document.querySelector("button")!.click();
  await text().toBe("ab end");
  expect(sent.length).toBe(before + 1);
});
