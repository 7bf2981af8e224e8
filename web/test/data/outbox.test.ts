import assert from "node:assert/strict";
import { test } from "vitest";

import { withWrites } from "../../src/data/writes.js";
import { DOSE, PERSON, TODAY, device, done, offline, outbox, refused, settle } from "./house.js";

const read = { id: "get-today", path: { resident_id: PERSON } } as const;
const idOf = (body: unknown) => (body as { record_id: string }).record_id;
const RECORD = { taken_at: "2026-11-25T08:00:00+09:00", weight_kg: 60.4 };

test("a tap is on the screen before it is sent, and stays when it is done", async () => {
  const { box, cache, held } = outbox([]);
  await cache.refresh(read);
  const { sent } = box.add("put-intake", DOSE, { status: "taken" });
  const now = () => withWrites(read, cache.peek(read).value!, box.waiting).doses?.[0]?.status;
  assert.equal(now(), "taken");
  await settle();
  held[0]!(done({}));
  assert.deepEqual(await sent, { is: "done" });
  assert.equal(box.waiting.length, 0);
  assert.equal(now(), "taken");
  assert.equal(withWrites({ ...read, path: { resident_id: "another" } }, TODAY, box.waiting).doses?.[0]?.status, "due");
});

test("without a network it waits, and every attempt carries its key, in the order of the taps", async () => {
  const { box, sent, clock } = outbox([offline, offline, done({}), done({ record_id: "r" })]);
  const dose = box.add("put-intake", DOSE, { status: "taken" });
  const record = box.add("create-daily-record", { resident_id: PERSON }, RECORD);
  assert.deepEqual([await dose.sent, await record.sent], [{ is: "waiting" }, { is: "waiting" }]);
  assert.equal(box.waiting.length, 2);
  await settle();
  clock.timers.shift()!();
  await settle();
  assert.deepEqual(sent.map(({ key }) => key), [dose.key, dose.key, dose.key, record.key]);
  assert.equal(box.waiting.length, 0);
});

test.each([[401], [429], [503]])("what is refused for now waits: %i", async (status) => {
  const { box, clock } = outbox([refused("later", status, 7)]);
  assert.deepEqual(await box.add("put-intake", DOSE, { status: "taken" }).sent, { is: "waiting" });
  assert.equal(box.waiting.length, 1);
  assert.equal(clock.timers.length, 1);
});

test("what the server does not take for now holds up nothing but what comes after it at the same place", async () => {
  const { box, sent, clock } = outbox([refused("unavailable", 503), done({ record_id: "r" }), done({}), done({})]);
  const first = box.add("put-intake", DOSE, { status: "taken" });
  const again = box.add("put-intake", DOSE, { status: "skipped" });
  const record = box.add("create-daily-record", { resident_id: PERSON }, RECORD);
  assert.deepEqual([(await first.sent).is, (await record.sent).is, (await again.sent).is], ["waiting", "done", "waiting"]);
  assert.deepEqual([box.isBusy, box.waiting.map(({ key }) => key)], [true, [first.key, again.key]]);
  clock.timers.shift()!();
  await settle();
  assert.deepEqual(sent.map(({ key }) => key), [first.key, record.key, first.key, again.key]);
  assert.deepEqual([box.isBusy, box.waiting.length], [false, 0]);
});

test("a record that waits keeps no other back, and a server that takes nothing is not asked for all", async () => {
  const { box, sent } = outbox([refused("unavailable", 503), done({ record_id: "r" })]);
  const [first, second] = [box.add("create-daily-record", { resident_id: PERSON }, RECORD), box.add("create-daily-record", { resident_id: PERSON }, { ...RECORD, weight_kg: 61 })];
  assert.deepEqual([(await first.sent).is, (await second.sent).is], ["waiting", "done"]);
  assert.equal(sent.length, 2);
  const down = outbox(Array.from({ length: 30 }, () => refused("unavailable", 503)));
  for (let count = 0; count < 12; count += 1) down.box.add("create-daily-record", { resident_id: PERSON }, { ...RECORD, weight_kg: 60 + count });
  await settle();
  // Three of the first turn, and three of the one for what came in meanwhile.
  assert.deepEqual([down.sent.length, down.box.waiting.length], [6, 12]);
});

