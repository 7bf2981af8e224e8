/** The profile as a form: what is typed, what of it changed, and what is wrong with it by the contract's own limits. */
import type { BloodType, EmergencyContact, ProfileChange, Refusal, Resident, UpdateResidentInput } from "../../../api/index.js";

export const LISTS = ["allergies", "adverse_reactions", "history"] as const;
export const READINGS = ["kana", "alias", "romaji"] as const;
/** What a card proves; of a child without one a guardian says it. */
export const VOUCHED = ["legal_name", "birth_date", "sex"] as const;
export const LINES = ["long_term_illness", "listed_disability"] as const;
export const ABO = ["A", "B", "O", "AB", "unknown"] as const;
export const RH = ["+", "-"] as const;

export type Abo = (typeof ABO)[number];
export type Rh = (typeof RH)[number];

/** A person to call, as typed. */
export interface Contact {
  readonly name: string;
  readonly relation: string;
  readonly phone: string;
}

export interface Draft extends Readonly<Record<(typeof LISTS)[number] | (typeof READINGS)[number] | (typeof VOUCHED)[number] | (typeof LINES)[number], string>> {
  readonly display_name: string;
  readonly pregnancy_due_on: string;
  readonly abo: Abo;
  /** Empty until it is chosen. */
  readonly rh: Rh | "";
  readonly emergency_contacts: readonly Contact[];
}

export type FieldName = Exclude<keyof Draft, "abo" | "rh"> | "blood_type";

/** `place`: which of the people to call, and what of them. */
export interface FieldProblem {
  readonly field: FieldName;
  readonly place?: { readonly index: number; readonly part: keyof Contact } | undefined;
  readonly what: "empty" | "long" | "many" | "rh" | "contact" | { readonly said: string };
}

export const MOST_CONTACTS = 5;
const LONGEST = 200;
const MOST: Readonly<Record<(typeof LISTS)[number], number>> = { allergies: 50, adverse_reactions: 50, history: 100 };

export function draftOf({ display_name, identity, profile }: Resident): Draft {
  const { blood_type } = profile;
  const unknown = blood_type === "unknown";
  return {
    display_name,
    kana: identity.kana ?? "", alias: identity.alias ?? "", romaji: identity.romaji ?? "",
    legal_name: identity.legal_name ?? "", birth_date: identity.birth_date ?? "", sex: identity.sex ?? "",
    allergies: profile.allergies.join("\n"), adverse_reactions: profile.adverse_reactions.join("\n"), history: profile.history.join("\n"),
    long_term_illness: profile.long_term_illness ?? "", listed_disability: profile.listed_disability ?? "",
    pregnancy_due_on: profile.pregnancy_due_on ?? "",
    abo: ABO.find((abo) => abo === (unknown ? "unknown" : blood_type.slice(0, -1))) ?? "unknown",
    rh: unknown ? "" : blood_type.endsWith("+") ? "+" : "-",
    emergency_contacts: profile.emergency_contacts.map(({ name, relation, phone }) => ({ name, relation: relation ?? "", phone })),
  };
}

/** One thing a line; empty lines say nothing. */
export function linesOf(text: string): readonly string[] {
  return text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
}

function contactsOf(contacts: readonly Contact[]): EmergencyContact[] {
  return contacts.map(({ name, relation, phone }) => ({ name: name.trim(), relation: relation.trim() || null, phone: phone.trim() })).filter(({ name, relation, phone }) => name !== "" || relation !== null || phone !== "");
}

function bloodOf({ abo, rh }: Draft): BloodType {
  return abo === "unknown" || rh === "" ? "unknown" : `${abo}${rh}`;
}

/** What the fields say, as the contract writes it: two that say the same are equal. */
function said(draft: Draft): Readonly<Record<FieldName, unknown>> {
  const text = (value: string) => value.trim() || null;
  const list = (value: string) => [...linesOf(value)];
  return {
    display_name: draft.display_name.trim(),
    kana: text(draft.kana), alias: text(draft.alias), romaji: text(draft.romaji),
    legal_name: text(draft.legal_name), birth_date: text(draft.birth_date), sex: text(draft.sex),
    allergies: list(draft.allergies), adverse_reactions: list(draft.adverse_reactions), history: list(draft.history),
    long_term_illness: text(draft.long_term_illness), listed_disability: text(draft.listed_disability),
    pregnancy_due_on: text(draft.pregnancy_due_on), blood_type: bloodOf(draft), emergency_contacts: contactsOf(draft.emergency_contacts),
  };
}

