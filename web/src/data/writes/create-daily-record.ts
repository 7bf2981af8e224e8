import type { WriteKind } from "../writes.js";

/** A set of daily values. The latest values change at once; the list is asked again, because the record's id is the server's. */
export const createDailyRecord: WriteKind<"create-daily-record"> = {
  method: "POST",
  path: "/v1/residents/{resident_id}/daily-records",
  expect: {
    "get-today": (today, { path, body }, of) => {
      if (today.latest === undefined || of.resident_id !== path.resident_id) return today;
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
  },
  outdates: ["get-today", "list-daily-records"],
  adds: true,
  takeBack: ({ path }, { record_id }) => ({ id: "delete-daily-record", path: { ...path, record_id }, body: undefined }),
};
