/**
 * Texts that a program is likely to fall for, typed into every free field of residents and into the doctor's note, and read again on each screen that shows
 * them to either. What was kept is shown as it was written, what was not is still in its field with the reason beside it; no script runs and no policy is
 * breached. Each field has another portion of the texts in each run; `HOSTILE=all` gives it ten. `node build/e2e/browser/hostile.js`.
 */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";

import { FORMS, type Form } from "./hostile-forms.js";
import { BEGINNING, type Field, REFUSED, portions, put, shown } from "./hostile-texts.js";
import { DESK, PHONE, Person, account, open, signIn, stack } from "./house.js";
import { type Api, apiOf, ownNotebook } from "./own-notebook.js";

/** Times that a form is sent: a field with room for several texts has had all of them in ten. */
const ROUNDS = process.env["HOSTILE"] === "all" ? 10 : 1;
/** Fields may be refused one after the other: what is wrong in one is said before what is wrong in another is looked for. */
const MOST_TRIES = 4;
const LEAST_SHOWN = 100;
const WRONG = ".error-summary, .banner--danger";

const met = new Set<number>();
const running = stack();
const { resident_id = "", ...who } = account(running, "second_resident");
const browser = await open();
try {
  const resident = await Person.at(browser, "resident", PHONE);
  const { api } = await ownNotebook(resident, running.web, resident_id, () => signIn(resident, running.web, who));
  const { page } = resident;
  await page.getByRole("link", { name: "ホーム" }).waitFor();
  const before = await api<{ display_name: string; identity: { alias: string | null }; profile: Record<string, unknown> }>("GET", "");
  const made: string[] = [];
  page.on("response", (response) => {
    if (response.request().method() === "POST" && response.status() === 201) void response.json().then((body: Record<string, unknown>) => made.push(pathOf(body))).catch(() => {});
  });
  try {
    for (const form of FORMS) await attack(page, form);
    await read(page, running.web, ["/", "/record", "/record/list", "/visits", "/medicines", "/medicines/doses", "/alarms", "/book", "/book/profile", ...made.flatMap(screensOf)]);
    await atTheDesk(page);
  } finally {
    for (const path of made.filter((path) => path !== "")) await api("DELETE", path).catch(() => {});
    const { allergies, adverse_reactions, history, long_term_illness, listed_disability, emergency_contacts } = before.profile;
    await api("PATCH", "", { display_name: before.display_name, identity: { alias: before.identity.alias }, profile: { allergies, adverse_reactions, history, long_term_illness, listed_disability, emergency_contacts } });
  }
  const texts = new Set([...met].flatMap((number) => put.get(number)?.of ?? []));
  console.log(`${texts.size} texts were shown, in ${met.size} fields`);
  assert.ok(texts.size >= LEAST_SHOWN);
  await resident.leave();
} finally {
  await browser.close();
}

/** Sends a form with one portion after the other, from any of them on, and then with what every text refuses. */
async function attack(page: Page, form: Form): Promise<void> {
  const ready = new Map(form.fields.map((field) => [field, portions(field)]));
  const most = Math.max(...[...ready.values()].map(({ length }) => length));
  const first = Math.floor(Math.random() * most);
  for (let round = 0; round < Math.min(ROUNDS, most); round += 1) {
    await fill(page, form, (field) => {
      const of = ready.get(field) ?? [];
      return of[(first + round) % of.length] ?? BEGINNING;
    });
    // What the contract of a field refuses is said beside it, and stays there; the others go on without it.
    for (let tries = 1; !(await send(page, form)); tries += 1) {
      assert.ok(tries < MOST_TRIES, `${form.address} is refused again and again`);
      for (const field of await refused(page, form)) await control(page, field).fill("よい");
    }
  }
  await fill(page, form, ({ most }) => REFUSED.slice(0, most));
  assert.ok(!(await send(page, form)), `${form.address}: what lies about its direction was kept`);
  assert.ok((await refused(page, form)).length > 0);
}

