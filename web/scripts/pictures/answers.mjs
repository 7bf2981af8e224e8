/** The API's answers in pictures. The people are made up. */
import { createHash } from "node:crypto";

import { dispensings } from "./dispensings.mjs";
import { emergency } from "./emergency.mjs";
import { guidance } from "./guidance.mjs";
import { LINES } from "./lines.mjs";

const RESIDENT = "019aa000-0000-7000-8000-0000000000a1";
const MIO = "019aa000-0000-7000-8000-0000000000a2";
const id = (last) => `019aa000-0000-7000-8000-${String(last).padStart(12, "0")}`;
const at = (day, time) => `2026-11-${day}T${time}:00+09:00`;
const latest = (value, day = 24, time = "07:30") => ({ at: at(day, time), value });
const page = (items) => ({ items, next_cursor: null });
const INTERNAL = { code: "4312345678", name: "あらお中央内科クリニック" };
const ORTHOPAEDICS = { code: "4312345679", name: "有明整形外科医院" };

/** What pages are told of their city. */
export const CONFIG = {
  city: { code: "432041", name: "荒尾市", phone: "0968-00-0000" },
  addresses: { residents: "https://notebook.example.jp", staff: "https://staff.notebook.example.jp" },
  identity: { authorization_endpoint: "https://card.example.jp/authorize" },
  sign_in: { endpoint: "/local/cognito", region: "ap-northeast-1", user_pool_id: "ap-northeast-1_Pictures1", residents_client_id: "residents", staff_client_id: "staff" },
};

const me = {
  actor_id: "actor", display_name: "花子", resident_id: RESIDENT, memberships: [{ institution_code: INTERNAL.code, institution_name: INTERNAL.name, role: "doctor" }],
  family: [
    { display_name: "みお", relation: "guardian", resident_id: MIO, scopes: Object.fromEntries(["profile", "medication", "daily", "visits", "vaccinations", "checkups", "health_guidance", "images"].map((section) => [section, "manage"])), since: at("01", "09:00"), ends_on: "2042-11-10" },
    { display_name: "正一", relation: "family", resident_id: id(3), scopes: { medication: "see" }, since: at("03", "09:00"), ends_on: null },
  ],
};

const medicine = (name, amount_text) => ({ name, amount_text });
const dose = (last, time, label, medications) => ({ alarm_id: id(last), amount: null, date: "2026-11-25", time, label, medications, status: "due" });
const today = {
  doses: [
    dose(10, "08:00", "朝食後のお薬", [medicine("アムロジピンOD錠5mg", "1錠"), medicine("ロキソプロフェンNa錠60mg", "1錠"), medicine("レバミピド錠100mg", "1錠")]),
    dose(11, "12:30", "昼食後のお薬", [medicine("ロキソプロフェンNa錠60mg", "1錠")]),
    dose(12, "19:00", "夕食後のお薬", [medicine("ロキソプロフェンNa錠60mg", "1錠")]),
  ],
  latest: { systolic_mmhg: latest(136), diastolic_mmhg: latest(86), pulse_bpm: latest(72), weight_kg: latest(60.2), temperature_c: latest(36.4, 23), steps: latest(6820), mood: latest(3) },
  looked_since_yesterday: [{ count: 2, institution: ORTHOPAEDICS, last_at: at(24, "14:12"), roles: ["doctor"], sections: ["medication", "profile"] }],
  next_appointment: { appointment_id: id(61), on: "2026-11-26", time: "09:00", kind: "consultation", institution_code: INTERNAL.code, institution_name: INTERNAL.name, department: "内科" },
  notices: [{ code: "home_blood_pressure_high", detail: "朝の血圧の平均が、目安の135/85以上です。次の診察で見せて相談してみてください。", occasion: "morning", since: "2026-11-19", source: "日本高血圧学会" }],
  open_grants: [{ institution: INTERNAL, sections: ["medication", "profile", "daily"], since: at(25, "07:30"), until: "2026-11-26T00:00:00+09:00", renewable_from: at(25, "21:00"), visit_id: id(20) }],
  unread_notes: [{ note_id: id(30), visit_id: id(31), institution: ORTHOPAEDICS, author_role: "doctor", amended_at: null, written_at: at(24, "14:30"), text: "右肩の炎症です。1週間は重いものを持たないでください。\n痛みが強いときは早めに来てください。" }],
  vaccinations_due: [],
};

const record = (last, day, time, values) => ({ record_id: id(40 + last), taken_at: at(day, time), recorded_at: at(day, time), recorded_by: "self", version: 1, ...values });
const records = page([
  record(1, 25, "06:50", { blood_pressure: { systolic_mmhg: 138, diastolic_mmhg: 84, pulse_bpm: 70 }, weight_kg: 60.4 }),
  record(2, 24, "07:30", { blood_pressure: { systolic_mmhg: 136, diastolic_mmhg: 86 }, weight_kg: 60.2, steps: 6820, mood: 3 }),
  record(3, 24, "20:10", { temperature_c: 36.4, memo: "よく眠れた\n肩はまだ痛い" }),
  record(4, 23, "07:10", { temperature_c: 36.4, recorded_by: "family" }),
]);

