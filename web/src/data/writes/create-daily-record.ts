import type { DailyEntry, NewDailyRecord } from "../../api/index.js";
import { uuid7 } from "../uuid7.js";
import type { WriteKind } from "../writes.js";

/**
 * A set of daily values. It bears an id of its own from the beginning: sent again after days it is there once, and what the screen shows of it is one
 * with what the server answers.
 */
export const createDailyRecord: WriteKind<"create-daily-record"> = {
  method: "POST",
  path: "/v1/residents/{resident_id}/daily-records",
  expect: {
    "get-today": (today, { path, body }, of) => {
      if (today.latest === undefined || of.path.resident_id !== path.resident_id) return today;
      const at = body.taken_at;
      const values = {
        systolic_mmhg: body.blood_pressure?.systolic_mmhg,
        diastolic_mmhg: body.blood_pressure?.diastolic_mmhg,
        pulse_bpm: body.blood_pressure?.pulse_bpm,
        weight_kg: body.weight_kg,
        temperature_c: body.temperature_c,
        steps: body.steps,
        mood: body.mood,
      };
      const latest = { ...today.latest };
      for (const [measure, value] of Object.entries(values) as [keyof typeof values, number | null | undefined][]) {
        const before = latest[measure];
        if (typeof value === "number" && (before === undefined || Date.parse(before.at) <= Date.parse(at))) latest[measure] = { at, value };
      }
      return { ...today, latest };
    },
    "list-daily-records": (list, { path, body, madeAt }, of) => {
      const { record_id } = body;
      if (of.path.resident_id !== path.resident_id || typeof record_id !== "string" || list.items.some((item) => item.record_id === record_id)) return list;
      const taken = Date.parse(body.taken_at);
      const place = list.items.findIndex((item) => Date.parse(item.taken_at) <= taken);
      // Older than everything that is shown so far: its place is on a page that was not asked for.
      if (place === -1 && list.next_cursor !== null) return list;
      const before = place === -1 ? list.items.length : place;
      return { ...list, items: [...list.items.slice(0, before), entryOf(body, record_id, madeAt), ...list.items.slice(before)] };
    },
  },
  outdates: ["get-daily-trends", "get-goals", "get-today", "list-daily-records"],
  adds: false,
  complete: (body) => ({ ...body, record_id: body.record_id ?? uuid7() }),
  // It was kept, and removed since by somebody: it does not come back.
  doneBefore: ["removed_since"],
  takeBack: ({ path }, answer) => answer && { id: "delete-daily-record", path: { ...path, record_id: answer.record_id }, body: undefined },
};

/** The entry as it will be answered. Who wrote it is the server's to say; until then the row says that it waits. */
function entryOf(body: NewDailyRecord, record_id: string, madeAt: number): DailyEntry {
  const { blood_pressure: pressure, ...values } = body;
  const there = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== undefined));
  return {
    ...there, record_id, taken_at: body.taken_at, recorded_at: new Date(madeAt).toISOString(), recorded_by: "self", version: 0,
    ...(pressure && { blood_pressure: { systolic_mmhg: pressure.systolic_mmhg, diastolic_mmhg: pressure.diastolic_mmhg, ...(typeof pressure.pulse_bpm === "number" && { pulse_bpm: pressure.pulse_bpm }) } }),
  };
}
