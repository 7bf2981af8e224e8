// @vitest-environment happy-dom
/** Forms that are left while they are sent: whoever went elsewhere stays there. */
import { readFileSync, readdirSync } from "node:fs";
import ts from "typescript";
import { beforeEach, expect, test } from "vitest";

import { ALARM, PERSON } from "../data/house.js";
import { type Answer, type City, button, go, open, says, type, until } from "./house.js";
import { APPOINTMENT, ENTRY, MEALS, MEDICINE, RECORD, VISIT, ok } from "./standing.js";


const field = (label: string) => until(() => {
  const found = [...document.querySelectorAll("label")].find((one) => one.textContent?.startsWith(label) && one.htmlFor !== "");
  return found && (document.getElementById(found.htmlFor) as HTMLInputElement | null);
});
const TOMORROW = new Date(Date.now() + 33 * 3_600_000).toISOString().slice(0, 10);
const drawn = () => new Promise((resume) => setTimeout(resume, 100));

interface Left {
  readonly at: string;
  readonly reads?: City;
  readonly fill: () => Promise<void>;
  readonly method: string;
  readonly answer?: unknown;
}

const weigh = async () => type((await until(() => document.querySelectorAll<HTMLInputElement>(".numfield__in")[3]))!, "60.4");

const FORMS: readonly Left[] = [
  { at: "/record/new", fill: weigh, method: "POST", answer: { record_id: "r-9" } },
  { at: "/record/r-1", reads: (_method, path) => (path.endsWith("/r-1") ? ok(RECORD) : undefined), fill: weigh, method: "PUT" },
  { at: "/visits/new", fill: async () => type(await field("病院"), "四ツ山歯科"), method: "POST", answer: { visit_id: VISIT } },
  { at: "/visits/appointments/new", fill: async () => { type((await field("日づけ"))!, TOMORROW); type((await field("病院"))!, "四ツ山歯科"); }, method: "POST", answer: { appointment_id: VISIT } },
  { at: `/visits/appointments/${VISIT}/edit`, reads: (method, path) => (method === "GET" && path.endsWith(VISIT) ? ok({ ...APPOINTMENT, on: TOMORROW }) : undefined), fill: async () => void (await field("診療科")), method: "PUT" },
  { at: `/visits/${VISIT}/edit`, reads: (_method, path) => (path.endsWith(VISIT) ? ok({ visit_id: VISIT, status: "done", visited_on: "2026-11-24", institution_name: "四ツ山歯科", notes: [] }) : undefined), fill: async () => void (await field("診療科")), method: "PUT" },
  { at: "/alarms/meal-times", reads: (_method, path) => (path.endsWith("/meal-times") ? ok(MEALS) : undefined), fill: async () => void (await until(() => document.querySelector('input[type="time"]'))), method: "PUT", answer: MEALS },
  { at: `/alarms/${ALARM}`, reads: (_method, path) => (path.endsWith(`/alarms/${ALARM}`) ? ok(ENTRY) : path.endsWith("/meal-times") ? ok(MEALS) : undefined), fill: async () => void (await field("アラームの名前")), method: "PUT", answer: ENTRY },
  { at: "/book/profile", fill: async () => type(await field("アレルギー"), "かに"), method: "PATCH", answer: {} },
  { at: "/medicines/m-1/edit", reads: (_method, path) => (path.endsWith("/m-1") ? ok(MEDICINE) : undefined), fill: async () => type(await field("薬局"), "あお薬局"), method: "PATCH", answer: MEDICINE },
];

beforeEach(() => localStorage.clear());

test.each(FORMS)("$at: left while it is sent, it leads nobody away and says nothing", async ({ at, reads, fill, method, answer = {} }) => {
  let give: (answer: Answer) => void = () => {};
  const held = new Promise<Answer>((resolve) => { give = resolve; });
  const { sent } = await open(at, (asked, path, body) => (asked === method ? held : reads?.(asked, path, body)));
  await fill();
  await drawn();
  (await until(() => document.querySelector<HTMLElement>('button[type="submit"]'))).click();
  await until(() => sent.some((one) => one.method === method));
  go("/book/family");
  await until(() => location.pathname === "/book/family" && document.querySelector("h1")?.textContent?.includes("家族"));
  await until(() => document.activeElement?.tagName === "H1");
  const before = document.activeElement;
  give({ status: 200, body: answer });
  await new Promise((resume) => setTimeout(resume, 80));
  expect(location.pathname).toBe("/book/family");
  expect(document.activeElement).toBe(before);
  // Nor is it said where the form would have led.
  go("/");
  await until(() => says("アムロジピン"));
  await drawn();
  expect(document.querySelector(".banner--ok")).toBeNull();
});