const trends = (query) => {
  const measures = query.getAll("measure");
  const series = Object.fromEntries(measures.map((measure) => [measure, LINES[measure](query.get("bucket") ?? "day", query.get("from"))]));
  for (const measure of measures) if (measure.endsWith("_mmhg")) series[measure].notices = today.notices;
  return measures.length === 1 ? series[measures[0]] : { series };
};

const drug = (name, quantity, quantity_basis, unit) => ({ name, quantity, quantity_basis, unit, code: null, generic_name: null, generic_name_code: null, notes: [] });
const group = (rp, usage_text, supply_count, supply_unit, drugs) => ({ rp, usage_text, supply_count, supply_unit, dosage_form: "oral", notes: [], drugs });
const entry = (last, dispensed_on, pharmacy, institution, doctor, groups, more = {}) => ({
  id: id(50 + last), kind: "dispensing", dispensed_on, owner: "resident", concealed: false, source: "qr", added_at: at(24, "15:00"), added_by: "self", edit_version: 1, version: "JAHISTC08",
  pharmacy: { code: null, name: pharmacy, phone: null }, prescriber: { institution, doctor, department: null, institution_code: null },
  groups, cautions: [], leftovers: [], provided: [], remarks: [], ...more,
});
const REGISTERED_BY = { institution_code: "4340112345", institution_name: "みどり薬局", role: "pharmacist" };
const medications = {
  ...page([
    entry(1, "2026-11-24", "みどり薬局", "有明整形外科医院", "前川 医師", [
      group(1, "毎食後", 5, "日分", [drug("ロキソプロフェンNa錠60mg", 3, "per_day", "錠"), drug("レバミピド錠100mg", 3, "per_day", "錠")]),
      group(2, "1日1回はる", 1, "調剤", [drug("ロキソプロフェンNaテープ100mg", 14, "total", "枚")]),
    ]),
    entry(2, "2026-11-20", "梨の花薬局", "四ツ山歯科医院", null, [group(1, "痛いとき", 6, "回分", [drug("ロキソプロフェンNa錠60mg", 1, "per_use", "錠")])], { concealed: true }),
    entry(3, "2026-10-29", "みどり薬局", "あらお中央内科クリニック", "緒方 医師", [group(1, "朝食後", 28, "日分", [drug("アムロジピンOD錠5mg", 1, "per_day", "錠")])], { source: "pharmacy", added_by: undefined, registered_by: REGISTERED_BY }),
    entry(4, "2026-03-02", "みどり薬局", "あらお中央内科クリニック", "緒方 医師", [group(1, "1日2回", 60, "日分", [drug("フェキソフェナジン塩酸塩錠60mg", 2, "per_day", "錠")])], { owner: "unconfirmed" }),
    entry(5, "2026-02-20", "みどり薬局", "あらお中央内科クリニック", "緒方 医師", [group(1, "朝食後", 90, "日分", [drug("アムロジピンOD錠5mg", 1, "per_day", "錠")])]),
  ]),
  alerts: [{
    alert_id: "a", code: "duplicate_ingredient", current: true, known: null, detail: { confidence: "high", reason: "ingredient_code" },
    drug: { dispensing_id: id(51), group: 0, drug: 0 }, medication_ids: [id(51), id(52)], with: { dispensing_id: id(52), group: 0, drug: 0 },
  }],
  alerts_left_out: 0, all_compared: true, known_alerts: [], known_alerts_left_out: 0, unconfirmed_left_out: 1,
  retracted: [{ medication_id: id(70), dispensed_on: "2026-11-23", institution_code: "4340112345", institution_name: "みどり薬局", registered_at: at(23, "16:00"), retracted_at: at(24, "09:10"), reason: "wrong_content" }],
  patient_notes: { allergies: ["ペニシリン系の薬", "えび・かに"], adverse_reactions: [], history: ["高血圧"] },
};

const suggestion = { dispensing_id: id(51), groups: [0], medication_ids: [id(51)], label: "毎食後のお薬", from: "2026-11-25", until: "2026-11-28", rhythm: { kind: "daily" }, times: [{ time: "08:00" }, { time: "12:30" }, { time: "19:00" }] };
const scanned = {
  sheet_id: id(65), owner: "resident", already_registered: false, concealed: [], known: [], links: [], notes: [], profile_notes: [], profile_additions: { allergies: [], adverse_reactions: [], history: [] },
  dispensings: [medications.items[0]], alerts: [{ code: "duplicate_ingredient", detail: { confidence: "high", reason: "ingredient_code" }, drug: { dispensing_id: id(51), group: 0, drug: 0 }, with: { kind: "drug", dispensing_id: id(52), group: 0, drug: 0 } }],
  suggested_alarms: [suggestion], not_suggested: [{ dispensing_id: id(51), groups: [1], reason: "not_by_the_clock", detail: "ロキソプロフェンNaテープ100mg: 時刻の決まっていない使い方です。", rhythm: { kind: "daily" } }],
  warnings: [{ code: "too_long", line: 8, record: 201, detail: "8行目: お薬の名前が長すぎて、途中で切れているかもしれません。" }],
};
const sheet = (last, more) => ({
  sheet_id: id(last), owner: "resident", edit_version: 1, medication_ids: [], scanned_at: at(24, "15:00"), doubts: [], notes: [], warnings: [], mismatch: null, named: { name: "荒尾　花子", kana: null }, name_remembered: false,
  profile_additions: { allergies: [], adverse_reactions: [], history: [] }, profile_notes: [], ...more,
});
const sheets = page([
  sheet(66, { scanned_at: at(24, "15:20"), owner: "unconfirmed", medication_ids: [id(54)], named: { name: "荒尾　みお", kana: null }, mismatch: { confidence: "high", reason: "name_and_birth_date" } }),
  sheet(65, { medication_ids: [id(51)] }),
]);
const watched = { ...medications.items[0], sheet_id: id(65), alerts: medications.alerts, alerts_left_out: 0, all_compared: true, known_alerts: [], known_alerts_left_out: 0, cautions: ["車の運転はひかえてください。"], remark: "胃が重くなる" };
const jahis = Array.from({ length: 60 }, (_, line) => `201,${line},アムロジピンＯＤ錠５ｍｇ,1,錠,4,2171022F4137,1`).join("\r\n").slice(0, 700);
const exported = {
  concealed_left_out: 1, unconfirmed_left_out: 1, dispensings: 4, notes: 2, with_profile: true, replaced: [], shortened: [],
  parts: [1, 2, 3].map((part) => ({ bytes: 700, text: jahis, bytes_base64: Buffer.from(`JAHISTC08,2\r\n${jahis}\r\n911,20261125074200,3,${part}\r\n`).toString("base64") })),
};