test("a fault of the server gives a write back, and what follows is sent", async () => {
  const { box, sent } = outbox([refused("internal", 500), done({})]);
  const [first, second] = [box.add("put-intake", DOSE, { status: "taken" }), box.add("put-intake", DOSE, { status: "skipped" })];
  assert.equal((await first.sent).is, "refused");
  assert.equal((await second.sent).is, "done");
  assert.equal(sent.length, 2);
});

test("a refusal is the caller's first, and everybody's where nobody waits for it any more", async () => {
  const { box, clock } = outbox([refused("invalid_value", 422), offline, refused("no_such_dose", 422)]);
  const first = await box.add("put-intake", DOSE, { status: "taken" }).sent;
  assert.ok(first.is === "refused" && first.refusal.code === "invalid_value");
  assert.equal(box.returned.length, 0);
  await box.add("put-intake", DOSE, { status: "taken" }).sent;
  clock.timers.shift()!();
  await settle();
  assert.deepEqual([box.returned[0]?.refusal.code, box.waiting.length], ["no_such_dose", 0]);
  box.dismiss(box.returned[0]!);
  assert.equal(box.returned.length, 0);
});

test("who waits too long for an answer goes on, and is told of a later refusal", async () => {
  const { box, held, clock } = outbox([]);
  const { sent } = box.add("create-daily-record", { resident_id: PERSON }, RECORD);
  await settle();
  clock.patience.shift()!();
  assert.deepEqual(await sent, { is: "waiting" });
  held[0]!(refused("invalid_value", 422));
  await settle();
  assert.equal(box.returned[0]?.refusal.code, "invalid_value");
});

test("undo before anything was sent sends nothing of it", async () => {
  const { box, sent, held } = outbox([]);
  box.add("put-intake", DOSE, { status: "taken" });
  const second = box.add("create-daily-record", { resident_id: PERSON }, RECORD);
  await settle();
  await box.undo(second.key);
  held[0]!(done({}));
  await settle();
  assert.deepEqual(sent.map(({ id }) => id), ["put-intake"]);
});

test("undo of what was done sends what takes it back", async () => {
  const { box, sent } = outbox([done({}), done({}), done({ record_id: "r-1" }), done(undefined)]);
  const dose = box.add("put-intake", DOSE, { status: "taken" });
  await dose.sent;
  await box.undo(dose.key);
  const record = box.add("create-daily-record", { resident_id: PERSON }, RECORD);
  await record.sent;
  await box.undo(record.key);
  assert.deepEqual(sent.map(({ id, path, body }) => [id, path, body]), [
    ["put-intake", DOSE, { status: "taken" }],
    ["put-intake", DOSE, { status: "due" }],
    ["create-daily-record", { resident_id: PERSON }, { ...RECORD, record_id: idOf(sent[2]!.body) }],
    ["delete-daily-record", { resident_id: PERSON, record_id: "r-1" }, undefined],
  ]);
  await box.undo(dose.key);
  assert.equal(sent.length, 4);
});

test("undo of what may have been done waits until that is known, and then takes it back", async () => {
  const { box, sent, clock } = outbox([offline, offline, done({ record_id: "r-2" }), done(undefined)]);
  const { key, sent: first } = box.add("create-daily-record", { resident_id: PERSON }, RECORD);
  await first;
  await box.undo(key);
  // Nothing of it is on the screen meanwhile.
  assert.deepEqual(withWrites(read, TODAY, box.waiting), TODAY);
  while (clock.timers.length > 0) clock.timers.shift()!();
  await settle();
  assert.deepEqual(sent.map(({ id, key: of }) => [id, of === key]), [["create-daily-record", true], ["create-daily-record", true], ["create-daily-record", true], ["delete-daily-record", false]]);
  assert.equal(box.waiting.length, 0);
});

