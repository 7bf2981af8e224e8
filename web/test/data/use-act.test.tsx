// @vitest-environment happy-dom
import { render } from "preact";
import { expect, test } from "vitest";

import { type Acting, useAct } from "../../src/data/use-act.js";
import { ServicesProvider } from "../../src/data/use-read.js";
import { type Answer, network, problem } from "./house.js";

const text = () => expect.poll(() => document.body.textContent, { timeout: 10_000 });

/** A screen with one act, answered by hand. */
function screen() {
  const held: ((answer: Answer) => void)[] = [];
  const { services, sent } = network(({ method }) => (method === "GET" ? { status: 200, body: {} } : new Promise((answer) => held.push(answer))));
  const now: { act?: Acting<"end-sessions"> } = {};
  function Probe() {
    now.act = useAct("end-sessions");
    return <p>{[now.act.busy && "busy", now.act.refusal?.code].filter(Boolean).join(" ") || "idle"}</p>;
  }
  render(null, document.body);
  render(<ServicesProvider value={services}><Probe /></ServicesProvider>, document.body);
  return { now, held, sent };
}

test("an act is busy from its first moment on, and a second tap is not a second act", async () => {
  const { now, held, sent } = screen();
  const act = now.act!;
  const first = act.run({});
  const second = await act.run({});
  expect(!second.ok && second.refusal.code).toBe("busy");
  await text().toBe("busy");
  await expect.poll(() => held.length).toBe(1);
  held[0]!({ status: 204 });
  expect((await first).ok).toBe(true);
  await text().toBe("idle");
  expect(sent.filter(({ method }) => method === "DELETE").length).toBe(1);
});

test("a refusal stands until it is taken away or the act is tried again", async () => {
  const { now, held } = screen();
  const first = now.act!.run({});
  await expect.poll(() => held.length).toBe(1);
  held[0]!(problem(403, "totp_required"));
  await first;
  await text().toBe("totp_required");
  now.act!.clear();
  await text().toBe("idle");
  const second = now.act!.run({});
  await expect.poll(() => held.length).toBe(2);
  held[1]!(problem(422, "invalid_value"));
  await second;
  await text().toBe("invalid_value");
  void now.act!.run({});
  await text().toBe("busy");
});