const alarm = (last, label, times, rhythm, more = {}) => ({
  alarm_id: id(10 + last), about: "medicines", label, times: times.map((time) => ({ time })), rhythm, from: "2026-11-01", until: null, paused_until: null, next_at: at(25, times[0] ?? "08:00"), rings_for_me: true,
  stock: null, medication_ids: [], dispensing_id: null, falls_on: null, groups: null, notification_text: "neutral", second_channel: "off", made_at: at(24, "15:00"), made_by: "self", changed_at: at(24, "15:00"), changed_by: "self", version: 1, ...more,
});
const alarms = page([
  alarm(0, "アムロジピン", ["08:00"], { kind: "daily" }, { stock: { amount: 1, counted_at: at(24, "15:00"), days_left: 1, low: true, per_dose: 1, refill_at_days: 3 } }),
  alarm(1, "ロキソプロフェン・レバミピド", ["08:00", "12:30", "19:00"], { kind: "daily" }, { until: "2026-11-28" }),
  alarm(2, "骨の薬", ["07:00"], { kind: "weekdays", days: ["mon", "thu"] }, { next_at: at(26, "07:00"), rings_for_me: false }),
  alarm(3, "貼り薬", ["21:00"], { kind: "days_on_off", on: 14, off: 7 }, { next_at: null, paused_until: "2026-12-02" }),
  alarm(4, "痛いとき", [], { kind: "as_needed", max_per_day: 3 }, { next_at: null }),
]);