test("what is refused after its form was left is not lost: it stands with what was written", async () => {
  let give: (answer: Answer) => void = () => {};
  const held = new Promise<Answer>((resolve) => { give = resolve; });
  const { sent } = await open("/record/new", (asked) => (asked === "POST" ? held : undefined));
  await weigh();
  await drawn();
  (await until(() => button("記録する"))).click();
  await until(() => sent.some((one) => one.method === "POST"));
  go("/book/family");
  await until(() => location.pathname === "/book/family" && document.querySelector("h1")?.textContent?.includes("家族"));
  give({ status: 422, body: { type: "urn:x", title: "x", status: 422, code: "invalid_value", detail: "この値は使えません。", errors: [], request_id: "req-7f3a" } });
  await until(() => says("送れなかったものがあります") && says("60.4 kg") && says("この値は使えません。"));
  expect(location.pathname).toBe("/book/family");
});

test("a visit that is looked for in the family's notebooks opens none under who went on meanwhile", async () => {
  let give: (answer: Answer) => void = () => {};
  const held = new Promise<Answer>((resolve) => { give = resolve; });
  const id = "019aa000-0000-7000-8000-0000000000e7";
  const child = "019aa000-0000-7000-8000-0000000000c7";
  const me = { actor_id: "actor", resident_id: PERSON, display_name: "花子", memberships: [], family: [{ resident_id: child, display_name: "みお", relation: "guardian", scopes: { visits: "manage", daily: "manage" } }] };
  const { sent } = await open(`/visits/${id}`, (_method, path) => {
    if (path === "/v1/me") return ok(me);
    if (path.endsWith(`${child}/visits/${id}`)) return held;
    return path.endsWith(`/visits/${id}`) ? { status: 404, body: { type: "urn:x", title: "x", status: 404, code: "not_found", detail: "ありません。", errors: [], request_id: "req-7f3a" } } : undefined;
  });
  await until(() => sent.some(({ path }) => path.endsWith(`${child}/visits/${id}`)));
  go("/record/new");
  await weigh();
  give(ok({ visit_id: id, status: "done", visited_on: "2026-11-24", institution_name: "四ツ山歯科", notes: [] }));
  await new Promise((resume) => setTimeout(resume, 80));
  expect(document.querySelectorAll<HTMLInputElement>(".numfield__in")[3]?.value).toBe("60.4");
  expect(document.querySelector('.appbar[data-person="2"]')).toBeNull();
});

/** Whether a source takes the router's own `route`: by its name, among the rest, or with the whole location. It is read as a program, however its lines are broken. */
function leadsOn(source: string): boolean {
  const read = ts.createSourceFile("a.tsx", source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const takes = (node: ts.Node): boolean => {
    if (ts.isCallExpression(node) && node.expression.getText(read) === "useLocation") {
      const { parent } = node;
      return !(ts.isVariableDeclaration(parent) && ts.isObjectBindingPattern(parent.name)) || parent.name.elements.some((one) => one.dotDotDotToken !== undefined || (one.propertyName ?? one.name).getText(read) === "route");
    }
    return ts.forEachChild(node, takes) ?? false;
  };
  return takes(read);
}

test("no screen leads on but by the one way that knows whether it is still there", () => {
  const files = ["resident", "staff"].flatMap((entry) => readdirSync(`src/${entry}`, { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name)).map((name) => `src/${entry}/${name}`));
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((file) => leadsOn(readFileSync(file, "utf8")))).toEqual([]);
});

test.each([
  ["const { route } = useLocation();", true],
  ["const {\n  path,\n  route: go,\n} = useLocation();", true],
  ["const { route = () => {} } = useLocation()", true],
  ["const { path, ...rest } = useLocation();", true],
  ["const at = useLocation();\nat.route(\"/\");", true],
  ["useLocation().route(\"/\");", true],
  ["const { url } = useLocation();\nconst route = useRoute();", false],
  ["const { query } = useLocation();\nconst { of } = query as { readonly of?: string };", false],
])("of %j that is seen", (source, seen) => {
  expect(leadsOn(source)).toBe(seen);
});

test("what is now is the API's time: no screen reads the clock of the phone", () => {
  const files = ["resident", "staff"].flatMap((entry) => readdirSync(`src/${entry}`, { recursive: true, encoding: "utf8" }).filter((name) => /\.tsx?$/.test(name)).map((name) => `src/${entry}/${name}`));
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((file) => /new Date\(\)/.test(readFileSync(file, "utf8")))).toEqual([]);
});
