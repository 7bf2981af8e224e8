/** A medicine as it is typed, and as the API takes it. */
import type { AddMedicationInput, MedicationEntry, Problem, TypedGroup, UpdateMedicationInput } from "../../../api/index.js";
import { splitAmount } from "../../typed-amount.js";

/** One medicine with its usage. */
export interface Line {
  readonly name: string;
  readonly quantity: string;
  readonly unit: string;
  readonly usage: string;
  readonly days: string;
  /** What it was before it was changed here: what the form does not show stays. */
  readonly before?: TypedGroup;
}

export interface Draft {
  readonly kind: MedicationEntry["kind"];
  readonly day: string;
  readonly pharmacy: string;
  readonly institution: string;
  readonly doctor: string;
  readonly lines: readonly Line[];
  readonly otcName: string;
  readonly jan: string;
  readonly started: string;
  readonly ended: string;
  readonly remark: string;
}

export const LINE: Line = { name: "", quantity: "", unit: "", usage: "", days: "" };

export function blank(today: string): Draft {
  return { kind: "dispensing", day: today, pharmacy: "", institution: "", doctor: "", lines: [LINE], otcName: "", jan: "", started: today, ended: "", remark: "" };
}

/** An entry as the form shows it: each medicine on a line of its own. */
export function draftOf(entry: MedicationEntry): Draft {
  const { kind, dispensed_on, pharmacy, prescriber, groups, otc, remark = "" } = entry;
  return {
    kind, day: dispensed_on, pharmacy: pharmacy.name ?? "", institution: prescriber.institution ?? "", doctor: prescriber.doctor ?? "",
    lines: groups.flatMap((group) => group.drugs.map(({ name, quantity, quantity_basis, unit, code, generic_name, generic_name_code, notes }): Line => ({
      name, quantity: quantity === null ? "" : String(quantity), unit: unit ?? "", usage: group.usage_text ?? "", days: group.supply_count === null ? "" : String(group.supply_count),
      before: {
        dosage_form: group.dosage_form, notes: group.notes, supply_unit: group.supply_unit, rp: group.rp,
        drugs: [{ name, quantity_basis: quantity === null ? null : quantity_basis, code, generic_name, generic_name_code, notes }],
      },
    }))),
    otcName: otc?.name ?? "", jan: otc?.jan ?? "", started: otc?.started_on ?? "", ended: otc?.ended_on ?? "", remark,
  };
}

/** What is to be looked at: the field's id, and which word says what to do. */
export interface Wrong {
  readonly field: string;
  readonly word?: "name" | "day" | "number" | "jan" | "ended";
  /** What the API says, where it was the API. */
  readonly text?: string;
}

/** The contract's limits, so that a slip is said at once. */
export function wrongOf({ kind, day, lines, otcName, jan, started, ended }: Draft): readonly Wrong[] {
  if (kind === "otc") {
    return [
      ...(otcName.trim() === "" ? [{ field: "otc-name", word: "name" as const }] : []),
      ...(jan !== "" && !/^([0-9]{8}|[0-9]{13})$/.test(jan) ? [{ field: "jan", word: "jan" as const }] : []),
      ...(started !== "" && ended !== "" && ended < started ? [{ field: "ended", word: "ended" as const }] : []),
    ];
  }
  return [
    ...(day === "" ? [{ field: "day", word: "day" as const }] : []),
    ...lines.flatMap(({ name, quantity, unit, days }, index) => [
      ...(name.trim() === "" ? [{ field: `name-${index}`, word: "name" as const }] : []),
      ...(quantity.trim() !== "" && amountOf(quantity, unit) === undefined ? [{ field: `quantity-${index}`, word: "number" as const }] : []),
      ...(days.trim() !== "" && daysOf(days) === undefined ? [{ field: `days-${index}`, word: "number" as const }] : []),
    ]),
  ];
}

/** What the API says of fields, at these fields; what is of none of them stays outside. */
export function refusedFields(errors: readonly Problem["errors"][number][]): readonly Wrong[] {
  return errors.flatMap(({ pointer, detail }): Wrong[] => {
    const field = fieldAt(pointer);
    return field === undefined ? [] : [{ field, text: detail }];
  });
}

function fieldAt(pointer: string): string | undefined {
  const [, line, part = ""] = /^\/groups\/(\d+)(\/.*)?$/.exec(pointer) ?? [];
  if (line !== undefined) return `${/quantity|unit/.test(part) ? "quantity" : /supply/.test(part) ? "days" : /usage/.test(part) ? "usage" : "name"}-${line}`;
  const fixed: Readonly<Record<string, string>> = {
    "/dispensed_on": "day", "/pharmacy/name": "pharmacy", "/prescriber/institution": "institution", "/prescriber/doctor": "doctor", "/remark": "remark",
    "/otc/name": "otc-name", "/otc/jan": "jan", "/otc/started_on": "started", "/otc/ended_on": "ended",
  };
  return fixed[pointer];
}