function control(page: Page, { label }: Pick<Field, "label">) {
  return page.getByRole("textbox", { name: label, exact: true });
}

async function fill(page: Page, { address, first, more, also = {}, fields, send: word }: Form, textOf: (field: Field) => string): Promise<void> {
  await page.goto(`${running.web}${address}`);
  await page.getByRole("button", { name: word, exact: true }).waitFor();
  if (first !== undefined) await page.getByRole("button", { name: first }).click();
  if (more !== undefined && fields[0] !== undefined && (await control(page, fields[0]).count()) === 0) await page.getByRole("button", { name: more }).click();
  // A number's label goes on with the last one.
  for (const [label, value] of Object.entries(also)) await page.getByRole("textbox", { name: new RegExp(`^${label}`) }).first().fill(value);
  for (const field of fields) await control(page, field).fill(textOf(field));
}

/** Whether it was kept. What was refused says why. */
async function send(page: Page, { send: word, to }: Form): Promise<boolean> {
  const wrong = page.locator(WRONG).first();
  const answer = (response: { url: () => string; request: () => { method: () => string } }) => to.test(new URL(response.url()).pathname) && response.request().method() !== "GET";
  const answered = page.waitForResponse(answer).then((response) => response.status(), () => 0);
  await page.getByRole("button", { name: word, exact: true }).click();
  const status = await Promise.race([answered, wrong.waitFor().then(() => 422, () => 0)]);
  if (status >= 200 && status < 300) return true;
  await wrong.waitFor();
  return false;
}