test("undo while it is on its way takes it back as soon as it is answered", async () => {
  const { box, sent, held } = outbox([]);
  const { key } = box.add("create-daily-record", { resident_id: PERSON }, RECORD);
  await settle();
  void box.undo(key);
  held[0]!(done({ record_id: "r-3" }));
  await settle();
  assert.deepEqual(sent[1]?.path, { resident_id: PERSON, record_id: "r-3" });
});

test("after the server may have forgotten a key, a write that is one however often it is sent goes on with a fresh one", async () => {
  const { box, sent, clock } = outbox([offline, offline, offline, done({ record_id: "r" }), done({})]);
  const record = box.add("create-daily-record", { resident_id: PERSON }, RECORD);
  const dose = box.add("put-intake", DOSE, { status: "taken" });
  await record.sent;
  await settle();
  clock.now += 24 * 3_600_000;
  while (clock.timers.length > 0) {
    clock.timers.shift()!();
    await settle();
  }
  assert.deepEqual([box.returned.length, box.waiting.length], [0, 0]);
  const records = sent.filter(({ id }) => id === "create-daily-record");
  assert.equal(new Set(records.map(({ body }) => idOf(body))).size, 1);
  assert.deepEqual(new Set(records.map(({ key }) => key)), new Set([record.key]));
  // The dose was never tried before: its key is still new.
  assert.deepEqual([records[0]!.laterKey, typeof records.at(-1)!.laterKey, sent.at(-1)!.key, sent.at(-1)!.laterKey], [undefined, "string", dose.key, undefined]);
});

test("a record that was removed elsewhere since is done: it does not come back, and nobody is troubled", async () => {
  const { box, sent, clock, looks, cache } = outbox([offline, refused("removed_since", 409), done(undefined)]);
  await cache.refresh(read);
  const stop = cache.subscribe(read, () => {});
  const { key } = box.add("create-daily-record", { resident_id: PERSON }, RECORD);
  await settle();
  clock.timers.shift()!();
  await settle();
  assert.deepEqual([box.waiting.length, box.returned.length, sent.length], [0, 0, 2]);
  assert.equal(looks.length, 2);
  stop();
  // There is nothing to take back.
  await box.undo(key);
  assert.equal(sent.length, 2);
});

test("what crossed with another attempt is tried again", async () => {
  const { box, clock, sent } = outbox([refused("conflict", 409, 1), done({ record_id: "r" })]);
  await box.add("create-daily-record", { resident_id: PERSON }, RECORD).sent;
  clock.timers.shift()!();
  await settle();
  assert.deepEqual([box.waiting.length, box.returned.length, sent.length], [0, 0, 2]);
});

test("a record that waits stands in the list once, in its place, also when the server has it", () => {
  const item = (record_id: string, taken_at: string) => ({ record_id, taken_at, recorded_at: taken_at, recorded_by: "self" as const, version: 1 });
  const list = { items: [item("a", "2026-11-26T08:00:00+09:00"), item("b", "2026-11-24T08:00:00+09:00")], next_cursor: null };
  const { box } = outbox([]);
  box.add("create-daily-record", { resident_id: PERSON }, { ...RECORD, memo: null, blood_pressure: { systolic_mmhg: 138, diastolic_mmhg: 84, pulse_bpm: null } });
  const record_id = idOf(box.waiting[0]!.body);
  const ids = (value: typeof list, of = PERSON) => withWrites({ id: "list-daily-records", path: { resident_id: of } }, value as never, box.waiting).items.map((one) => one.record_id);
  assert.deepEqual(ids(list), ["a", record_id, "b"]);
  assert.deepEqual(ids({ ...list, items: [list.items[0]!, item(record_id, RECORD.taken_at)] }), ["a", record_id]);
  assert.deepEqual([ids(list, "another"), ids({ items: [], next_cursor: null })], [["a", "b"], [record_id]]);
  assert.deepEqual(ids({ items: [list.items[0]!], next_cursor: "more" } as never), ["a"]);
  const [entry] = withWrites({ id: "list-daily-records", path: { resident_id: PERSON } }, { items: [], next_cursor: null }, box.waiting).items;
  assert.deepEqual([entry?.blood_pressure, entry?.weight_kg, "memo" in entry!], [{ systolic_mmhg: 138, diastolic_mmhg: 84 }, 60.4, false]);
});