const institution = (code, name, kana, kind, address) => ({ code, name, kana, kind, address });
const institutions = page([
  institution(INTERNAL.code, INTERNAL.name, "アラオチュウオウナイカクリニック", "medical", "荒尾市増永1番地"),
  institution(ORTHOPAEDICS.code, ORTHOPAEDICS.name, "アリアケセイケイゲカイイン", "medical", "荒尾市大島2番地"),
  institution("4330112340", "四ツ山歯科医院", "ヨツヤマシカイイン", "dental", "荒尾市四ツ山町3番地"),
  institution("4340112345", "みどり薬局", "ミドリヤッキョク", "pharmacy", "荒尾市増永4番地"),
  institution("4300400027", "荒尾市保健センター", "アラオシホケンセンター", "health_center", "荒尾市宮内出目390"),
]);
const primaryCare = page([
  { institution: INTERNAL, kana: "アラオチュウオウナイカクリニック", kind: "medical", address: "荒尾市増永1番地", phone: "0968-00-0001", since: at(20, "10:00"), takes_part: true },
  { institution: { code: "4340112345", name: "みどり薬局" }, kana: "ミドリヤッキョク", kind: "pharmacy", address: "荒尾市増永4番地", phone: "0968-00-0002", since: at(19, "10:00"), takes_part: true },
]);
const offered = (section, chosen_last_time, count_text) => ({ section, chosen_last_time, count_text });
const preview = {
  institution: institutions.items[0], until: "2026-11-26T00:00:00+09:00",
  sections: [
    offered("profile", true, "3件"), offered("medication", true, "12件"), offered("daily", true, "50件より多い"), offered("visits", true, "5件"), offered("vaccinations", false, "8件"), offered("checkups", true, "6件"),
    offered("health_guidance", false, "1件"), offered("images", true, "2件"),
  ],
};
const grants = page([
  { visit_id: id(20), institution: INTERNAL, sections: ["profile", "medication", "daily", "visits", "checkups", "images"], since: at(25, "07:10"), until: "2026-11-26T00:00:00+09:00", renewable_from: at(25, "21:00") },
  // A stay since yesterday.
  { visit_id: id(24), institution: ORTHOPAEDICS, sections: ["profile", "medication"], since: at(24, "22:10"), until: "2026-11-26T00:00:00+09:00", renewable_from: at(25, "00:00") },
]);
const checkedIn = { visit_id: id(20), status: "done", visited_on: "2026-11-25", institution_code: INTERNAL.code, institution_name: INTERNAL.name, reason: "血圧の診察", reception_code: "K4821", checked_in_at: at(25, "07:10"), notes: [] };
const toldNote = (last, time, more) => ({ note_id: id(last), institution_code: ORTHOPAEDICS.code, author_role: "doctor", written_at: at(24, time), retracted: false, ...more });
const visit = {
  visit_id: id(31), status: "done", visited_on: "2026-11-24", institution_code: ORTHOPAEDICS.code, institution_name: ORTHOPAEDICS.name, department: "整形外科", reason: "右肩の痛み", diagnosis_told: "右肩の炎症。", reception_code: "K7M42", checked_in_at: at(24, "13:50"),
  memo: "湿布は続けてよいと言われた。\n薬は5日分もらった。",
  notes: [toldNote(30, "14:30", { text: "右肩の炎症です。1週間は重いものを持たないでください。\n痛みが強いときは早めに来てください。", amended_at: at(24, "15:05") }), toldNote(33, "14:12", { retracted: true })],
};
const medicineIds = { amlodipine: id(51), others: id(52) };
const planned = (last, label, day, time, status, more = {}) => ({
  kind: "planned", intake_id: null, alarm_id: id(last), label, medication_ids: [], amount: null, date: `2026-11-${day}`, time, due_at: at(day, time), status,
  answered_at: null, answered_by: null, withdrawn_at: null, taken_at: null, snoozed_until: null, delivery: null, version: null, ...more,
});
const intakes = page([
  planned(11, "夕食後", 25, "19:00", "due", { medication_ids: [medicineIds.others] }),
  planned(11, "昼食後", 25, "12:30", "due", { medication_ids: [medicineIds.others] }),
  planned(10, "朝食後", 25, "08:00", "due", { medication_ids: [medicineIds.amlodipine] }),
  planned(12, "起きたとき", 25, "06:30", "taken", { taken_at: at(25, "06:40"), answered_at: at(25, "06:40"), answered_by: "self", version: 1 }),
  planned(11, "夕食後", 24, "19:00", "missed", { delivery: { attempted_at: at(24, "19:00"), channel: "push", delivered: true, late: false } }),
  { ...planned(14, "痛いとき", 25, "05:10", "taken", { taken_at: at(25, "05:10"), version: 1 }), kind: "logged", due_at: null, intake_id: id(95) },
]);
const suggestions = page([
  { dispensing_id: id(52), medication_ids: [id(52)], groups: [0], label: "朝食後・夕食後のおくすり", times: [{ time: "08:00", amount: 1 }, { time: "18:30", amount: 1 }], rhythm: { kind: "daily" }, from: "2026-11-24", until: "2026-12-07" },
  { dispensing_id: id(51), medication_ids: [id(51)], groups: [0], label: "週4回のおくすり", times: [{ time: "08:00" }], rhythm: { kind: "n_per_week", n: 4 }, from: "2026-11-24", until: "2026-12-21" },
]);
const counts = (prescribed, taken, skipped) => ({ prescribed, taken, skipped, missed: prescribed - taken - skipped, percent: Math.floor((100 * taken) / prescribed) });
const adherence = {
  from: "2026-09-03", to: "2026-11-25", logged: 3, total: counts(84, 76, 2),
  weeks: ["2026-11-02", "2026-11-09", "2026-11-16", "2026-11-23"].map((monday, week) => ({ week: `2026-W${45 + week}`, monday, ...counts(21, 19 + (week % 2), week % 2) })),
  alarms: [{ alarm_id: id(10), label: "朝食後のお薬", medication_ids: [], times: [{ time: "08:00" }], rhythm: { kind: "daily" }, from: "2026-09-01", until: null, ended_at: null, usual_delay_minutes: 12, logged: 0, weeks: [], ...counts(63, 60, 1) }],
};
const watchers = page([
  { actor_id: "actor-of-taro-0000000000", relation: "family", offered_at: null, accepted_at: at(24, "20:00"), told: false },
  { actor_id: "actor-of-kazuko-00000000", relation: "family", offered_at: at(20, "09:00"), accepted_at: at(20, "10:00"), told: true },
]);
const relative = (actor_id, name, scopes, more = {}) => ({ actor_id, name, relation: "family", scopes, since: at("05", "10:00"), ends_on: null, is_you: false, version: 1, ...more });
const family = {
  ...page([relative("actor-of-taro-0000000000", "荒尾 太郎", { medication: "see", visits: "see" }), relative("actor-of-kazuko-00000000", null, { daily: "record", medication: "manage", profile: "see", visits: "see" }, { since: null })]),
  invitations: [
    { invitation_id: id(98), relation: "family", scopes: { daily: "record", medication: "see" }, made_at: at(25, "10:30"), expires_at: at(26, "10:30") },
    { invitation_id: id(99), relation: "guardian", scopes: {}, made_at: at(25, "10:00"), expires_at: at(26, "10:00") },
  ],
  sees: me.family,
};
const invitation = { code: "7K4M-QX2P-9HTW", expires_at: at(26, "10:30"), relation: "family", scopes: { medication: "see" } };
const notificationSettings = { dose_due: "push", dose_missed: "push", refill: "push", appointment: "push", security: "email", quiet_hours: { from: "21:00", to: "07:00" } };
const devices = page([
  { device_id: id(96), name: "花子のiPhone", platform: "ios", state: "reachable", registered_at: at("01", "09:00"), renewed_at: at(25, "07:00"), expires_at: "2027-05-25T07:00:00+09:00", failed_at: null },
  { device_id: id(97), name: null, platform: "web", state: "unreachable", registered_at: at("01", "09:00"), renewed_at: at("02", "07:00"), expires_at: "2027-05-02T07:00:00+09:00", failed_at: at(10, "08:00") },
]);
const mealTimes = { wake: "06:30", breakfast: "07:30", lunch: "12:00", supper: "18:00", bedtime: "22:00", chosen: false };