export function addedFrom(draft: Draft): AddMedicationInput {
  const remark = draft.remark.trim() === "" ? {} : { remark: draft.remark.trim() };
  if (draft.kind === "otc") return { otc: { name: draft.otcName.trim(), ...filled("jan", draft.jan), ...filled("started_on", draft.started), ...filled("ended_on", draft.ended) }, ...remark };
  const institution = filled("institution", draft.institution);
  const doctor = filled("doctor", draft.doctor);
  return {
    dispensed_on: draft.day,
    groups: draft.lines.map(groupOf),
    ...(draft.pharmacy.trim() !== "" && { pharmacy: { name: draft.pharmacy.trim() } }),
    ...("institution" in institution || "doctor" in doctor ? { prescriber: { ...institution, ...doctor } } : {}),
    ...remark,
  };
}

/** Only what differs from how it was: what is absent stays. */
export function changesOf(before: Draft, after: Draft): UpdateMedicationInput {
  const differs = (...names: readonly (keyof Draft)[]) => names.some((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  const or = (text: string) => (text.trim() === "" ? null : text.trim());
  return {
    ...(differs("remark") && { remark: or(after.remark) }),
    ...(after.kind === "dispensing" && differs("day") && { dispensed_on: after.day }),
    ...(after.kind === "dispensing" && differs("lines") && { groups: after.lines.map(groupOf) }),
    ...(differs("pharmacy") && { pharmacy: { name: or(after.pharmacy) } }),
    ...(differs("institution", "doctor") && { prescriber: { institution: or(after.institution), doctor: or(after.doctor) } }),
    ...(differs("otcName", "jan", "started", "ended") && { otc: { name: after.otcName.trim(), jan: or(after.jan), started_on: or(after.started), ended_on: or(after.ended) } }),
  };
}

function groupOf({ name, quantity, unit, usage, days, before }: Line): TypedGroup {
  const [drug] = before?.drugs ?? [];
  const [amount, supply] = [amountOf(quantity, unit), daysOf(days)];
  const of = unit.trim() || (amount?.unit ?? "");
  return {
    ...before,
    ...(usage.trim() !== "" ? { usage_text: usage.trim() } : {}),
    ...(supply ? { supply_count: supply.count, supply_unit: supply.said ? "日分" : (before?.supply_unit ?? "日分") } : { supply_count: null, supply_unit: null }),
    drugs: [{
      ...drug, name: name.trim(),
      ...(amount ? { quantity: amount.number, quantity_basis: drug?.quantity_basis ?? "per_day" } : { quantity: null, quantity_basis: null }),
      ...(of !== "" ? { unit: of } : {}),
    }],
  };
}

function filled<Name extends string>(name: Name, text: string): { readonly [Key in Name]?: string } {
  return text.trim() === "" ? {} : ({ [name]: text.trim() } as { readonly [Key in Name]: string });
}

const PARTS: Readonly<Record<string, number>> = { 半: 0.5, 半分: 0.5, "1/2": 0.5, "1/4": 0.25, "3/4": 0.75 };

/** An amount as people write it: 2, 1.5, 1/2, 2錠, 半錠. What stands behind the number is its unit; where another one was chosen beside it, it is not understood. */
function amountOf(text: string, chosen: string): { readonly number: number; readonly unit: string } | undefined {
  const { number = "", unit = "" } = splitAmount(text) ?? {};
  if (!/^(\d{1,6}(\.\d{1,5})?|[13]\/[24]|半分?)$/.test(number) || (unit !== "" && chosen.trim() !== "" && half(chosen) !== unit)) return undefined;
  const value = PARTS[number] ?? Number(number);
  return Number.isNaN(value) ? undefined : { number: value, unit };
}

/** Days for which there is enough: 14, 14日, 14日分, and whether it was said that they are days. Something else than days is not understood. */
function daysOf(text: string): { readonly count: number; readonly said: boolean } | undefined {
  const [, number, days = ""] = /^(\d{1,3})\s*(日|日分|日間)?$/.exec(half(text)) ?? [];
  return number === undefined ? undefined : { count: Number(number), said: days !== "" };
}

/** The digits below a bar code, which are printed in groups. */
export function janOf(text: string): string {
  return half(text).replace(/[\s\u2010-\u2015\u2212\u30fc-]/g, "");
}

/** Digits of a Japanese keyboard are digits. */
function half(text: string): string {
  return text.normalize("NFKC").trim();
}