/** The fields in which two say something else. */
export function differing(one: Draft, other: Draft): readonly FieldName[] {
  const [left, right] = [said(one), said(other)];
  return (Object.keys(left) as FieldName[]).filter((field) => JSON.stringify(left[field]) !== JSON.stringify(right[field]));
}

/** Only what changed: what is absent stays, `null` clears. */
export function changesOf(before: Draft, draft: Draft): UpdateResidentInput {
  const now = said(draft);
  const changed = differing(before, draft);
  const among = (names: readonly FieldName[]) => Object.fromEntries(names.filter((name) => changed.includes(name)).map((name) => [name, now[name]]));
  const identity = among([...READINGS, ...VOUCHED]);
  const profile: ProfileChange = among([...LISTS, ...LINES, "pregnancy_due_on", "blood_type", "emergency_contacts"]);
  return {
    ...(changed.includes("display_name") && { display_name: draft.display_name.trim() }),
    ...(Object.keys(identity).length > 0 && { identity }),
    ...(Object.keys(profile).length > 0 && { profile }),
  };
}

/** What the person typed over what the server says meanwhile: fields that the person left alone follow the server. */
export function over(before: Draft, draft: Draft, fresh: Draft): Draft {
  const touched = differing(before, draft);
  const kept = (Object.keys(fresh) as (keyof Draft)[]).filter((key) => touched.includes(key === "abo" || key === "rh" ? "blood_type" : key));
  return { ...fresh, ...Object.fromEntries(kept.map((key) => [key, draft[key]])) };
}

/** What is to be looked at before it can be kept. */
export function problemsOf(draft: Draft): readonly FieldProblem[] {
  const problems: FieldProblem[] = [];
  if (draft.display_name.trim() === "") problems.push({ field: "display_name", what: "empty" });
  for (const field of LISTS) {
    const lines = linesOf(draft[field]);
    if (lines.some((line) => [...line].length > LONGEST)) problems.push({ field, what: "long" });
    if (lines.length > MOST[field]) problems.push({ field, what: "many" });
  }
  if (draft.abo !== "unknown" && draft.rh === "") problems.push({ field: "blood_type", what: "rh" });
  draft.emergency_contacts.forEach(({ name, relation, phone }, index) => {
    if ([name, relation, phone].every((part) => part.trim() === "")) return;
    if (name.trim() === "") problems.push({ field: "emergency_contacts", place: { index, part: "name" }, what: "contact" });
    if (phone.trim() === "") problems.push({ field: "emergency_contacts", place: { index, part: "phone" }, what: "contact" });
  });
  return problems;
}

const POINTER = /^\/(?:identity\/|profile\/)?(\w+)(?:\/(\d+)(?:\/(\w+))?)?$/;

/** What the API said of fields. Empty people to call are not sent: their places are counted as they were sent. */
export function refusedFields({ errors }: Refusal<string>, draft: Draft): readonly FieldProblem[] {
  const sent = draft.emergency_contacts.flatMap((contact, index) => (contactsOf([contact]).length > 0 ? [index] : []));
  return errors.flatMap(({ pointer, detail }) => {
    const [, name = "", place, part] = POINTER.exec(pointer) ?? [];
    const field = [...VOUCHED, ...FIELDS].find((one) => one === name);
    if (field === undefined) return [];
    const index = place === undefined ? undefined : sent[Number(place)];
    const of: FieldProblem["place"] = field === "emergency_contacts" && index !== undefined ? { index, part: part === "relation" || part === "phone" ? part : "name" } : undefined;
    return [{ field, place: of, what: { said: detail } }];
  });
}

/** In the order in which they stand. */
export const FIELDS: readonly FieldName[] = ["display_name", ...READINGS, ...LISTS, ...LINES, "pregnancy_due_on", "blood_type", "emergency_contacts"];