const goalWeek = (from, done, of) => ({ from: `2026-11-${from}`, done, of });
const goalLine = (kind, done_today, latest, done, before, of) => ({ kind, done_today, latest, this_week: goalWeek(23, done, of), last_week: goalWeek(16, before, of) });
const goals = {
  steps_per_day: 6000, weighing: { days_per_week: 5, target_kg: 59.5 }, blood_pressure: { days_per_week: 7, times: "both" },
  progress: [goalLine("steps", false, 1820, 2, 4, 7), goalLine("weighing", true, 60.4, 3, 5, 5), goalLine("blood_pressure", false, null, 2, 6, 7)],
};

const appointment = (last, on, time, kind, institution_name, more = {}) => ({
  appointment_id: id(last), on, time, kind, status: "planned", institution_code: null, institution_name, department: null, memo: null, reminders: { day_before: true, two_hours_before: time !== null }, reminds: "me", version: 1, ...more,
});
const appointments = page([
  appointment(62, "2027-01-15", null, "checkup", "荒尾市保健センター", { reminds: "another" }),
  appointment(60, "2026-12-08", "15:30", "dental", "四ツ山歯科医院", { memo: "歯の掃除。保険証を持っていく" }),
  appointment(61, "2026-11-26", "09:00", "consultation", INTERNAL.name, { department: "内科", institution_code: INTERNAL.code }),
]);
const monthOf = (query) => page(appointments.items.filter(({ on }) => on >= (query.get("from") ?? "") && on <= (query.get("to") ?? "9999")));
const visits = page([
  { visit_id: id(60), status: "planned", visited_on: "2026-12-08", time: "15:30", institution_name: "四ツ山歯科医院", reason: "歯の掃除" },
  { visit_id: id(61), status: "planned", visited_on: "2026-11-26", time: "09:00", institution_name: INTERNAL.name, reason: "血圧" },
  { visit_id: id(31), status: "done", visited_on: "2026-11-24", institution_name: ORTHOPAEDICS.name, reason: "右肩の痛み", reception_code: "K7M", checked_in_at: at(24, "13:50") },
  { visit_id: id(63), status: "done", visited_on: "2026-10-29", institution_name: INTERNAL.name, reason: "血圧の診察", memo: "薬はこのまま。\n塩をひかえる。" },
]);

const resident = {
  display_name: "花子", status: "verified_resident",
  identity: { alias: null, birth_date: "1982-06-03", former_name: null, kana: "アラオ ハナコ", legal_name: "荒尾 花子", romaji: null, self_reported: ["kana"], sex: "female" },
  profile: {
    allergies: ["ペニシリン系の薬", "えび・かに"], adverse_reactions: [], history: ["高血圧"], blood_type: "A+", listed_disability: null, long_term_illness: null, pregnancy_due_on: null,
    emergency_contacts: [{ name: "荒尾 太郎", phone: "090-0000-0000", relation: "夫" }],
  },
};

const words = (ja, en) => ({ ja, en });
const consentText = (purpose, version, title, text) => ({ purpose, version, required: purpose === "use_of_notebook", title, text });
const consentTexts = page([
  consentText("use_of_notebook", "2026-04", words("手帳の利用", "Keeping the notebook"), words("あなたが記録した内容 (プロフィール、お薬、日々の記録、受診の記録) を、市がこの手帳のために保管します。ほかの人が見たり書いたりしたときは、閲覧記録に残り、いつでも確かめられます。同意はいつでも取り消せます。", "The city keeps what you record (profile, medicines, daily values, visits) for this notebook. You can withdraw this consent at any time.")),
  consentText("sharing_with_institutions", "2026-11", words("医療機関などに見せること", "Showing it to institutions"), words("受付をしたときに選んだ内容を、その医療機関や薬局などの担当者が、その日の終わりまで見られます。", "The staff of a clinic or pharmacy where you check in can see what you chose there until the end of that day.")),
  consentText("emergency_access", "2026-11", words("緊急時に見ること", "Opening it in an emergency"), words("あなたに確かめられない緊急のときに、市が認めた医療機関が手帳を見ることを認めます。", "You allow institutions that the city has approved to open your notebook in an emergency in which you cannot be asked.")),
  consentText("outreach", "2026-11", words("健診や予防接種のお知らせ", "Messages about checkups and vaccinations"), words("健診や予防接種の時期が来たときに、市の保健センターからお知らせを受け取ります。", "The city's health centre writes to you when a checkup or a vaccination is due.")),
  consentText("mynaportal", "2026-04", words("マイナポータルからの取り込み", "Records from Mynaportal"), words("あなたの健診、お薬、予防接種などの記録を、マイナポータルからこの手帳に取り込みます。", "Your records of checkups, medicines and vaccinations are brought from Mynaportal into this notebook.")),
  consentText("statistics", "2026-04", words("統計への利用", "Statistics"), words("市の統計に、名前のない人数として数えられます。", "You are counted in the city's statistics, without your name.")),
]);
const given = (purpose, withdrawn_at = null) => ({ for: purpose, text_version: "2026-04", given_at: "2026-05-01T03:00:00Z", withdrawn_at, resumed_at: null });
const consents = {
  consents: ["use_of_notebook", "sharing_with_institutions"].map((purpose) => ({ purpose, version: purpose === "use_of_notebook" ? "2026-04" : "2026-11" })),
  items: consentTexts.items.map(({ purpose, version }, place) => ({ purpose, current_version: version, ask: place === 2 || place === 3, ...(place !== 2 && place !== 3 && { consent: given(purpose, place === 5 ? "2026-06-02T03:00:00Z" : null) }) })),
};

