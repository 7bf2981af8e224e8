// @vitest-environment happy-dom
/** What the counter does in the list of today. */
import { expect, test } from "vitest";

import { ARRIVAL, CODE, PATIENT, VISIT, type Answer, type Sent, openDesk } from "./clinic-house.js";
import { button, says, until } from "./house.js";
// Loaded before the first test begins, whose waits are short.
import "../../src/staff/screens/clinic/patients.js";

const LIST = `/v1/institutions/${CODE}/patients`;
const refusal = (status: number, code: string): Answer => ({ status, body: { type: "urn:x", title: "x", status, code, detail: "この値は使えません。", errors: [], request_id: "req-7f3a" } });
const list = (...items: object[]): Answer => ({ status: 200, body: { items, next_cursor: null } });
const posts = (sent: readonly Sent[]) => sent.filter(({ method }) => method !== "GET");

test.each([["reception"], ["doctor"]] as const)("the %s cancels a check-in that was a mistake, asked once for why, by keys alone", async (role) => {
  let status = "waiting";
  const at = `/v1/institutions/${CODE}/check-ins/${VISIT}`;
  const { sent } = openDesk("/staff/patients", ({ method, path }) => {
    if (method === "DELETE" && path === at) {
      status = "cancelled";
      return { status: 204 };
    }
    return path === LIST ? list({ ...ARRIVAL, status, ...(status === "cancelled" && { resident_id: null, legal_name: null, kana: null, birth_date: null, age: null, sex: null, checked_in_by: null, same_name: false }) }) : undefined;
  }, [role]);
  const cancel = await until(() => button("取消 荒尾 花子"));
  cancel.focus();
  expect(document.activeElement).toBe(cancel);
  cancel.click();
  const asked = await until(() => document.querySelector("dialog"));
  expect(asked.textContent).toContain("荒尾 花子さんの受付を取り消しますか");
  expect(posts(sent)).toEqual([]);
  expect(location.pathname).toBe("/staff/patients");
  [...asked.querySelectorAll("button")].find((one) => one.textContent === "日がちがった")!.click();
  await until(() => says("(表示しません)") && document.querySelector("dialog") === null);
  expect(posts(sent).map(({ method, path, body }) => [method, path, body])).toEqual([["DELETE", at, { reason: "other_day" }]]);
  expect(posts(sent)[0]?.key).toBeTruthy();
  expect(button("取消 荒尾 花子")).toBeUndefined();
});

test("what was not cancelled says so, and why", async () => {
  openDesk("/staff/patients", ({ method }) => (method === "DELETE" ? refusal(404, "not_found") : undefined), ["reception"]);
  (await until(() => button("取消 荒尾 花子"))).click();
  const asked = await until(() => document.querySelector("dialog"));
  [...asked.querySelectorAll("button")].find((one) => one.textContent === "別の人だった")!.click();
  await until(() => says("取り消せませんでした") && says("この値は使えません。"));
});

test.each([["reception"], ["pharmacist"]] as const)("the %s types the place's own number into the row, by keys alone, and takes it away", async (role) => {
  let chart_number: string | null = null;
  const at = `/v1/institutions/${CODE}/patients/${PATIENT}/chart-number`;
  const { sent } = openDesk("/staff/patients", ({ method, path, body }) => {
    if (method === "PUT" && path === at) {
      ({ chart_number } = body as { chart_number: string | null });
      return { status: 200, body: { chart_number } };
    }
    return path === LIST ? list({ ...ARRIVAL, chart_number }) : undefined;
  }, [role]);
  const type = async (word: string, typed: string) => {
    (await until(() => button(word))).click();
    const field = await until(() => document.querySelector<HTMLInputElement>(".input--number"));
    await until(() => document.activeElement === field);
    field.value = typed;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    return field;
  };
  expect(await until(() => says("未登録"))).toBe(true);
  const field = await type("入力", "７７－１");
  expect(field.getAttribute("aria-label")).toBe("荒尾 花子さんの診察券番号");
  field.form!.requestSubmit();
  await until(() => says("７７－１") && document.querySelector(".input--number") === null);
  const left = await type("直す", "x");
  left.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
  await until(() => document.querySelector(".input--number") === null);
  (await type("直す", " ")).form!.requestSubmit();
  await until(() => says("未登録"));
  expect(posts(sent).map(({ path, body }) => [path, body])).toEqual([[at, { chart_number: "７７－１" }], [at, { chart_number: null }]]);
  expect(location.pathname).toBe("/staff/patients");
});

test("a number that was not kept stays in its field, and says why", async () => {
  openDesk("/staff/patients", ({ method }) => (method === "PUT" ? refusal(422, "invalid_value") : undefined), ["reception"]);
  (await until(() => button("直す"))).click();
  const field = await until(() => document.querySelector<HTMLInputElement>(".input--number"));
  field.form!.requestSubmit();
  await until(() => says("保存できませんでした。") && says("この値は使えません。"));
  expect(document.querySelector<HTMLInputElement>(".input--number")?.value).toBe("10382");
});
