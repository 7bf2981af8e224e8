/** What is answered of the emergency card. `at`: an instant of the month of the pictures. */
export function emergency(at) {
  const emergencyCard = {
    card: { made_at: at("03", "09:00"), made_as: "self", ends_on: null },
    openings: [{ from: at(24, "18:02"), until: at(24, "18:09"), count: 3 }, { from: at(10, "14:20"), until: at(10, "14:20"), count: 1 }],
  };
  const madeEmergencyCard = { secret: "k3Jd_9sLwQ-2xVbN7mTzR4yPcH8fGa1E", address: "/emergency#k3Jd_9sLwQ-2xVbN7mTzR4yPcH8fGa1E", made_at: at(25, "07:42") };
  const openedEmergencyCard = {
    legal_name: "荒尾 花子", display_name: null, kana: "アラオ ハナコ", is_proved: true, birth_date: "1982-06-03", age: 44, sex: "female", blood_type: "A+",
    allergies: { items: ["ペニシリン系の薬(2014年 発疹)", "えび・かに"], is_cut: false }, adverse_reactions: { items: [], is_cut: false },
    pregnancy_due_on: "2027-03-01", long_term_illness: "多発性硬化症",
    medicines: { items: [{ name: "アムロジピンOD錠5mg", directions: "1日1錠 朝食後 28日分", dispensed_on: "2026-11-10", source: "qr" }, { name: "かぜぐすり", directions: null, dispensed_on: "2026-11-20", source: "manual" }], is_cut: false },
    emergency_contacts: [{ name: "荒尾 太郎", phone: "090-0000-0000", relation: "夫" }, { name: "荒尾 和子", phone: "0968-00-0000", relation: null }],
    changed: { allergies: at("05", "10:00"), adverse_reactions: null, pregnancy_due_on: at("05", "10:00"), long_term_illness: null, blood_type: at("01", "09:00"), emergency_contacts: at(20, "09:00") },
    read_at: at(25, "07:42"),
  };
  return [
    ["GET", /\/emergency-card$/, 200, emergencyCard],
    ["POST", /\/emergency-card$/, 201, madeEmergencyCard],
    ["DELETE", /\/emergency-card$/, 204, undefined],
    ["POST", /\/v1\/emergency-cards$/, 200, openedEmergencyCard],
  ];
}