const look = (role, name, institution, action, sections, when) => ({ role, name, institution, action, sections, at: when });
/** Sealed as the API seals it, so that the page finds it whole. */
const log = {
  ...page([
    look("self", null, null, "finish-identity-proof", ["profile"], "2026-11-20T01:10:00.000Z"),
    look("doctor", "前川 徹", ORTHOPAEDICS, "open-section", ["medication", "profile"], "2026-11-24T05:12:00.000Z"),
    look("pharmacist", "前田", { code: "4342345678", name: "みどり薬局" }, "put-patient-alert", ["medication"], "2026-11-24T06:02:00.000Z"),
    look("family", null, null, "list-medications", ["medication"], "2026-11-24T22:05:00.000Z"),
    look("nurse", "山本 恵", INTERNAL, "open-notebook", ["profile"], "2026-11-24T22:20:00.000Z"),
    look("doctor", "緒方 誠", INTERNAL, "open-section", ["medication", "daily", "visits", "images"], "2026-11-24T22:31:00.000Z"),
    look("doctor", "緒方 誠", INTERNAL, "add-note", ["visits"], "2026-11-24T22:36:00.000Z"),
  ].reduce((entries, { role, name, institution, action, sections, at: when }) => {
    const [seq, prev] = [entries.length + 1, entries[0]?.hash ?? "0".repeat(64)];
    const record = ["health-notebook-audit-1", seq, when, "account", role, institution?.code ?? "", action, sections.join(","), "allowed", "", prev].join("\n");
    const hash = createHash("sha256").update(record).digest("hex");
    return [{ seq, at: when, actor: { role, name, institution }, ...(role === "family" && { on_behalf_of: RESIDENT }), action, sections, decision: "allowed", hash, prev, record }, ...entries];
  }, [])),
  refused: [{ day: "2026-11-24", institution: { code: "4312345680", name: "四ツ山歯科医院" }, count: 2 }], refused_next_cursor: null, verified: true, verified_to: 7,
};
/** Of a check-in at this place, the oldest look first. */
const receipt = (visit, { code, name }, checked_in_at, notes) => ({
  visit_id: visit, institution: { code, name }, checked_in_at, opened: { sections: ["daily", "medication", "profile", "visits"], from: checked_in_at, until: at(26, "00:00"), ended_at: null },
  looks: log.items.filter(({ actor }) => actor.institution?.code === code).reverse(), complete: true, notes, all_notes: true,
});
const receiptNote = { note_id: id(30), author_role: "doctor", written_at: at(24, "14:30"), amended_at: at(24, "15:02"), retracted: false };

const patient = (last, reception_code, legal_name, kana, time, status, more = {}) => ({
  visit_id: id(70 + last), resident_id: id(80 + last), reception_code, legal_name, kana, alias: null, birth_date: "1982-06-03", age: 44, sex: "female", chart_number: null,
  checked_in_at: at(25, time), checked_in_by: "self", same_name: false, status, ...more,
});
const patients = page([
  patient(1, "K7M", "荒尾 花子", "アラオ ハナコ", "07:10", "opened"),
  patient(2, "B3T", "髙﨑 正一", "タカサキ ショウイチ", "07:22", "waiting", { same_name: true, sex: "male", birth_date: "1951-02-11", age: 75 }),
  patient(3, "R5N", null, null, "07:30", "cancelled", { resident_id: null, birth_date: null, age: null, sex: null }),
]);

