import type { WriteKind } from "../writes.js";

/** What became of a dose. The dose changes at once; taking it back makes it due again. */
export const putIntake: WriteKind<"put-intake"> = {
  method: "PUT",
  path: "/v1/residents/{resident_id}/intakes/{alarm_id}/{date}/{time}",
  expect: {
    "get-today": (today, { path, body }, of) => {
      if (today.doses === undefined || of.resident_id !== path.resident_id) return today;
      const answered = (dose: (typeof today.doses)[number]) => dose.alarm_id === path.alarm_id && dose.date === path.date && dose.time === path.time;
      return { ...today, doses: today.doses.map((dose) => (answered(dose) ? { ...dose, status: body.status } : dose)) };
    },
  },
  outdates: ["get-today", "list-alarms"],
  // The same answer to the same dose twice is one answer.
  adds: false,
  takeBack: ({ path }) => ({ id: "put-intake", path, body: { status: "due" } }),
};
