// @vitest-environment happy-dom
import { expect, test } from "vitest";

import { handedOut, missingOf, symbolsOf, blank, LINE } from "../../src/staff/screens/clinic/dispense.js";
import { type Answer, ARRIVAL, CODE, PATIENT, type Sent, day, openDesk, write } from "./clinic-house.js";
import { button, says, type, until } from "./house.js";

const AT = `/staff/patients/${PATIENT}/dispensings`;
const OWN = `/v1/institutions/${CODE}/patients/${PATIENT}/dispensings`;
const PREVIEW = `/v1/institutions/${CODE}/patients/${PATIENT}/dispensing-previews`;
const posts = (sent: readonly Sent[]) => sent.filter(({ method }) => method !== "GET");
const refusal = (status: number, code: string, detail: string): Answer => ({ status, body: { type: "urn:x", title: "x", status, code, detail, errors: [], request_id: "req-7f3a" } });
const dispensing = {
  id: "m-1", dispensed_on: day(0), source: "pharmacy", version: null, cautions: [], leftovers: [], provided: [], remarks: [],
  pharmacy: { code: CODE, name: "みどり薬局", phone: null }, prescriber: { institution: "有明整形外科", doctor: null, department: null, institution_code: null },
  groups: [{ rp: 1, usage_text: "朝食後", supply_count: 5, supply_unit: "日分", dosage_form: "oral", notes: [], drugs: [{ name: "アムロジピン錠", quantity: 1, quantity_basis: "per_day", unit: "錠", code: null, generic_name: null, generic_name_code: null, notes: [] }] }],
};
const preview: Answer = { status: 200, body: { dispensings: [dispensing], notes_left_out: 1, warnings: [] } };
const alert = { code: "duplicate_ingredient", detail: { confidence: "high", reason: "ingredient_code" }, drug: null, with: null, name: "アムロジピン錠", with_name: "ノルバスク錠" };
const house = (more: (sent: Sent) => Answer | undefined = () => undefined) => (sent: Sent) => more(sent) ?? (sent.path === PREVIEW ? preview : undefined);

test("what the hand scanner typed is looked at beside name and birth date, then registered, and what to look at is said", async () => {
  const { sent } = openDesk(AT, house(({ path, method }) => (path === OWN && method === "POST" ? { status: 201, body: { dispensings: [dispensing], already_registered: false, notes_left_out: 1, alerts: [alert] } } : undefined)), ["pharmacist"]);
  await until(() => says("QR コード") && says("荒尾 花子") && says("1982年(S57)6月3日"));
  button("内容を確かめる")!.click();
  await until(() => says("QR コードを読み取ってください"));
  expect(posts(sent)).toEqual([]);
  write("JAHISTC08,1\n911,1,2,1\nJAHISTC08,1\n911,1,2,2\n");
  await until(() => says("QR コード 2枚を読み取りました"));
  button("内容を確かめる")!.click();
  await until(() => says("この内容で登録しますか"));
  expect(says("アムロジピン錠") && says("荒尾 花子") && says("1件は登録しません")).toBe(true);
  expect(posts(sent).map(({ path, body }) => [path, body])).toEqual([[PREVIEW, { parts: [{ text: "JAHISTC08,1\r\n911,1,2,1\r\n" }, { text: "JAHISTC08,1\r\n911,1,2,2\r\n" }] }]]);
  button("この手帳に登録する")!.click();
  await until(() => says("登録しました") && says("成分の重複:アムロジピン錠"));
  expect(says("ノルバスク錠")).toBe(true);
  expect(posts(sent).at(-1)).toMatchObject({ path: OWN, body: posts(sent)[0]?.body });
  expect(document.querySelector("textarea")?.value).toBe("");
});

test("another person's sheet is refused in words and nothing is sent", async () => {
  const { sent } = openDesk(AT, house(({ path }) => (path === PREVIEW ? refusal(422, "sheet_of_another", "QR コードの氏名・生年月日・性別が、この患者さんと違います。") : undefined)), ["pharmacist"]);
  await until(() => says("荒尾 花子"));
  write("JAHISTC08,1\n");
  button("内容を確かめる")!.click();
  await until(() => says("この患者さんと違います"));
  expect(button("この手帳に登録する")).toBeUndefined();
  expect(posts(sent)).toHaveLength(1);
});

