/** What is answered of what a pharmacy registers. */
export function dispensings({ at, id, page, drug, group }) {
  const registered = (last) => ({
    id: id(last), dispensed_on: "2026-11-25", source: "pharmacy", version: null, pharmacy: { code: "4340112345", name: "みどり薬局", phone: null }, prescriber: { institution: "有明整形外科医院", doctor: "前川 医師", department: null, institution_code: null },
    groups: [group(1, "毎食後", 5, "日分", [drug("ロキソプロフェンNa錠60mg", 3, "per_day", "錠"), drug("レバミピド錠100mg", 3, "per_day", "錠")])], cautions: [], leftovers: [], provided: [], remarks: [],
  });
  const ownDispensings = page([
    { medication_id: id(61), registered_at: at(25, "09:20"), role: "pharmacist", dispensing: registered(61) },
    { medication_id: id(62), registered_at: at(24, "17:40"), role: "pharmacist", retracted_at: at(24, "17:52"), reason: "wrong_content" },
  ]);
  return [
    ["GET", /\/patients\/[^/]+\/dispensings$/, 200, ownDispensings],
    ["POST", /\/dispensing-previews$/, 200, { dispensings: [registered(61)], notes_left_out: 2, warnings: [] }],
    ["POST", /\/patients\/[^/]+\/dispensings$/, 201, { dispensings: [registered(61)], already_registered: false, notes_left_out: 2, alerts: [{ code: "duplicate_ingredient", detail: { confidence: "high", reason: "ingredient_code" }, drug: null, with: null, name: "ロキソプロフェンNa錠60mg", with_name: "ロキソニン錠60mg" }] }],
  ];
}
