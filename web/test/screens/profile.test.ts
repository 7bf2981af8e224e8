import { expect, test } from "vitest";

import type { Refusal, Resident } from "../../src/api/index.js";
import type { Config } from "../../src/config.js";
import { leaveFor, takeCallback } from "../../src/resident/screens/resident/callback.js";
import { changesOf, draftOf, over, problemsOf, refusedFields } from "../../src/resident/screens/resident/profile.js";
import { putOff, stillAsked } from "../../src/resident/put-off.js";

const RESIDENT: Resident = {
  display_name: "花子", status: "verified_resident",
  identity: { alias: "はなちゃん", birth_date: "1982-06-03", former_name: null, kana: "アラオ ハナコ", legal_name: "荒尾 花子", romaji: null, self_reported: ["kana"], sex: "female" },
  profile: { allergies: ["えび", "ペニシリン"], adverse_reactions: [], history: ["高血圧"], blood_type: "AB-", emergency_contacts: [{ name: "太郎", phone: "090-0000-0000", relation: null }], listed_disability: null, long_term_illness: null, pregnancy_due_on: null },
};
const BEFORE = draftOf(RESIDENT);

test("only what changed is sent; what was emptied is cleared, and space around words is no change", () => {
  expect(changesOf(BEFORE, BEFORE)).toEqual({});
  expect(changesOf(BEFORE, { ...BEFORE, allergies: " えび \n\nペニシリン\n", display_name: "花子 " })).toEqual({});
  expect(changesOf(BEFORE, { ...BEFORE, allergies: "えび\n卵", alias: " ", abo: "O", rh: "+" })).toEqual({ identity: { alias: null }, profile: { allergies: ["えび", "卵"], blood_type: "O+" } });
  expect(changesOf(BEFORE, { ...BEFORE, history: "", abo: "unknown", pregnancy_due_on: "2027-03-01" })).toEqual({ profile: { history: [], blood_type: "unknown", pregnancy_due_on: "2027-03-01" } });
  expect(changesOf(BEFORE, { ...BEFORE, display_name: "はな", emergency_contacts: [...BEFORE.emergency_contacts, { name: "みお", relation: "娘", phone: "1" }, { name: " ", relation: "", phone: "" }] }))
    .toEqual({ display_name: "はな", profile: { emergency_contacts: [{ name: "太郎", relation: null, phone: "090-0000-0000" }, { name: "みお", relation: "娘", phone: "1" }] } });
});

test("where somebody else kept something first, what was typed stays and the rest follows", () => {
  const typed = { ...BEFORE, allergies: "えび\nペニシリン\n卵" };
  const theirs = { ...BEFORE, allergies: "えび", history: "高血圧\n喘息", abo: "A" as const, rh: "+" as const };
  const next = over(BEFORE, typed, theirs);
  expect([next.allergies, next.history, next.abo, next.rh]).toEqual(["えび\nペニシリン\n卵", "高血圧\n喘息", "A", "+"]);
  expect(changesOf(theirs, next)).toEqual({ profile: { allergies: ["えび", "ペニシリン", "卵"] } });
  const blood = over(BEFORE, { ...BEFORE, rh: "+" }, theirs);
  expect([blood.abo, blood.rh]).toEqual(["AB", "+"]);
});

test("the contract's limits are said before anything is sent", () => {
  const wrong = { ...BEFORE, display_name: " ", allergies: "あ".repeat(201), history: Array.from({ length: 101 }, (_, line) => `h${line}`).join("\n"), abo: "A" as const, rh: "" as const, emergency_contacts: [{ name: "", relation: "", phone: "" }, { name: "太郎", relation: "", phone: "" }] };
  expect(problemsOf(BEFORE)).toEqual([]);
  expect(problemsOf(wrong).map(({ field, what, place }) => [field, what, place?.index, place?.part])).toEqual([
    ["display_name", "empty", undefined, undefined], ["allergies", "long", undefined, undefined], ["history", "many", undefined, undefined], ["blood_type", "rh", undefined, undefined], ["emergency_contacts", "contact", 1, "phone"],
  ]);
});

