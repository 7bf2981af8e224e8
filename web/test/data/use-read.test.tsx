// @vitest-environment happy-dom
import { render } from "preact";
import { expect, test } from "vitest";

import { ServicesProvider, useRead } from "../../src/data/use-read.js";
import { PERSON, outbox } from "./house.js";

const path = { resident_id: PERSON };

function Probe() {
  return <p>{useRead("get-today", path).value?.doses?.[0]?.label ?? "nothing yet"}</p>;
}

test("an answer that comes between the drawing of a screen and its listening is shown", async () => {
  const { box, cache } = outbox([]);
  // Asked before the screen is there, as each entry asks who is signed in: answered while the screen waits for its first frame.
  const asked = cache.refresh({ id: "get-today", path });
  render(<ServicesProvider value={{ cache, outbox: box }}><Probe /></ServicesProvider>, document.body);
  await asked;
  await expect.poll(() => document.body.textContent, { timeout: 10_000 }).toBe("朝食後");
});