const opened = (last, dispensed_on, institution, groups) => ({
  id: id(150 + last), dispensed_on, source: "qr", version: "JAHISTC08", author: "professional", cautions: [], leftovers: [], provided: [], remarks: [], pharmacy: { code: null, name: "みどり薬局", phone: null },
  prescriber: { institution, doctor: null, department: null, institution_code: null }, groups,
});
const taken = (last, day, time, values) => ({ record_id: id(160 + last), recorded_by: "self", taken_at: at(day, time), ...values });
const pressure = (systolic_mmhg, diastolic_mmhg, pulse_bpm) => ({ blood_pressure: { systolic_mmhg, diastolic_mmhg, pulse_bpm } });
const event = (kind, last, on, institution, title) => ({ kind, id: id(last), on, at: null, institution, title });
const note = (last, day, text) => ({ note_id: id(last), author_role: "doctor", institution_code: INTERNAL.code, amended_at: null, retracted_at: null, cut: false, version: 1, written_at: at(day, "07:30"), text });
const seen = (last, visited_on, institution_name, reason, diagnosis_told, notes = [], institution_code = null) => ({ visit_id: id(last), visited_on, institution_name, institution_code, reason, diagnosis_told, department: null, status: "done", checked_in_at: null, cut: false, notes });
const wayTo = (last, resident, legal_name, kana, birth_date, day, until) => ({
  note_id: id(last), visit_id: id(last + 20), resident_id: id(resident), legal_name, kana, birth_date, day: `2026-11-${day}`, author_name: "有明 一郎", written_at: at(day, "14:12"), may_change_until: `${until}T15:00:00.000Z`,
});
const waysToOwnNotes = page([wayTo(210, 81, "荒尾 花子", "アラオ ハナコ", "1982-06-03", 24, "2026-12-01"), wayTo(211, 82, "西 ミツ子", "ニシ ミツコ", "1951-03-14", 21, "2026-11-28")]);
const ownNotes = page([note(210, 24, "血圧は落ち着いています。\n塩分をひかえめに、薬は同じように続けてください。")]);
const notebook = {
  resident: { resident_id: id(81), legal_name: "荒尾 花子", kana: "アラオ ハナコ", alias: null, birth_date: "1982-06-03", age: 44, sex: "female" },
  grant: { purpose: "consultation", sections: ["profile", "medication", "daily", "visits"], until: "2026-11-26T00:00:00+09:00" },
  sections: {
    profile: { ...resident.profile, allergies: ["ペニシリン系(アモキシシリン、2014年 発疹)", "えび・かに(じんましん)"], history: ["高血圧(2025年〜)", "虫垂炎(1999年)"] },
    medication: [
      opened(1, "2026-11-24", "有明整形外科医院", [group(1, "毎食後", 5, "日分", [drug("ロキソプロフェンNa錠60mg", 3, "per_day", "錠"), drug("レバミピド錠100mg", 3, "per_day", "錠")]), group(2, "1日1回はる", 1, "調剤", [drug("ロキソプロフェンNaテープ100mg", 14, "total", "枚")])]),
      opened(2, "2026-11-20", "四ツ山歯科医院", [group(1, "痛いとき", 6, "回分", [drug("ロキソプロフェンNa錠60mg", 1, "per_use", "錠")])]),
      opened(3, "2026-10-29", "あらお中央内科クリニック", [group(1, "朝食後", 28, "日分", [drug("アムロジピンOD錠5mg", 1, "per_day", "錠")])]),
    ],
    daily: [taken(1, 25, "06:50", { ...pressure(138, 84, 70), weight_kg: 60.4 }), taken(2, 24, "21:10", pressure(134, 82, 72)), taken(3, 24, "07:30", { ...pressure(136, 86, 71), weight_kg: 60.2, steps: 6820 }), taken(4, 23, "07:10", { temperature_c: 36.4, memo: "よく眠れた" }), taken(5, 17, "07:10", { ...pressure(130, 80, 68), weight_kg: 60.8, steps: 5120 })],
    visits: [seen(71, "2026-11-25", INTERNAL.name, "血圧の診察", null, [note(171, 25, "血圧が少し高い日がふえています。痛みがへったら、痛み止めは お休みしてください。")], INTERNAL.code), seen(172, "2026-11-24", ORTHOPAEDICS.name, "右肩の痛み", "右肩関節周囲炎"), seen(173, "2026-10-29", INTERNAL.name, "血圧の診察", null, [], INTERNAL.code)],
  },
  alerts: [{ alert_id: "a", code: "duplicate_ingredient", current: true, known: null, detail: { confidence: "high", reason: "ingredient_code" }, drug: { dispensing_id: id(151), group: 0, drug: 0 }, medication_ids: [id(151), id(152)], with: { dispensing_id: id(152), group: 0, drug: 0 } }],
  alerts_left_out: 0, known_alerts: [], known_alerts_left_out: 0, all_compared: true, unconfirmed_left_out: 1, concealed: "not_shown", truncated: [], more: {},
  timeline: [event("visit", 172, "2026-11-24", ORTHOPAEDICS.name, "右肩の痛み"), event("dispensing", 151, "2026-11-24", ORTHOPAEDICS.name, "ロキソプロフェンNa錠60mg、レバミピド錠100mg"), event("dispensing", 152, "2026-11-20", "四ツ山歯科医院", "ロキソプロフェンNa錠60mg"), event("visit", 173, "2026-10-29", INTERNAL.name, "血圧の診察")],
  last_visit_on: "2026-10-29", new_since_last_visit: [{ kind: "visit", id: id(172) }, { kind: "dispensing", id: id(151) }, { kind: "dispensing", id: id(152) }, { kind: "daily", id: id(161) }],
  summary: "【デジタル健康手帳】2026-11-25 07:42 閲覧\n荒尾 花子 1982-06-03生 44歳 女 フリガナ（本人入力）: アラオ ハナコ\n本人が開示した範囲のみ。記載がないことは、該当がないことを意味しません。\n■アレルギー\n・ペニシリン系(アモキシシリン、2014年 発疹)\n・えび・かに(じんましん)\n■副作用歴: 記載なし\n■既往歴\n・高血圧(2025年〜)\n■測定値\n・2026-11-25 06:50（朝） 収縮期 138mmHg、拡張期 84mmHg",
};
const wholeSection = { items: notebook.sections.medication, next_cursor: null, alerts: notebook.alerts, alerts_left_out: 0, all_compared: true, known_alerts: [], known_alerts_left_out: 0, unconfirmed_left_out: 1 };

