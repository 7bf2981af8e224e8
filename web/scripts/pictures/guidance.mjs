/** Health guidance in pictures. The people are made up. */
const CENTER = { code: "4310100001", name: "荒尾市保健センター" };
const goal = (id, text, status, memo = null) => ({ goal_id: `01995000-0000-7000-8000-0000000000${id}`, text, status, memo, said_at: memo && "2026-11-20T01:00:00Z", said_by: memo && "self" });
const noted = {
  items: [{
    guidance_id: "01995000-0000-7000-8000-000000000001", institution: CENTER, author_role: "public_health_nurse", channel: "office", topic: "血圧と塩分、歩く習慣",
    text: "夕食後の散歩が続いていて、すばらしいです。歩数が 1,700歩 ふえました。\nみそ汁を1日1杯にすると、塩分が 1.2g へります。",
    goals: [goal(11, "1日 7,000歩 歩く", "difficult", "夜は雨だと歩けないので、家で足ぶみしています"), goal(12, "みそ汁は 1日1杯", "going_well"), goal(13, "朝の血圧を測る", "not_started")],
    next_on: "2027-01-14", written_at: "2026-10-06T05:18:00Z", amended_at: null, retracted_at: null, version: 2,
  }],
  next_cursor: null,
  offices: [{ institution: CENTER, last_on: "2026-10-06", next_on: "2027-01-14", until: "2027-11-06T15:00:00Z" }],
};
const own = {
  legal_name: "荒尾 花子", kana: "アラオ ハナコ", birth_date: "1982-06-03", followed_up_until: "2027-11-06T15:00:00Z", next_cursor: null,
  items: [
    { ...noted.items[0], guidance_id: "01995000-0000-7000-8000-000000000003", channel: "phone", topic: "歩く習慣のようす", text: "雨の日の足ぶみ、よい工夫です。", goals: [], next_on: null, written_at: "2026-11-24T05:18:00Z", version: 1 },
    noted.items[0],
    { ...noted.items[0], guidance_id: "01995000-0000-7000-8000-000000000004", topic: null, text: null, goals: [], next_on: null, written_at: "2026-09-06T05:18:00Z", retracted_at: "2026-09-07T05:18:00Z" },
  ],
};
const guided = {
  items: [
    { resident_id: "019aa000-0000-7000-8000-000000000081", legal_name: "荒尾 花子", kana: "アラオ ハナコ", birth_date: "1982-06-03", last_on: "2026-10-06", next_on: "2026-11-27" },
    { resident_id: "019aa000-0000-7000-8000-000000000082", legal_name: "万田 実", kana: "マンダ ミノル", birth_date: "1951-02-11", last_on: "2026-11-02", next_on: null },
  ],
  next_cursor: null,
};

/** What is answered of health guidance. */
export const guidance = [
  ["GET", /\/residents\/[^/]+\/health-guidance$/, 200, noted],
  ["GET", /\/institutions\/[^/]+\/health-guidance$/, 200, guided],
  ["GET", /\/patients\/[^/]+\/health-guidance$/, 200, own],
];
