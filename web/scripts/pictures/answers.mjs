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

const opened = (last, dispensed_on, institution, groups) => ({
  id: id(150 + last), dispensed_on, source: "qr", version: "JAHISTC08", author: "professional", cautions: [], leftovers: [], provided: [], remarks: [], pharmacy: { code: null, name: "みどり薬局", phone: null },
  prescriber: { institution, doctor: null, department: null, institution_code: null }, groups,
});
const taken = (last, day, time, values) => ({ record_id: id(160 + last), recorded_by: "self", taken_at: at(day, time), ...values });
const pressure = (systolic_mmhg, diastolic_mmhg, pulse_bpm) => ({ blood_pressure: { systolic_mmhg, diastolic_mmhg, pulse_bpm } });
const event = (kind, last, on, institution, title) => ({ kind, id: id(last), on, at: null, institution, title });
const note = (last, day, text) => ({ note_id: id(last), author_role: "doctor", institution_code: INTERNAL.code, amended_at: null, retracted_at: null, cut: false, version: 1, written_at: at(day, "07:30"), text });
const seen = (last, visited_on, institution_name, reason, diagnosis_told, notes = [], institution_code = null) => ({ visit_id: id(last), visited_on, institution_name, institution_code, reason, diagnosis_told, department: null, status: "done", checked_in_at: null, cut: false, notes });
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
export const ANSWERS = [
  ["GET", /^\/v1\/me$/, 200, me],
  ["GET", /\/today$/, 200, today],
  ["GET", /\/daily-records$/, 200, records],
  ["POST", /\/daily-records$/, 201, { record_id: id(90) }],
  ["PUT", /\/intakes\//, 200, { alarm_id: id(10), due_at: at(25, "08:00") }],
  ["GET", /\/medications$/, 200, medications],
  ["GET", /\/alarms$/, 200, alarms],
  ["GET", /\/visits$/, 200, visits],
  ["GET", /\/access-log$/, 200, log],
  ["GET", /\/patients$/, 200, patients],
  ["GET", /\/notebook$/, 200, notebook],
  ["GET", /\/notebook\/medication$/, 200, wholeSection],
  ["GET", /\/v1\/residents\/[^/]+$/, 200, resident],
];