test("a tap while the last send ends is sent too", async () => {
  const { box, sent, held } = outbox([]);
  box.add("put-intake", DOSE, { status: "taken" });
  await settle();
  held[0]!(done({}));
  const second = box.add("put-intake", DOSE, { status: "skipped" });
  await settle();
  held[1]!(done({}));
  assert.deepEqual(await second.sent, { is: "done" });
  assert.equal(sent.length, 2);
});

test("after everything is forgotten nothing waits, and a late answer changes nothing", async () => {
  const { box, held, sent } = outbox([]);
  box.add("create-daily-record", { resident_id: PERSON }, RECORD);
  box.add("put-intake", DOSE, { status: "taken" });
  await settle();
  await box.wipe(async () => {});
  held[0]!(done({ record_id: "r" }));
  await settle();
  assert.deepEqual([box.waiting.length, sent.length], [0, 1]);
  const next = box.add("put-intake", DOSE, { status: "taken" });
  await settle();
  held[1]!(done({}));
  assert.deepEqual(await next.sent, { is: "done" });
});

test("what is forgotten in the page is sent by nobody else, and stays on the device", async () => {
  const open = device();
  const { box, held, sent } = outbox([], await open());
  const first = box.add("create-daily-record", { resident_id: PERSON }, RECORD);
  const second = box.add("put-intake", DOSE, { status: "taken" });
  await settle();
  box.forget();
  held[0]!(done({ record_id: "r" }));
  await settle();
  await box.run();
  assert.deepEqual([box.waiting.length, sent.length, open.keys()], [0, 1, [first.key, second.key]]);
});

const ANSWERED = (version: number) => done({ intake: { alarm_id: DOSE.alarm_id, date: DOSE.date, time: DOSE.time, status: "taken", version } });

test("a write names the version that was seen, and what is made on top of it while it waits names what it came to", async () => {
  const { box, cache, sent, held } = outbox([]);
  await cache.refresh(read);
  const first = box.add("put-intake", DOSE, { status: "taken" }, '"0"');
  await settle();
  box.add("put-intake", DOSE, { status: "skipped" }, '"0"');
  box.add("put-intake", { ...DOSE, time: "12:30" }, { status: "taken" }, '"7"');
  held[0]!(ANSWERED(1));
  assert.deepEqual(await first.sent, { is: "done" });
  assert.equal(cache.peek(read).value?.doses?.[0]?.version, 1);
  await settle();
  held[1]!(ANSWERED(2));
  await settle();
  assert.deepEqual(sent.map(({ version }) => version), ['"0"', '"1"', '"7"']);
});

test("what takes an answer back names the version of that answer, so that a later correction stays", async () => {
  const { box, sent } = outbox([ANSWERED(4), done({})]);
  const { key, sent: first } = box.add("put-intake", DOSE, { status: "taken" }, '"3"');
  await first;
  await box.undo(key);
  assert.deepEqual(sent.map(({ body, version }) => [(body as unknown as { status: string }).status, version]), [["taken", '"3"'], ["due", '"4"']]);
});