test("what the API says of a field is found by its pointer, people to call by the place where they stand", () => {
  const errors = ["/display_name", "/identity/kana", "/profile/allergies/3", "/profile/emergency_contacts/0/phone", "/profile/blood_type", "/elsewhere"].map((pointer) => ({ pointer, code: "invalid_value" as const, detail: pointer }));
  const draft = { ...BEFORE, emergency_contacts: [{ name: "", relation: "", phone: "" }, { name: "太郎", relation: "", phone: "x" }] };
  expect(refusedFields({ errors } as unknown as Refusal<string>, draft).map(({ field, place }) => [field, place])).toEqual([
    ["display_name", undefined], ["kana", undefined], ["allergies", undefined], ["emergency_contacts", { index: 1, part: "phone" }], ["blood_type", undefined],
  ]);
});

test("what came back from the app is taken out of the address; what is no answer of it stays", () => {
  const replaced: string[] = [];
  const page = (href: string) => ({ location: { href }, history: { state: null, replaceState: (_: unknown, __: string, to: string) => replaced.push(to) } }) as unknown as Window;
  expect(takeCallback(page("https://x.test/start/card?code=a%2Fb&state=s&iss=https%3A%2F%2Fi&other=1"))).toEqual({ code: "a/b", state: "s", iss: "https://i" });
  expect(takeCallback(page("https://x.test/start/card?error=access_denied&state=s&code="))).toEqual({ error: "access_denied", state: "s" });
  expect(replaced).toEqual(["/start/card", "/start/card"]);
  expect(takeCallback(page("https://x.test/start/card?code=a"))).toBeUndefined();
  expect(replaced.length).toBe(2);
});

test("only the page where this deployment has cards proved is opened", async () => {
  const opened: string[] = [];
  const page = { location: { assign: (to: string) => opened.push(to) } } as unknown as Window;
  const config = async () => ({ identity: { authorization_endpoint: "https://app.test/authorize" } }) as Config;
  for (const address of ["javascript:alert(1)", "data:text/html,x", "//elsewhere.test", "", "https://elsewhere.test/authorize?x=1", "https://app.test/other?x=1", "https://app.test.elsewhere/authorize?x=1"]) {
    expect(await leaveFor(address, "actor", page, config), address).toBe("elsewhere");
  }
  expect(await leaveFor("https://app.test/authorize?x=1", "actor", page, () => Promise.reject(new TypeError("no network")))).toBe("unknown");
  expect(opened).toEqual([]);
  expect(await leaveFor("https://app.test/authorize?x=1", "actor", page, config)).toBe("left");
  expect(opened).toEqual(["https://app.test/authorize?x=1"]);
});

test("what is put off is not asked again, but a new version and what is required are", () => {
  const kept = new Map<string, string>();
  const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => kept.set(key, value) } as unknown as Storage;
  const text = (purpose: "outreach" | "use_of_notebook", version: string) => ({ purpose, version, required: purpose === "use_of_notebook" });
  putOff("a", [text("outreach", "2026-11"), text("use_of_notebook", "2026-04")], storage);
  expect(stillAsked("a", [text("outreach", "2026-11"), text("outreach", "2027-04"), text("use_of_notebook", "2026-04")], storage).map(({ version }) => version)).toEqual(["2027-04", "2026-04"]);
  // Another account on the same device decided nothing, and what it decides is its own.
  expect(stillAsked("b", [text("outreach", "2026-11")], storage).length).toBe(1);
  putOff("b", [text("outreach", "2027-04")], storage);
  expect([stillAsked("a", [text("outreach", "2026-11")], storage).length, stillAsked("a", [text("outreach", "2027-04")], storage).length, stillAsked("b", [text("outreach", "2027-04")], storage).length]).toEqual([0, 1, 0]);
  // What was kept before, of nobody in particular, and what cannot be read.
  kept.set("put-off", '["outreach@2026-11"]');
  expect(stillAsked("a", [text("outreach", "2026-11")], storage).length).toBe(1);
  kept.set("put-off", "{");
  expect(stillAsked("a", [text("outreach", "2026-11")], storage).length).toBe(1);
});
