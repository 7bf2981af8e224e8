/** An appointment as it is typed, what has to be looked at, and what is sent. */
import type { Appointment, AppointmentDraft, AppointmentKind, Refusal } from "../../../api/index.js";
import { addDays } from "../../../words/days.js";
import type { AppointmentWords } from "../../../words/appointment/ja.js";
import type { ProblemOf } from "./use-place-form.js";

export interface Draft {
  readonly day: string;
  /** Empty where only the day is known. */
  readonly time: string;
  readonly kind: AppointmentKind;
  /** The institution, where it was chosen from the list; else its name as it was typed. */
  readonly code: string;
  readonly place: string;
  readonly department: string;
  readonly memo: string;
  readonly dayBefore: boolean;
  /** Wished; it holds where there is a time. */
  readonly twoHours: boolean;
}

export type Field = "day" | "time" | "kind" | "place" | "department" | "memo" | "reminders";
export type FieldProblem = ProblemOf<Field>;

/** In the order in which a person would say it. */
export const KINDS = ["consultation", "dental", "checkup", "vaccination", "health_guidance", "other"] as const satisfies readonly AppointmentKind[];

/** The contract's limits, in characters. */
export const MOST = { place: 120, department: 80, memo: 4000 } as const;
const DAYS_AHEAD = 731;

export const BLANK: Draft = { day: "", time: "", kind: "consultation", code: "", place: "", department: "", memo: "", dayBefore: true, twoHours: true };

export function draftOf({ on, time, kind, institution_code, institution_name, department, memo, reminders }: Appointment): Draft {
  return {
    day: on, time: time ?? "", kind, code: institution_code ?? "", place: institution_name ?? "", department: department ?? "", memo: memo ?? "",
    dayBefore: reminders.day_before, twoHours: reminders.two_hours_before,
  };
}

/** What is sent: an empty field clears what was there. With a code the name says nothing new. */
export function bodyOf({ day, time, kind, code, place, department, memo, dayBefore, twoHours }: Draft): AppointmentDraft {
  const text = (typed: string) => (typed.trim() === "" ? null : typed.trim());
  return {
    on: day, time: time === "" ? null : time, kind, institution_code: code === "" ? null : code, institution_name: code === "" ? text(place) : null,
    department: text(department), memo: text(memo), reminders: { day_before: dayBefore, two_hours_before: twoHours && time !== "" },
  };
}

/** What has to be looked at before it is sent: the contract's own limits. `today` is the day in Japan; `kept` the day that it has already, which it may keep. */
export function problemsIn(draft: Draft, { today, kept }: { readonly today: string; readonly kept?: string | undefined }, { form }: AppointmentWords): readonly FieldProblem[] {
  const found: FieldProblem[] = [];
  const say = (field: Field, text: string) => found.push({ field, text, ours: true });
  if (draft.day === "") say("day", form.needDay);
  else if (draft.day < today && draft.day !== kept) say("day", form.past);
  else if (draft.day > addDays(today, DAYS_AHEAD)) say("day", form.far);
  if (draft.time !== "" && !/^([01]\d|2[0-3]):[0-5]\d$/.test(draft.time)) say("time", form.needTime);
  if (draft.code === "" && draft.place.trim() === "") say("place", form.needPlace);
  for (const field of ["place", "department", "memo"] as const) {
    if ([...draft[field].trim()].length > MOST[field]) say(field, form.long(MOST[field]));
  }
  return found;
}

const FIELDS: Readonly<Record<string, Field>> = {
  "/on": "day", "/time": "time", "/kind": "kind", "/institution_code": "place", "/institution_name": "place", "/department": "department", "/memo": "memo",
  "/reminders": "reminders", "/reminders/day_before": "reminders", "/reminders/two_hours_before": "reminders",
};

/** What the API says of fields. */
export function problemsFrom(refusal: Refusal<string>): readonly FieldProblem[] {
  return refusal.errors.flatMap(({ pointer, detail }) => {
    const field = FIELDS[pointer];
    return field === undefined ? [] : [{ field, text: detail, ours: false }];
  });
}