test("what was changed meanwhile is given back, and asked for anew", async () => {
  const { box, cache, clock, looks } = outbox([offline, refused("version_mismatch", 412)]);
  await cache.refresh(read);
  cache.subscribe(read, () => {});
  await box.add("put-intake", DOSE, { status: "taken" }, '"0"').sent;
  clock.timers.shift()!();
  await settle();
  assert.deepEqual([box.returned[0]?.refusal.code, box.returned[0]?.write.path, box.waiting.length], ["version_mismatch", DOSE, 0]);
  assert.deepEqual(looks, ["get-today", "get-today"]);
});

test("undo of a removal writes the values once more as a new record; before it was sent it only stops it", async () => {
  const entry = { record_id: "r-9", taken_at: RECORD.taken_at, recorded_at: RECORD.taken_at, recorded_by: "self" as const, version: 2, weight_kg: 60.4 };
  const path = { resident_id: PERSON, record_id: "r-9" };
  const { box, sent, held } = outbox([done(undefined), done({ record_id: "new" })]);
  const removed = box.add("delete-daily-record", path, undefined, `"2"`, entry);
  await removed.sent;
  await box.undo(removed.key);
  assert.deepEqual([sent[0]!.path, sent[0]!.version], [path, `"2"`]);
  const { record_id, ...values } = sent[1]!.body as unknown as { record_id: string };
  assert.deepEqual([sent[1]!.id, values], ["create-daily-record", RECORD]);
  assert.notEqual(record_id, "r-9");
  box.add("put-intake", DOSE, { status: "taken" });
  await settle();
  const second = box.add("delete-daily-record", path, undefined, `"2"`, entry);
  await box.undo(second.key);
  held[0]!(done({}));
  await settle();
  assert.equal(sent.length, 3);
});

test("a removal of what is gone already is done, and taken back all the same", async () => {
  const entry = { record_id: "r-9", taken_at: RECORD.taken_at, recorded_at: RECORD.taken_at, recorded_by: "self" as const, version: 2, weight_kg: 60.4 };
  const { box, sent } = outbox([refused("not_found", 404), done({ record_id: "new" })]);
  const removed = box.add("delete-daily-record", { resident_id: PERSON, record_id: "r-9" }, undefined, `"2"`, entry);
  assert.deepEqual(await removed.sent, { is: "done" });
  await box.undo(removed.key);
  assert.deepEqual(sent.map(({ id }) => id), ["delete-daily-record", "create-daily-record"]);
});

test("an undo that is refused says so to who asked for it, with what was to be taken back", async () => {
  const { box } = outbox([ANSWERED(1), refused("version_mismatch", 412)]);
  const { key, sent } = box.add("put-intake", DOSE, { status: "taken" }, '"0"');
  await sent;
  const came = await box.undo(key);
  assert.ok(came.is === "refused" && came.refusal.code === "version_mismatch");
  assert.deepEqual([came.write.path, box.waiting.length, box.returned.length], [DOSE, 0, 0]);
});

test("an undo while it is on its way says what it came to, and nobody is left waiting for what was taken back", async () => {
  const { box, held } = outbox([]);
  const { key, sent } = box.add("create-daily-record", { resident_id: PERSON }, RECORD);
  await settle();
  const undone = box.undo(key);
  assert.deepEqual(await sent, { is: "stopped" });
  held[0]!(done({ record_id: "r-3" }));
  await settle();
  held[1]!(refused("forbidden", 403));
  const came = await undone;
  assert.ok(came.is === "refused" && came.refusal.code === "forbidden");
  assert.equal(box.returned.length, 0);
});

test("what is taken back before it was sent is answered as stopped; what was refused needs no undo", async () => {
  const { box, held } = outbox([]);
  const first = box.add("put-intake", DOSE, { status: "taken" });
  const second = box.add("create-daily-record", { resident_id: PERSON }, RECORD);
  await settle();
  assert.deepEqual([await box.undo(second.key), await second.sent], [{ is: "done" }, { is: "stopped" }]);
  const undone = box.undo(first.key);
  held[0]!(refused("invalid_value", 422));
  assert.deepEqual([await undone, box.returned.length], [{ is: "done" }, 0]);
});
