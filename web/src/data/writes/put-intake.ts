import type { IntakeAnswer, PutIntakeOutput } from "../../api/index.js";
import type { WriteKind } from "../writes.js";

/** What became of a dose. The dose changes at once; taking it back makes it due again. */
export const putIntake: WriteKind<"put-intake"> = {
  method: "PUT",
  path: "/v1/residents/{resident_id}/intakes/{alarm_id}/{date}/{time}",
  expect: {
    "get-today": (today, { path, body }, of, answer) => {
      if (today.doses === undefined || of.path.resident_id !== path.resident_id) return today;
      return { ...today, doses: today.doses.map((dose) => (isOf(dose, path) ? { ...dose, status: body.status, version: versionIn(answer) ?? dose.version } : dose)) };
    },
    "list-intakes": (list, { path, body, madeAt }, of, answer) => {
      if (of.path.resident_id !== path.resident_id) return list;
      return { ...list, items: list.items.map((dose) => (isOf(dose, path) ? (answer?.intake ?? { ...dose, ...answered(body, madeAt) }) : dose)) };
    },
  },
  outdates: ["get-adherence", "get-alarm", "get-today", "list-alarms", "list-intakes"],
  // The same answer to the same dose twice is one answer.
  adds: false,
  takeBack: ({ path }, answer) => ({ id: "put-intake", path, body: { status: "due" }, version: tagOf(versionIn(answer)) }),
  versionOf: (answer) => tagOf(versionIn(answer)),
};

/** What `If-Match` names: the version that was seen; `0` where nobody had answered. */
export function seenVersion(version: number | null | undefined): string {
  return `"${version ?? 0}"`;
}

function tagOf(version: number | undefined): string | undefined {
  return version === undefined ? undefined : seenVersion(version);
}

/** Also of an answer that is kept only in part. */
function versionIn(answer: Partial<PutIntakeOutput> | undefined): number | undefined {
  return answer?.intake?.version ?? undefined;
}

interface Dose {
  readonly alarm_id: string | null;
  readonly date: string;
  readonly time: string;
}

function isOf(dose: Dose, path: Dose): boolean {
  return dose.alarm_id === path.alarm_id && dose.date === path.date && dose.time === path.time;
}

function answered({ status, at }: IntakeAnswer, madeAt: number) {
  const when = at ?? null;
  return {
    status,
    answered_at: status === "due" ? null : new Date(madeAt).toISOString(),
    taken_at: status === "taken" ? when : null,
    snoozed_until: status === "snoozed" ? when : null,
  };
}
