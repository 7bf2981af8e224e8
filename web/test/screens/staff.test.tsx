// @vitest-environment happy-dom
import { expect, test } from "vitest";

import { App } from "../../src/staff/app.js";
import { button, open, says, until } from "./house.js";

const WORKS = [{ institution_code: "4312345678", institution_name: "あらお中央内科", role: "doctor" }, { institution_code: "4312345679", institution_name: "有明整形外科", role: "doctor" }];
const me = (memberships: object[]) => ({ status: 200, body: { actor_id: "actor", memberships, family: [] } });
const PATIENT = { visit_id: "v", resident_id: "r", reception_code: "K7M", legal_name: "荒尾 花子", kana: "アラオ ハナコ", alias: null, birth_date: "1982-06-03", age: 44, sex: "female", chart_number: null, checked_in_at: "2026-11-25T07:10:00+09:00", checked_in_by: "self", same_name: false, status: "waiting" };

const clinic = (memberships: object[]) => (_method: string, path: string) => {
  if (path === "/v1/me") return me(memberships);
  return path === "/v1/institutions/4312345678/patients" ? { status: 200, body: { items: [PATIENT], next_cursor: null } } : undefined;
};

test.each(["/", "/staff", "/staff.html"])("%s leads to today's patients", async (address) => {
  await open(address, clinic(WORKS.slice(0, 1)), <App />);
  await until(() => says("荒尾 花子") && location.pathname === "/staff/patients");
  await until(() => document.title === "今日の患者|デジタル健康手帳");
  expect(document.querySelectorAll("main").length).toBe(1);
});

test("another place is asked for by its own address, and nothing of the first is left in sight", async () => {
  const { sent } = await open("/staff/patients", clinic(WORKS), <App />);
  await until(() => says("荒尾 花子"));
  button("有明整形外科")!.click();
  await until(() => sent.some(({ path }) => path === "/v1/institutions/4312345679/patients"));
  await until(() => !says("荒尾 花子") && says("今日の受付がありません"));
});

test("an address that there is not leads back, and who works nowhere is told so", async () => {
  await open("/staff/nowhere", clinic(WORKS), <App />);
  (await until(() => button("ホームへ"))).click();
  await until(() => says("荒尾 花子"));
  await open("/staff/patients", clinic([]), <App />);
  await until(() => says("勤め先が登録されていません"));
});