test("typed by hand: what is missing is said at its field, and it is sent as groups", async () => {
  const { sent } = openDesk(AT, house(), ["pharmacist"]);
  await until(() => says("荒尾 花子"));
  button("手で入力")!.click();
  await until(() => says("薬 1"));
  button("内容を確かめる")!.click();
  await until(() => says("薬の名前を入れてください"));
  type(document.getElementById("dispense-name-0") as HTMLInputElement, "アムロジピン錠");
  type(document.getElementById("dispense-count-0") as HTMLInputElement, "２８");
  button("内容を確かめる")!.click();
  await until(() => says("この内容で登録しますか"));
  expect(posts(sent)[0]?.body).toMatchObject({ groups: [{ supply_count: 28, supply_unit: "日分", dosage_form: "oral", drugs: [{ name: "アムロジピン錠", quantity: null }] }] });
});

test("its own are opened by a tap, taken back with a reason, and a closed notebook was not compared", async () => {
  let retracted: string | undefined;
  const own = () => [{ medication_id: "m-1", registered_at: `${day(0)}T09:00:00+09:00`, role: "pharmacist", ...(retracted === undefined ? { dispensing } : { retracted_at: retracted, reason: "wrong_content" }) }];
  const { sent } = openDesk(AT, house(({ path, method }) => {
    if (path === OWN && method === "GET") return { status: 200, body: { items: own(), next_cursor: null } };
    if (path === `${OWN}/m-1/retraction`) {
      retracted = `${day(0)}T10:00:00+09:00`;
      return { status: 200, body: { medication_id: "m-1" }, version: '"2"' };
    }
    return path === OWN ? { status: 200, body: { dispensings: [dispensing], already_registered: true, notes_left_out: 0, alerts: null } } : undefined;
  }), ["pharmacist"]);
  await until(() => says("登録したものを見る"));
  expect(sent.some(({ path, method }) => path === OWN && method === "GET")).toBe(false);
  button("登録したものを見る")!.click();
  await until(() => says("アムロジピン錠"));
  button("取り消す")!.click();
  await until(() => says("この調剤の登録を取り消しますか"));
  button("内容がちがっていた")!.click();
  await until(() => says("に取り消しました"));
  expect(posts(sent)[0]).toMatchObject({ path: `${OWN}/m-1/retraction`, body: { reason: "wrong_content" } });
  write("JAHISTC08,1\n");
  button("内容を確かめる")!.click();
  await until(() => says("この内容で登録しますか"));
  button("この手帳に登録する")!.click();
  await until(() => says("すでに登録してあります") && says("調べていません"));
});

test("who is not among today's arrivals cannot be compared, and nobody but pharmacists registers", async () => {
  openDesk(AT, ({ path }) => (path === `/v1/institutions/${CODE}/patients` ? { status: 200, body: { items: [{ ...ARRIVAL, resident_id: "another" }], next_cursor: null } } : undefined), ["pharmacist"]);
  await until(() => says("今日の受付に見つかりません"));
  expect(button("内容を確かめる")).toBeUndefined();
  openDesk(AT, house(), ["doctor"]);
  await until(() => says("調剤を登録できるのは、薬剤師です。"));
});

test("symbols are parted where each begins, whatever the ends of lines", () => {
  expect(symbolsOf("")).toEqual([]);
  expect(symbolsOf("JAHISTC08,1\r1,x\rJAHISTC08,1\r2\r")).toEqual(["JAHISTC08,1\r\n1,x\r\n", "JAHISTC08,1\r\n2\r\n"]);
  const typed = { ...blank("2026-11-25"), way: "typed" as const };
  expect([missingOf(typed), missingOf({ ...typed, day: "" }), missingOf({ ...typed, lines: [{ ...LINE, name: "x", quantity: "半" }] }), missingOf({ ...typed, lines: [{ ...LINE, name: "x" }] })]).toEqual(["name-0", "day", "quantity-0", undefined]);
  expect(handedOut({ ...typed, lines: [{ ...LINE, name: " x ", form: "external", count: "1" }] }).groups?.[0]).toMatchObject({ supply_unit: "調剤", drugs: [{ name: "x" }] });
});