/** The fields that were refused: each says why, and keeps what was typed. */
async function refused(page: Page, { address, fields }: Form): Promise<readonly Field[]> {
  const found: Field[] = [];
  for (const field of fields) {
    const input = control(page, field);
    if ((await input.getAttribute("aria-invalid")) !== "true") continue;
    const said = await input.evaluate((one) => (one.getAttribute("aria-describedby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join(""));
    assert.ok(said.length > 4, `${address}, ${field.label}: says why`);
    assert.ok((await input.inputValue()).startsWith(BEGINNING), `${address}, ${field.label}: keeps what was typed`);
    found.push(field);
  }
  return found;
}

/** Opens screens, and looks at each for texts that are not as they were written, and for what ran. */
async function read(page: Page, origin: string, addresses: readonly string[]): Promise<void> {
  for (const address of addresses) {
    await page.goto(`${origin}${address}`);
    // A slow machine is looked at as far as it came.
    await page.waitForLoadState("networkidle", { timeout: 15_000 }).catch(() => {});
    await look(page, address);
  }
}

async function look(page: Page, where: string): Promise<void> {
  const { faults } = await page.evaluate(shown, JSON.stringify([...put]));
  assert.deepEqual(faults, [], where);
  const whole = await page.evaluate(() => [document.body.textContent, ...[...document.querySelectorAll<HTMLInputElement>("input, textarea")].map(({ value }) => value)].join("\n"));
  for (const [, number] of whole.matchAll(/⟦(\d+)⟧/g)) if (put.has(Number(number))) met.add(Number(number));
}

/** Where what was made is removed again. */
function pathOf({ record_id, visit_id, alarm_id, entry }: Record<string, unknown>): string {
  if (typeof record_id === "string") return `/daily-records/${record_id}`;
  if (typeof alarm_id === "string") return `/alarms/${alarm_id}`;
  if (typeof visit_id === "string") return `/visits/${visit_id}`;
  const id = typeof entry === "object" && entry !== null ? Reflect.get(entry, "medication_id") : undefined;
  return typeof id === "string" ? `/medications/${id}` : "";
}

/** Its screens, of which one is its form. */
function screensOf(path: string): readonly string[] {
  const [, kind, id] = path.split("/");
  if (kind === "daily-records") return [`/record/${id}`];
  if (kind === "alarms") return [`/alarms/${id}`];
  if (kind === "medications") return [`/medicines/${id}`];
  return kind === "visits" ? [`/visits/${id}`, `/visits/${id}/edit`] : [];
}

/** The doctor reads what the resident wrote, and writes notes of the same kind, which the resident reads. */
async function atTheDesk(page: Page): Promise<void> {
  await page.goto(`${running.web}/check-in`);
  await page.getByText("みどり内科クリニック").first().click();
  await page.getByRole("button", { name: /つを見せて、受付する/ }).click();
  await page.getByText("受付の人にこの番号を言ってください").waitFor();
  const visit = page.url().split("/").at(-1) ?? "";
  const doctor = await Person.at(browser, "doctor", DESK);
  try {
    const staff = account(running, "doctor");
    const api = await apiOf(doctor, running.web_staff, () => signIn(doctor, running.web_staff, staff));
    await writeNotes(doctor.page, api, `/institutions/${staff.institution_code}/patients/${resident_id}/visits/${visit}/notes`, () => read(page, running.web, ["/", `/visits/${visit}`]));
  } finally {
    await page.goto(`${running.web}/check-in/${visit}`);
    await page.getByRole("button", { name: "いま見せるのをやめる" }).click();
    await page.getByRole("button", { name: "見せるのをやめる", exact: true }).click();
    await page.getByText(/見せるのをやめました|いまは見せていません/).first().waitFor();
  }
  await doctor.leave();
}

/** Each note ends with every beginning that the desk offers; what was written is retracted once everybody has read it. */
async function writeNotes(desk: Page, api: Api, notes: string, residentReads: () => Promise<void>): Promise<void> {
  const notebook = `${running.web_staff}/staff/patients/${resident_id}`;
  const written: string[] = [];
  desk.on("response", (response) => {
    if (response.request().method() === "POST" && response.status() === 201 && response.url().endsWith("/notes")) void response.json().then(({ note_id }: { note_id: string }) => written.push(note_id));
  });
  await desk.getByRole("link", { name: /荒尾/ }).first().waitFor();
  await look(desk, "/staff/patients");
  // An address alone opens nothing: the desk asks first.
  await desk.goto(notebook);
  await desk.getByRole("button", { name: "開く", exact: true }).click();
  const field = desk.locator("#note-text");
  await field.waitFor();
  await look(desk, "the notebook");
  try {
    for (const text of portions({ most: 3_500, kind: "lines" })) {
      await field.fill(text);
      for (const beginning of await desk.getByRole("group", { name: "ひな形" }).getByRole("button").all()) await beginning.click();
      assert.ok((await field.inputValue()).startsWith(`${text}\n`), "a beginning is put behind what stands");
      await field.focus();
      await field.press("Control+Enter");
      await desk.locator(".banner--ok").waitFor();
      assert.equal(await field.inputValue(), "");
      // What is sent while the page reads again what it shows is not taken.
      await desk.getByRole("button", { name: "本人に送る", exact: true }).waitFor();
      await look(desk, "a note was sent");
    }
    await field.fill(REFUSED);
    await field.press("Control+Enter");
    await desk.locator(".banner--danger, .field__error").first().waitFor();
    assert.equal(await field.inputValue(), REFUSED.replace(/\r\n?/g, "\n"));
    await field.fill("");
    for (const section of ["daily", "medication", "visits"]) {
      await desk.goto(`${notebook}/${section}`);
      await desk.getByRole("button", { name: "開く", exact: true }).click();
      await desk.waitForLoadState("networkidle");
      await look(desk, section);
    }
    await desk.goto(`${running.web_staff}/staff/notes`);
    await desk.locator(".own-notes > li > button").first().click();
    await desk.locator(".own-notes .own-note").first().waitFor();
    await look(desk, "/staff/notes");
    await residentReads();
  } finally {
    for (const id of written) await api("POST", `${notes}/${id}/retraction`, { reason: "wrong_content" }).catch(() => {});
  }
}
