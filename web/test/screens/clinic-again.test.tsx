// @vitest-environment happy-dom
import { expect, test } from "vitest";

import { ARRIVAL, CODE, NOTEBOOK, NOTEBOOK_ANSWER, PATIENT, type Answer, type Sent, day, openDesk, press } from "./clinic-house.js";
import { button, go, says, until } from "./house.js";
// Loaded before the first test begins, whose waits are short.
import "../../src/staff/screens/clinic/notebook.js";
import "../../src/staff/screens/clinic/patients.js";

const LIST = `/v1/institutions/${CODE}/patients`;
const AT = `/staff/patients/${PATIENT}`;
const list = (...items: object[]): Answer => ({ status: 200, body: { items, next_cursor: null } });
/** Effects run after the page was drawn: only then it listens to keys. */
const drawn = () => new Promise((resume) => setTimeout(resume, 200));
const looks = (sent: readonly Sent[]) => sent.filter(({ path }) => path === NOTEBOOK);
const ofPatient = /荒尾|花子|ペニシリン|ロキソプロフェン|138\/84/;

test("who ends the check-in and checks in again is said to be there again, and only a tap opens the notebook", async () => {
  let status = "opened";
  const { sent, services } = openDesk(AT, ({ path }) => (path === LIST ? list({ ...ARRIVAL, status }) : undefined));
  const listed = async (as: string) => {
    status = as;
    await services.cache.refresh({ id: "list-patients", path: { code: CODE } });
  };
  await until(() => says("いまの薬"));
  for (const round of [1, 2]) {
    await listed("ended");
    await until(() => says("本人が、見せるのを終わりにしました") && says("終了"));
    await listed("waiting");
    const open = await until(() => says("もう一度受付されました") && button("手帳を開く"));
    expect(says("終わりにしました") || says("この受付は終わりました") || says("終了")).toBe(false);
    expect(document.body.textContent).not.toMatch(ofPatient);
    expect(looks(sent)).toHaveLength(round);
    open.click();
    await until(() => says("いまの薬") && says("荒尾 花子"));
    expect(looks(sent)).toHaveLength(round + 1);
  }
});

test("a notebook that was extended says until when, and that it was not", async () => {
  const until_ = { ...NOTEBOOK_ANSWER, grant: { ...NOTEBOOK_ANSWER.grant, until: `${day(-2)}T00:00:00+09:00` } };
  openDesk(AT, ({ path }) => (path === NOTEBOOK ? { status: 200, body: until_, version: '"t-2"' } : undefined));
  await until(() => says("いまの薬") && says("明日 24:00 まで"));
  openDesk(AT);
  await until(() => says("いまの薬") && says("24:00 まで") && !says("明日 24:00 まで"));
});

test("a list of before the end offers nothing; one of later that says open does", async () => {
  let gone = false;
  const { services } = openDesk(AT, ({ path }) => (path === NOTEBOOK && gone ? { status: 404, body: { type: "urn:x", title: "x", status: 404, code: "not_found", detail: "x", errors: [], request_id: "r" } } : undefined));
  await until(() => says("いまの薬"));
  gone = true;
  await services.cache.refresh({ id: "open-notebook", path: { code: CODE, resident_id: PATIENT } });
  await until(() => says("この受付は終わりました"));
  await drawn();
  expect(button("手帳を開く")).toBeUndefined();
  gone = false;
  await services.cache.refresh({ id: "list-patients", path: { code: CODE } });
  (await until(() => button("手帳を開く"))).click();
  await until(() => says("いまの薬"));
});

test("whoever comes back to the address of a notebook that has ended is asked before it is opened again", async () => {
  let status = "opened";
  const { sent, services } = openDesk(AT, ({ path }) => (path === LIST ? list({ ...ARRIVAL, status }) : undefined));
  await until(() => says("いまの薬"));
  status = "ended";
  await services.cache.refresh({ id: "list-patients", path: { code: CODE } });
  await until(() => says("本人が、見せるのを終わりにしました"));
  go("/staff/patients");
  await until(() => says("本人が終了"));
  status = "waiting";
  await services.cache.refresh({ id: "list-patients", path: { code: CODE } });
  go(AT);
  await until(() => says("さんの手帳を開きますか"));
  expect(looks(sent)).toHaveLength(1);
});

