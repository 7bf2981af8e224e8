import assert from "node:assert/strict";
import { test } from "vitest";

import type { UnreadNote } from "../../src/api/index.js";
import { leftUntil } from "../../src/resident/screens/visit/clock.js";
import { blankOf, bodyOf, draftOf, problemsIn } from "../../src/resident/screens/visit/draft.js";
import { openedBy, purposesIn, purposesOf } from "../../src/resident/screens/visit/opening.js";
import { matches } from "../../src/resident/screens/visit/places.js";
import { folded } from "../../src/words/folded.js";
import { readTo, stampOf } from "../../src/resident/screens/visit/unread.js";
import { tokenOf } from "../../src/scan/what.js";
import { ja } from "../../src/words/visit/ja.js";

test("a token is found in a poster's address, behind # or as t, and bare; other codes have none", () => {
  for (const text of ["eyJa.bb-_.cc", "https://n.example/check-in?t=eyJa.bb-_.cc", "https://n.example/check-in?x=1&t=eyJa.bb-_.cc#top", "https://n.example/check-in#eyJa.bb-_.cc", "  eyJa.bb-_.cc\n"]) assert.equal(tokenOf(text), "eyJa.bb-_.cc", text);
  for (const text of ["", "https://n.example/check-in", "JAHISTC08,1", "www.example.jp", "https://n.example/?t=eyJa.bb", `eyJa.bb.${"c".repeat(2048)}`]) assert.equal(tokenOf(text), undefined, text);
});

test("begun minutes count whole, so that nothing open is said to have 0 minutes left", () => {
  const now = new Date("2026-11-25T18:00:00+09:00");
  const left = (text: string) => leftUntil(new Date(`2026-11-25T${text}+09:00`), now);
  assert.deepEqual([left("23:00:00"), left("18:00:01"), left("18:59:30"), left("19:00:01"), left("17:00:00")], [
    { hours: 5, minutes: 0 }, { hours: 0, minutes: 1 }, { hours: 1, minutes: 0 }, { hours: 1, minutes: 1 }, { hours: 0, minutes: 0 },
  ]);
});

test("the last choice stands before what is usual, and what was chosen by hand over both", () => {
  const offered = (last: readonly string[]) => (["images", "daily", "medication", "profile"] as const).map((section) => ({ section, chosen_last_time: last.includes(section), count_text: "" }));
  assert.deepEqual(openedBy(offered([]), "dispensing", {}), ["profile", "medication"]);
  assert.deepEqual(openedBy(offered(["daily"]), "dispensing", {}), ["daily"]);
  assert.deepEqual(openedBy(offered(["daily"]), "dispensing", { daily: false, images: true }), ["images"]);
  assert.deepEqual([purposesOf("pharmacy"), purposesOf("city_office"), purposesOf("dental").length], [["dispensing"], [], 3]);
  assert.deepEqual([purposesIn({ purposes: ["health_guidance", "nothing"] }), purposesIn({ purposes: "x" }), purposesIn(undefined)], [["health_guidance"], [], []]);
});

test("a place is found by name, by kana of either kind, and by address, within its kind", () => {
  const place = { code: "1", name: "ｱﾘｱｹ 整形外科", kana: "アリアケセイケイ", address: "荒尾市大島", kind: "medical" } as const;
  for (const wanted of ["", "ありあけせい", "アリアケ", "整形", "大島", "ありあけ せいけい"]) assert.ok(matches(place, wanted, "every"), wanted);
  assert.ok(matches(place, "", "medical") && !matches(place, "", "pharmacy") && !matches(place, "", "others") && !matches(place, "みどり", "every"));
  assert.equal(folded("ガ　Ａb"), "ガab");
});

test("notes are read up to the oldest that nobody saw, and no further", () => {
  const note = (id: string, written_at: string, amended_at: string | null = null): UnreadNote => ({ note_id: id, visit_id: id, institution: { code: "1", name: null }, author_role: "doctor", text: "", written_at, amended_at, amended_by_role: null });
  const [old, middle, late] = [note("a", "2026-11-20T09:00:00+09:00"), note("b", "2026-11-20T00:30:00Z"), note("c", "2026-11-01T09:00:00+09:00", "2026-11-22T09:00:00+09:00")];
  const seen = (...notes: UnreadNote[]) => new Set(notes.map(stampOf));
  assert.equal(readTo([late, old, middle], seen(late, middle)), undefined);
  assert.equal(readTo([late, old, middle], seen(old, late)), old.written_at);
  assert.equal(readTo([late, old, middle], seen(old, middle, late)), late.amended_at);
  assert.equal(readTo([note("c", late.written_at, "2026-11-23T09:00:00+09:00")], seen(late)), undefined);
  assert.equal(readTo([], seen(old)), undefined);
});

test("an empty field clears, a code stands without its name, and what was shown comes back as it was", () => {
  const shown = { visit_id: "v", status: "done", visited_on: "2026-11-24", institution_code: "4310112347", institution_name: "内科", reason: "肩", memo: "メモ" } as const;
  assert.deepEqual(bodyOf(draftOf(shown)), { status: "done", visited_on: "2026-11-24", institution_code: "4310112347", institution_name: null, department: null, reason: "肩", diagnosis_told: null, memo: "メモ" });
  assert.deepEqual(bodyOf({ ...blankOf("2026-11-25"), place: " 山の医院 " }), { status: "done", visited_on: "2026-11-25", institution_code: null, institution_name: "山の医院", department: null, reason: null, diagnosis_told: null, memo: null });
});

test("slips are told by the contract's limits", () => {
  const fields = (changes: object) => problemsIn({ ...blankOf("2026-11-25"), place: "内科", ...changes }, "2026-11-25", ja).map(({ field }) => field);
  assert.deepEqual(fields({}), []);
  assert.deepEqual(fields({ place: " " }), ["place"]);
  assert.deepEqual(fields({ place: "", code: "4310112347" }), []);
  assert.deepEqual([fields({ day: "" }), fields({ day: "2026-11-26" }), fields({ day: "2026-11-26", status: "planned" }), fields({ day: "1899-12-31" }), fields({ day: "2028-11-26", status: "planned" }), fields({ day: "2028-11-25", status: "planned" })], [["day"], ["day"], [], ["day"], ["day"], []]);
  assert.deepEqual(fields({ department: "科".repeat(81), reason: "理".repeat(1000), memo: "𠮷".repeat(4000) }), ["department"]);
});
