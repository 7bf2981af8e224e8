/** The API's answers in pictures. The people are made up. */
const RESIDENT = "019aa000-0000-7000-8000-0000000000a1";
const MIO = "019aa000-0000-7000-8000-0000000000a2";
const id = (last) => `019aa000-0000-7000-8000-${String(last).padStart(12, "0")}`;
const at = (day, time) => `2026-11-${day}T${time}:00+09:00`;
const latest = (value, day = 24, time = "07:30") => ({ at: at(day, time), value });
const page = (items) => ({ items, next_cursor: null });
const INTERNAL = { code: "4312345678", name: "あらお中央内科クリニック" };
const ORTHOPAEDICS = { code: "4312345679", name: "有明整形外科医院" };

const me = {
  actor_id: "actor", display_name: "花子", resident_id: RESIDENT, memberships: [{ institution_code: INTERNAL.code, institution_name: INTERNAL.name, role: "doctor" }],
  family: [
    { display_name: "みお", relation: "guardian", resident_id: MIO, scopes: { daily: "manage", medication: "manage" } },
    { display_name: "正一", relation: "family", resident_id: id(3), scopes: { medication: "see" } },
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
  next_appointment: null,
  notices: [{ code: "home_blood_pressure_high", detail: "朝の血圧の平均が、目安の135/85以上です。次の診察で見せて相談してみてください。", occasion: "morning", since: "2026-11-19", source: "日本高血圧学会" }],
  open_grants: [{ institution: INTERNAL, sections: ["medication", "profile", "daily"], since: at(25, "07:30"), until: "2026-11-26T00:00:00+09:00", visit_id: id(20) }],
  unread_notes: [{ note_id: id(30), visit_id: id(31), institution: ORTHOPAEDICS, author_role: "doctor", amended_at: null, written_at: at(24, "14:30"), text: "右肩の炎症です。1週間は重いものを持たないでください。\n痛みが強いときは早めに来てください。" }],
  vaccinations_due: [],
};

const record = (last, day, time, values) => ({ record_id: id(40 + last), taken_at: at(day, time), recorded_at: at(day, time), recorded_by: "self", version: 1, ...values });
const records = page([
  record(1, 25, "06:50", { blood_pressure: { systolic_mmhg: 138, diastolic_mmhg: 84, pulse_bpm: 70 }, weight_kg: 60.4 }),
  record(2, 24, "07:30", { blood_pressure: { systolic_mmhg: 136, diastolic_mmhg: 86 }, weight_kg: 60.2, steps: 6820, mood: 3 }),
  record(3, 23, "07:10", { temperature_c: 36.4, memo: "よく眠れた" }),
]);

const drug = (name, quantity, quantity_basis, unit) => ({ name, quantity, quantity_basis, unit, code: null, generic_name: null, generic_name_code: null, notes: [] });
const group = (rp, usage_text, supply_count, supply_unit, drugs) => ({ rp, usage_text, supply_count, supply_unit, dosage_form: "oral", notes: [], drugs });
const entry = (last, dispensed_on, pharmacy, institution, doctor, groups, more = {}) => ({
  id: id(50 + last), kind: "dispensing", dispensed_on, owner: "resident", concealed: false, source: "qr", added_at: at(24, "15:00"), added_by: "self", edit_version: 1, version: "JAHISTC08",
  pharmacy: { code: null, name: pharmacy, phone: null }, prescriber: { institution, doctor, department: null, institution_code: null },
  groups, cautions: [], leftovers: [], provided: [], remarks: [], ...more,
});
const medications = {
  ...page([
    entry(1, "2026-11-24", "みどり薬局", "有明整形外科医院", "前川 医師", [
      group(1, "毎食後", 5, "日分", [drug("ロキソプロフェンNa錠60mg", 3, "per_day", "錠"), drug("レバミピド錠100mg", 3, "per_day", "錠")]),
      group(2, "1日1回はる", 1, "調剤", [drug("ロキソプロフェンNaテープ100mg", 14, "total", "枚")]),
    ]),
    entry(2, "2026-11-20", "梨の花薬局", "四ツ山歯科医院", null, [group(1, "痛いとき", 6, "回分", [drug("ロキソプロフェンNa錠60mg", 1, "per_use", "錠")])], { concealed: true }),
    entry(3, "2026-10-29", "みどり薬局", "あらお中央内科クリニック", "緒方 医師", [group(1, "朝食後", 28, "日分", [drug("アムロジピンOD錠5mg", 1, "per_day", "錠")])]),
    entry(4, "2026-03-02", "みどり薬局", "あらお中央内科クリニック", "緒方 医師", [group(1, "1日2回", 60, "日分", [drug("フェキソフェナジン塩酸塩錠60mg", 2, "per_day", "錠")])], { owner: "unconfirmed" }),
    entry(5, "2026-02-20", "みどり薬局", "あらお中央内科クリニック", "緒方 医師", [group(1, "朝食後", 90, "日分", [drug("アムロジピンOD錠5mg", 1, "per_day", "錠")])]),
  ]),
  alerts: [{
    alert_id: "a", code: "duplicate_ingredient", current: true, known: null, detail: { confidence: "high", reason: "ingredient_code" },
    drug: { dispensing_id: id(51), group: 0, drug: 0 }, medication_ids: [id(51), id(52)], with: { dispensing_id: id(52), group: 0, drug: 0 },
  }],
  alerts_left_out: 0, all_compared: true, known_alerts: [], known_alerts_left_out: 0, unconfirmed_left_out: 1,
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
  alarm_id: id(10 + last), label, times: times.map((time) => ({ time })), rhythm, from: "2026-11-01", until: null, paused_until: null, next_at: at(25, times[0] ?? "08:00"), rings_for_me: true,
  stock: null, medication_ids: [], dispensing_id: null, falls_on: null, groups: null, notification_text: "neutral", second_channel: "off", made_at: at(24, "15:00"), made_by: "self", changed_at: at(24, "15:00"), changed_by: "self", version: 1, ...more,
});
const alarms = page([
  alarm(0, "アムロジピン", ["08:00"], { kind: "daily" }, { stock: { amount: 1, counted_at: at(24, "15:00"), days_left: 1, low: true, per_dose: 1, refill_at_days: 3 } }),
  alarm(1, "ロキソプロフェン・レバミピド", ["08:00", "12:30", "19:00"], { kind: "daily" }, { until: "2026-11-28" }),
  alarm(2, "骨の薬", ["07:00"], { kind: "weekdays", days: ["mon", "thu"] }, { next_at: at(26, "07:00"), rings_for_me: false }),
  alarm(3, "貼り薬", ["21:00"], { kind: "days_on_off", on: 14, off: 7 }, { next_at: null, paused_until: "2026-12-02" }),
]);

