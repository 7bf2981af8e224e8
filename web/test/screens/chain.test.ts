import { expect, test } from "vitest";

import { checkChain, differsFrom, readKept } from "../../src/resident/screens/disclosure/chain.js";
import { byDay, deedOf, isOf } from "../../src/resident/screens/disclosure/days.js";
import { easy } from "../../src/words/today/easy.js";
import { en } from "../../src/words/today/en.js";
import { ja } from "../../src/words/today/ja.js";
import { logOf } from "./chain.js";

const LOG = logOf([{}, { role: "nurse" }, { role: "family", institution: null, action: "get-today" }, { action: "add-note", sections: ["visits", "daily"] }, {}]);
const with_ = (place: number, changes: object) => LOG.map((entry, index) => (index === place ? { ...entry, ...changes } : entry));

test("a log that is as it was written is whole, one of which a part is shown is not called whole", async () => {
  expect(await checkChain(LOG)).toEqual({ good: true, count: 5, whole: true });
  expect(await checkChain(LOG.slice(0, 3))).toEqual({ good: true, count: 3, whole: false });
  expect(await checkChain(LOG.slice(2))).toEqual({ good: true, count: 3, whole: true });
  expect(await checkChain([])).toEqual({ good: true, count: 0, whole: true });
});

test.each<[string, number, ReturnType<typeof with_>]>([
  ["another role than the sealed one is shown", 4, with_(1, { actor: { ...LOG[1]!.actor, role: "pharmacist" } })],
  ["another institution", 4, with_(1, { actor: { ...LOG[1]!.actor, institution: { code: "0000000000", name: "x" } } })],
  ["another time", 4, with_(1, { at: "2026-11-24T05:13:00.000Z" })],
  ["other sections", 4, with_(1, { sections: ["visits"] })],
  ["another act", 4, with_(1, { action: "open-notebook" })],
  ["another decision", 4, with_(1, { decision: "refused" })],
  ["a text that was changed", 4, with_(1, { record: LOG[1]!.record.replace("account-of-somebody", "account-of-another") })],
  ["a text with a line more", 4, with_(1, { record: `${LOG[1]!.record}\nx` })],
  ["a hash that was changed", 5, with_(1, { hash: "0".repeat(64) })],
  ["an entry that was taken out", 4, LOG.filter(({ seq }) => seq !== 3)],
  ["two that changed places", 5, [LOG[0]!, LOG[2]!, LOG[1]!, ...LOG.slice(3)]],
  ["a first entry that stands on another", 1, with_(4, { prev: LOG[0]!.hash })],
])("is named: %s", async (_, seq, log) => {
  expect(await checkChain(log)).toEqual({ good: false, seq });
});

test("a log that was written anew with fitting seals differs from a file that was kept", async () => {
  const anew = logOf([{}, { role: "doctor" }, {}, {}, {}]);
  expect(await checkChain(anew)).toMatchObject({ good: true });
  const kept = readKept(JSON.stringify({ items: LOG }));
  expect(kept && differsFrom(kept, LOG)).toBeUndefined();
  expect(kept && differsFrom(kept, logOf([{}, { role: "nurse" }]))).toBe(5);
  expect(kept && differsFrom(kept, anew)).toBe(5);
  expect(["", "{}", "[]", '{"items":[{"seq":"1","hash":"x"}]}', "null"].map(readKept)).toEqual([undefined, undefined, undefined, undefined, undefined]);
});

test("what an entry was is said by its operation, its decision and whose it was", () => {
  const of = (action: Parameters<typeof deedOf>[0]["action"], role: "doctor" | "stranger" = "doctor", decision: "allowed" | "refused" | "unwritten" = "allowed") => deedOf({ action, decision, actor: { role, name: null, institution: null } });
  expect([of("open-section"), of("get-today"), of("print-medications"), of("check-in"), of("end-check-in"), of("update-consents"), of("finish-identity-proof"), of("delete-visit"), of("add-note")])
    .toEqual(["looked", "looked", "took", "showed", "ended", "agreed", "proved", "deleted", "wrote"]);
  expect([of("finish-identity-proof", "stranger"), of("open-section", "doctor", "refused")]).toEqual(["held", "refused"]);
  expect(of("amend-note", "doctor", "unwritten"), "nothing was written").toBe("looked");
});

test("what was refused is said to be what was tried: only looks are", () => {
  const of = (action: Parameters<typeof deedOf>[0]["action"], role: "self" | "doctor" | "stranger" = "doctor") => deedOf({ action, decision: "refused", actor: { role, name: null, institution: null } });
  expect([of("finish-identity-proof", "self"), of("open-notebook"), of("add-note"), of("delete-visit"), of("check-in"), of("end-check-in"), of("update-consents"), of("export-notebook")])
    .toEqual(["notProved", "refused", "notWritten", "notWritten", "notShown", "notWritten", "notWritten", "notTaken"]);
  expect(of("finish-identity-proof", "stranger"), "the card was refused at the other notebook").toBe("held");
});

test("days are Japan's; refused looks come with the days that are shown, and a stranger is in every selection", () => {
  const entries = logOf([{ at: "2026-11-23T15:30:00.000Z" }, { at: "2026-11-24T14:59:00.000Z" }, { at: "2026-11-24T15:00:00.000Z" }]);
  const refused = ["2026-11-24", "2026-11-20"].map((day) => ({ day, count: 1, institution: { code: "1", name: "x" } }));
  expect(byDay(entries, refused, false).map(({ day, entries: of, refused: lines }) => [day, of.length, lines.length])).toEqual([["2026-11-25", 1, 0], ["2026-11-24", 2, 1]]);
  expect(byDay(entries, refused, true).map(({ day }) => day)).toEqual(["2026-11-25", "2026-11-24", "2026-11-20"]);
  const of = (role: "stranger" | "family" | "public_health_nurse" | "reception") => (["clinic", "family", "city"] as const).filter((watcher) => isOf({ actor: { role, name: null, institution: null } }, watcher));
  expect([of("stranger"), of("family"), of("public_health_nurse"), of("reception")]).toEqual([["clinic", "family", "city"], ["family"], ["city"], ["clinic"]]);
});

test.each([["ja", ja, /見たり書いたり/], ["easy", easy, /見\(み\)たり 書\(か\)いたり/], ["en", en, /looked at or wrote/]] as const)("what home counts of others may be writes: it says so in %s", (_, { home }, both) => {
  expect([home.looked("x")[1], home.lookedFamily("x")]).toEqual([expect.stringMatching(both), expect.stringMatching(both)]);
});
