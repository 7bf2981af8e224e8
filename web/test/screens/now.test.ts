// @vitest-environment happy-dom
/** What is said of now while a screen stays open, and that it is what is kept. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { keepUp } from "../../src/data/services.js";
import { ALARM } from "../data/house.js";
import { open, says, type, until, button } from "./house.js";

const drawn = () => new Promise((resume) => setTimeout(resume, 30));
const numbers = () => [...document.querySelectorAll<HTMLInputElement>(".numfield__in")];
/** The person comes back to a page that was open all the time. */
const back = async (at: string) => {
  vi.setSystemTime(new Date(at));
  document.dispatchEvent(new Event("visibilitychange"));
  await drawn();
};
const keptAt = (sent: readonly { method: string; body: unknown }[]) => (sent.find(({ method }) => method === "POST")?.body as { taken_at?: string } | undefined)?.taken_at;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(new Date("2026-11-25T07:40:20+09:00"));
});
afterEach(() => void vi.useRealTimers());

test("a form that stood open over midnight shows the time of now, and that is what is kept", async () => {
  const { sent } = await open("/record/new");
  await until(() => says("11月25日") && says("7:40") && numbers().length === 6);
  await drawn();
  await back("2026-11-26T00:05:09+09:00");
  await until(() => says("11月26日") && says("0:05"));
  type(numbers()[3]!, "60.4");
  (await until(() => button("記録する"))).click();
  const at = await until(() => keptAt(sent));
  expect(new Date(at).toISOString()).toBe("2026-11-25T15:05:00.000Z");
});

test("a tap before the page showed the next minute keeps the one that was shown", async () => {
  const { sent } = await open("/record/new");
  await until(() => says("7:40") && numbers().length === 6);
  type(numbers()[3]!, "60.4");
  await drawn();
  vi.setSystemTime(new Date("2026-11-25T07:52:00+09:00"));
  (await until(() => button("記録する"))).click();
  expect(new Date(await until(() => keptAt(sent))).toISOString()).toBe("2026-11-24T22:40:00.000Z");
});

test("a time that the person typed is never replaced", async () => {
  const { sent } = await open("/record/new");
  (await until(() => button("日時をかえる"))).click();
  const time = await until(() => document.querySelector<HTMLInputElement>('input[type="time"]'));
  expect(time.value).toBe("07:40");
  type(time, "06:15");
  type(numbers()[3]!, "60.4");
  await back("2026-11-26T00:05:00+09:00");
  expect(document.querySelector<HTMLInputElement>('input[type="time"]')?.value).toBe("06:15");
  (await until(() => button("記録する"))).click();
  expect(new Date(await until(() => keptAt(sent))).toISOString()).toBe("2026-11-24T21:15:00.000Z");
});

test("the values of the morning become those of the evening on the first page", async () => {
  const latest = { weight_kg: { value: 60, at: "2026-11-24T07:00:00+09:00" } };
  await open("/", (_method, path) => (path.endsWith("/today") ? { status: 200, body: { doses: [], latest } } : undefined));
  await until(() => says("11月25日") && says("朝の記録"));
  await drawn();
  await back("2026-11-25T21:00:00+09:00");
  await until(() => says("晩の記録") && !says("朝の記録"));
});

/** A page that stays in sight: its timers run on with the time. */
async function stays(until: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(until - Date.now());
}

describe("midnight passes on a page that stays in sight", () => {
  const dose = (date: string, label: string) => ({ alarm_id: ALARM, amount: null, date, time: "23:00", label, medications: [], version: null, status: "due" });
  const MIDNIGHT = Date.parse("2026-11-26T00:00:00+09:00");
  const grant = { visit_id: "v-1", institution: { code: "4310112347", name: "あらお中央内科" }, sections: ["daily"], since: "2026-11-25T10:00:00+09:00", until: "2026-11-26T00:00:00+09:00", renewable_from: null };
  const today = () => (Date.now() < MIDNIGHT ? { doses: [dose("2026-11-25", "夜の薬"), dose("2026-11-25", "寝る前")], open_grants: [grant] } : { doses: [dose("2026-11-26", "朝の薬")], open_grants: [] });

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"], shouldAdvanceTime: true });
    vi.setSystemTime(new Date("2026-11-25T23:58:30+09:00"));
  });
  afterEach(() => void vi.restoreAllMocks());

  async function home() {
    const opened = await open("/", (_method, path) => (path.endsWith("/today") ? { status: 200, body: today() } : undefined));
    keepUp(opened.services, window);
    await vi.dynamicImportSettled();
    await until(() => says("11月25日") && says("夜の薬") && says("あと2回") && says("あらお中央内科"));
    const asked = () => opened.sent.filter(({ path }) => path.endsWith("/today")).length;
    return { ...opened, asked };
  }

  test("today's doses come, yesterday's are not counted as left, and what was open is not", async () => {
    const { asked } = await home();
    const before = asked();
    await stays(MIDNIGHT - 1_000);
    expect(asked()).toBe(before);
    await stays(MIDNIGHT + 10_000);
    await until(() => says("11月26日") && says("朝の薬") && !says("夜の薬") && says("あと1回") && !says("あらお中央内科"));
    expect(asked()).toBe(before + 1);
    await stays(MIDNIGHT + 300_000);
    expect(asked()).toBe(before + 1);
  });

  test("a page that is out of sight asks when it is looked at again", async () => {
    const { asked } = await home();
    const before = asked();
    const seen = vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
    await stays(MIDNIGHT + 120_000);
    expect(asked()).toBe(before);
    seen.mockReturnValue("visible");
    document.dispatchEvent(new Event("visibilitychange"));
    await until(() => says("朝の薬"));
    expect(asked()).toBe(before + 1);
  });
});

test("the lines of the values end today, also after midnight, and nothing is asked again for it by the minute", async () => {
  const { sent } = await open("/record", (_method, path) => (path.endsWith("/trends") ? { status: 200, body: { bucket: "day", series: [], notices: [] } } : undefined));
  await until(() => sent.some(({ path }) => path.includes("trends")));
  await drawn();
  const asked = sent.length;
  vi.setSystemTime(new Date("2026-11-25T07:41:30+09:00"));
  document.dispatchEvent(new Event("visibilitychange"));
  await drawn();
  expect(sent.length).toBe(asked);
});
