/** What stands in the notebook already, as the API answers it, for tests of forms that change it. */
import { ALARM } from "../data/house.js";
import type { Answer } from "./house.js";

export const VISIT = "019aa000-0000-7000-8000-0000000000d1";
/** An appointment, as itself and as the visit that it is. */
export const APPOINTMENT = {
  appointment_id: VISIT, on: "2199-12-08", time: "15:30", kind: "dental", status: "planned", institution_code: null, institution_name: "四ツ山歯科", department: null, memo: null,
  reminders: { day_before: true, two_hours_before: false }, reminds: "me", version: 1, visit_id: VISIT, visited_on: "2199-12-08", notes: [],
};
export const MEALS = { wake: "06:30", breakfast: "07:00", lunch: "12:00", supper: "18:30", bedtime: "22:00", chosen: false };
export const ENTRY = { alarm_id: ALARM, label: "朝食後", version: 1, medication_ids: [], groups: null, rhythm: { kind: "daily" }, times: [{ time: "08:00" }], from: "2026-11-01", until: null, paused_until: null, next_at: null, stock: null, rings_for_me: true, notice: { medication_names: false, email: false }, ended_at: null };
export const MEDICINE = { id: "m-1", kind: "dispensing", source: "manual", owner: "resident", dispensed_on: "2026-11-20", pharmacy: { name: "みどり薬局" }, prescriber: { institution: null, doctor: null }, groups: [{ rp: 1, usage_text: "朝食後", supply_count: 7, supply_unit: "日分", dosage_form: "oral", notes: [], drugs: [{ name: "アムロジピンOD錠5mg", quantity: 1, quantity_basis: "per_day", unit: "錠", code: null, generic_name: null, generic_name_code: null, notes: [] }] }], alerts: [], links: [], doubts: [], concealed: false };
export const RECORD = { record_id: "r-1", taken_at: "2026-11-24T07:00:00+09:00", recorded_at: "2026-11-24T07:00:00+09:00", recorded_by: "self", weight_kg: 60 };

export const ok = (body: unknown, version = 1): Answer => ({ status: 200, body, version: `"${version}"` });