test("the Enter that ends a conversion opens nobody, also where the browser does not say that it composes; the next one does", async () => {
  const { sent } = openDesk("/staff/patients");
  await until(() => says("荒尾 花子"));
  await drawn();
  press("/");
  const converting = (key: string) => {
    const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true });
    Object.defineProperty(event, "keyCode", { value: 229 });
    document.activeElement!.dispatchEvent(event);
  };
  const search = document.querySelector("input")!;
  search.value = "荒尾";
  search.dispatchEvent(new Event("input", { bubbles: true }));
  await drawn();
  converting("Enter");
  converting("Escape");
  await drawn();
  expect([location.pathname, document.activeElement, search.value, looks(sent).length]).toEqual(["/staff/patients", search, "荒尾", 0]);
  press("Enter");
  await until(() => location.pathname === AT && says("いまの薬"));
});

test("keys of a conversion are no shortcuts", async () => {
  openDesk("/staff/patients");
  await until(() => says("荒尾 花子"));
  await drawn();
  const event = new KeyboardEvent("keydown", { key: "?", bubbles: true, cancelable: true });
  Object.defineProperty(event, "keyCode", { value: 229 });
  document.body.dispatchEvent(event);
  await drawn();
  expect(document.querySelector("dialog")).toBeNull();
});

test("asked whether to open, the keyboard answers at once", async () => {
  const { sent } = openDesk(AT, undefined, ["nurse"], "ja", false);
  await until(() => says("さんの手帳を開きますか"));
  const yes = await until(() => document.activeElement?.tagName === "BUTTON" && (document.activeElement as HTMLElement));
  expect(yes.textContent).toBe("開く");
  expect(looks(sent)).toHaveLength(0);
  yes.click();
  await until(() => says("いまの薬"));
});

test.each([["reception", false], ["doctor", true]] as const)("the list read aloud to a %s names the keys that work there", async (role, opens) => {
  openDesk("/staff/patients", undefined, [role]);
  const caption = await until(() => document.querySelector("caption"));
  expect(caption.textContent).toContain("受付の早い順");
  expect(caption.textContent?.includes("Enter で手帳を開きます")).toBe(opens);
});

test("who has ended stands below those still open, each in the order of arrival", async () => {
  const one = (code: string, status: string) => ({ ...ARRIVAL, visit_id: `v-${code}`, resident_id: `r-${code}`, reception_code: code, status });
  openDesk("/staff/patients", ({ path }) => (path === LIST ? list(one("A1", "ended"), one("B2", "opened"), one("C3", "cancelled"), one("D4", "waiting"), one("E5", "ended")) : undefined), ["reception"]);
  await until(() => says("A1"));
  expect([...document.querySelectorAll("tbody .code")].map(({ textContent }) => textContent)).toEqual(["B2", "D4", "A1", "C3", "E5"]);
});

test("days of another year are written with it: the day on which a child is due, and what is long past", async () => {
  const year = Number(day(0).slice(0, 4));
  const [due, last] = [`${year + 1}-03-05`, `${year - 1}-02-03`];
  const answer = {
    ...NOTEBOOK_ANSWER, last_visit_on: last, timeline: [{ ...NOTEBOOK_ANSWER.timeline[0], on: last }],
    sections: { ...NOTEBOOK_ANSWER.sections, profile: { ...NOTEBOOK_ANSWER.sections.profile, pregnancy_due_on: due } },
  };
  const open = (language: "ja" | "en") => openDesk(AT, ({ path }) => (path === NOTEBOOK ? { status: 200, body: answer, version: '"t-1"' } : undefined), ["doctor"], language);
  open("ja");
  await until(() => says("出産予定日") && says(`${year + 1}年(令和${year - 2017}年)3月5日`) && says(`前回 ${year - 1}年`) && says(`${year - 1}/2/3`));
  open("en");
  await until(() => says(`5 Mar ${year + 1}`) && says(`3 Feb ${year - 1}`));
});