const visits = page([
  { visit_id: id(60), status: "planned", visited_on: "2026-12-08", institution_name: "四ツ山歯科医院", reason: "歯の掃除" },
  { visit_id: id(61), status: "planned", visited_on: "2026-11-26", institution_name: INTERNAL.name, reason: "血圧" },
  { visit_id: id(62), status: "done", visited_on: "2026-11-24", institution_name: ORTHOPAEDICS.name, reason: "右肩の痛み", reception_code: "K7M", checked_in_at: at(24, "13:50") },
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

const log = { ...page([{ action: "open-notebook", actor: { institution: ORTHOPAEDICS, name: "前川", role: "doctor" }, at: "2026-11-24T05:12:00Z", decision: "allowed", hash: "", prev: "", record: "", sections: ["medication"], seq: 9 }]), refused: [], refused_next_cursor: null, verified: true, verified_to: 9 };

const patient = (last, reception_code, legal_name, kana, time, status, more = {}) => ({
  visit_id: id(70 + last), resident_id: id(80 + last), reception_code, legal_name, kana, alias: null, birth_date: "1982-06-03", age: 44, sex: "female", chart_number: null,
  checked_in_at: at(25, time), checked_in_by: "self", same_name: false, status, ...more,
});
const patients = page([
  patient(1, "K7M", "荒尾 花子", "アラオ ハナコ", "07:10", "opened"),
  patient(2, "B3T", "髙﨑 正一", "タカサキ ショウイチ", "07:22", "waiting", { same_name: true, sex: "male", birth_date: "1951-02-11", age: 75 }),
  patient(3, "R5N", null, null, "07:30", "cancelled", { resident_id: null, birth_date: null, age: null, sex: null }),
]);

/** Method, path, status, body; the first that fits answers. */
export const ANSWERS = [
  ["GET", /^\/v1\/me$/, 200, me],
  ["GET", /\/today$/, 200, today],
  ["GET", /\/daily-records$/, 200, records],
  ["POST", /\/daily-records$/, 201, { record_id: id(90) }],
  ["PUT", /\/intakes\//, 200, { alarm_id: id(10), due_at: at(25, "08:00") }],
  ["GET", /\/medications$/, 200, medications],
  ["GET", /\/medications\/jahis$/, 200, exported],
  ["GET", /\/medications\/[^/]+$/, 200, watched],
  ["GET", /\/dispensings$/, 200, sheets],
  ["POST", /\/dispensings$/, 201, scanned],
  ["GET", /\/alarms$/, 200, alarms],
  ["GET", /\/visits$/, 200, visits],
  ["GET", /\/access-log$/, 200, log],
  ["GET", /\/patients$/, 200, patients],
  ["GET", /\/v1\/residents\/[^/]+$/, 200, resident],
];
