/** A visit as it is typed, what has to be looked at, and what is sent. */
import type { Refusal, ShownVisit, VisitDraft } from "../../../api/index.js";
import { addDays } from "../../../words/days.js";
import type { VisitWords } from "../../../words/visit/ja.js";
import type { ProblemOf } from "./use-place-form.js";

export interface Draft {
  readonly status: "planned" | "done";
  readonly day: string;
  /** The institution, where it was chosen from the list; else its name as it was typed. */
  readonly code: string;
  readonly place: string;
  readonly department: string;
  readonly reason: string;
  readonly told: string;
  readonly memo: string;
}

export type Field = Exclude<keyof Draft, "code">;

export type FieldProblem = ProblemOf<Field>;

/** The contract's limits, in characters. */
export const MOST = { place: 120, department: 80, reason: 1000, told: 1000, memo: 4000 } as const;
const DAYS_AHEAD = 731;

export function blankOf(today: string): Draft {
  return { status: "done", day: today, code: "", place: "", department: "", reason: "", told: "", memo: "" };
}

export function draftOf(visit: ShownVisit): Draft {
  const { status, visited_on, institution_code = "", institution_name = "", department = "", reason = "", diagnosis_told = "", memo = "" } = visit;
  return { status, day: visited_on, code: institution_code, place: institution_name, department, reason, told: diagnosis_told, memo };
}

/** What is sent: an empty field clears what was there. With a code the name says nothing new. */
export function bodyOf({ status, day, code, place, department, reason, told, memo }: Draft): VisitDraft {
  const text = (typed: string) => (typed.trim() === "" ? null : typed.trim());
  return {
    status, visited_on: day, institution_code: code === "" ? null : code, institution_name: code === "" ? text(place) : null,
    department: text(department), reason: text(reason), diagnosis_told: text(told), memo: text(memo),
  };
}

/** What has to be looked at before it is sent: the contract's own limits. `today` is the day in Japan. */
export function problemsIn(draft: Draft, today: string, { form }: VisitWords): readonly FieldProblem[] {
  const found: FieldProblem[] = [];
  const say = (field: Field, text: string) => found.push({ field, text, ours: true });
  if (draft.day === "") say("day", form.needDay);
  else if (draft.day < "1900-01-01") say("day", form.early);
  else if (draft.status === "done" && draft.day > today) say("day", form.ahead);
  else if (draft.day > addDays(today, DAYS_AHEAD)) say("day", form.far);
  if (draft.code === "" && draft.place.trim() === "") say("place", form.needPlace);
  for (const field of ["place", "department", "reason", "told", "memo"] as const) {
    if ([...draft[field].trim()].length > MOST[field]) say(field, form.long(MOST[field]));
  }
  return found;
}

const FIELDS: Readonly<Record<string, Field>> = {
  "/visited_on": "day", "/status": "status", "/institution_code": "place", "/institution_name": "place", "/department": "department", "/reason": "reason", "/diagnosis_told": "told", "/memo": "memo",
};

/** What the API says of fields. */
export function problemsFrom(refusal: Refusal<string>): readonly FieldProblem[] {
  return refusal.errors.flatMap(({ pointer, detail }) => {
    const field = FIELDS[pointer];
    return field === undefined ? [] : [{ field, text: detail, ours: false }];
  });
}