/** Method, path, status, body; the first that fits answers. */
const device = { platform: "fcm", state: "reachable", registered_at: at("01", "09:12"), renewed_at: at(24, "21:40"), expires_at: "2027-01-24T09:00:00+09:00", failed_at: null };
const sessions = {
  valid_from: at("03", "18:05"), current: { client: "residents", second_factor: false, signed_in_at: at(20, "07:55") },
  devices: [{ ...device, device_id: id(80), name: "花子のスマホ" }, { ...device, device_id: id(81), name: null, renewed_at: at(10, "08:00") }],
};

export const ANSWERS = [
  // Before what ends alike.
  ...dispensings({ at, id, page, drug, group }),
  ["GET", /^\/v1\/me$/, 200, me],
  ["GET", /\/v1\/me\/sessions$/, 200, sessions],
  ["GET", /\/today$/, 200, today],
  ["GET", /\/daily-records$/, 200, records],
  ["GET", /\/daily-records\/[^/]+$/, 200, records.items[1]],
  ["GET", /\/trends$/, 200, trends],
  ["POST", /\/daily-records$/, 201, { record_id: id(90) }],
  ["PUT", /\/intakes\//, 200, { alarm_id: id(10), due_at: at(25, "08:00") }],
  ["GET", /\/intakes$/, 200, intakes],
  ["GET", /\/alarm-suggestions$/, 200, suggestions],
  ["GET", /\/alarms\/[^/]+$/, 200, alarms.items[0]],
  ["GET", /\/adherence$/, 200, adherence],
  ["GET", /\/missed-dose-watchers$/, 200, watchers],
  ["GET", /\/family$/, 200, family],
  ["POST", /\/invitations$/, 201, invitation],
  ["GET", /\/notification-settings$/, 200, notificationSettings],
  ["GET", /\/devices$/, 200, devices],
  ["GET", /\/meal-times$/, 200, mealTimes],
  ["GET", /\/goals$/, 200, goals],
  ["PUT", /\/goals$/, 200, goals],
  ["GET", /\/medications$/, 200, medications],
  ["GET", /\/medications\/jahis$/, 200, exported],
  ["GET", /\/medications\/[^/]+$/, 200, watched],
  ["GET", /\/dispensings$/, 200, sheets],
  ["POST", /\/dispensings$/, 201, scanned],
  ["GET", /\/alarms$/, 200, alarms],
  ["GET", /\/appointments$/, 200, monthOf],
  ["GET", /\/appointments\/[^/]+$/, 200, appointments.items[1]],
  ["GET", /\/appointments\.ics$/, 200, { file_name: "appointments-2026-11-25.ics", content_type: "text/calendar; charset=utf-8", bytes_base64: "QkVHSU46VkNBTEVOREFS" }],
  ["GET", /\/visits$/, 200, visits],
  ["GET", new RegExp(`/visits/${id(20)}$`), 200, checkedIn],
  ["GET", new RegExp(`/visits/${id(60)}$`), 200, { ...visits.items[0], institution_code: undefined, notes: [] }],
  ["GET", new RegExp(`/visits/${id(24)}$`), 200, { ...checkedIn, visit_id: id(24), visited_on: "2026-11-24", institution_code: ORTHOPAEDICS.code, institution_name: ORTHOPAEDICS.name, reason: "入院", reception_code: "M7305", checked_in_at: at(24, "22:10") }],
  ["GET", /\/visits\/[^/]+$/, 200, visit],
  ["GET", /\/grants$/, 200, grants],
  ["GET", /\/v1\/institutions$/, 200, institutions],
  ["GET", /\/primary-care-institutions$/, 200, primaryCare],
  ["PUT", /\/read-notes$/, 200, { read_to: at(24, "15:05") }],
  ["POST", /\/check-in-previews$/, 200, preview],
  ["GET", /\/access-log$/, 200, log],
  ["GET", new RegExp(`/visits/${id(31)}/receipt$`), 200, receipt(id(31), ORTHOPAEDICS, at(24, "13:50"), [receiptNote])],
  ["GET", /\/receipt$/, 200, receipt(id(20), INTERNAL, at(25, "07:10"), [])],
  ["GET", /\/v1\/consent-texts$/, 200, consentTexts],
  ["GET", /\/consents$/, 200, consents],
  ["POST", /\/identity-callbacks$/, 200, { status: "verified_resident" }],
  ["GET", /\/patients$/, 200, patients],
  ["GET", /\/v1\/institutions\/[^/]+\/notes$/, 200, waysToOwnNotes],
  ["GET", /\/visits\/[^/]+\/notes$/, 200, ownNotes],
  ["GET", /\/notebook$/, 200, notebook],
  ["GET", /\/notebook\/medication$/, 200, wholeSection],
  ...emergency(at),
  ...guidance,
  ["GET", /\/v1\/residents\/[^/]+$/, 200, resident],
];
