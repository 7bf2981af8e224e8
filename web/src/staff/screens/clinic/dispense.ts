/** What a pharmacy registers, as it is scanned or typed, and as the API takes it. */
import type { HandedOut } from "../../../api/index.js";

/** How much of what a form counts. */
export type Form = "oral" | "as_needed" | "external";

export const FORMS: readonly Form[] = ["oral", "as_needed", "external"];

/** What a supply counts, by form, as sheets say it. */
const SUPPLY = { oral: "日分", as_needed: "回分", external: "調剤" } satisfies Record<Form, string>;

/** One medicine with its usage. */
export interface Line {
  readonly name: string;
  readonly quantity: string;
  readonly unit: string;
  readonly usage: string;
  readonly form: Form;
  readonly count: string;
}

export interface Draft {
  readonly way: "scan" | "typed";
  readonly scanned: string;
  readonly day: string;
  readonly institution: string;
  readonly doctor: string;
  readonly lines: readonly Line[];
}

export const LINE: Line = { name: "", quantity: "", unit: "", usage: "", form: "oral", count: "" };

/** As many as one form shows. */
export const MOST_LINES = 20;

export function blank(today: string): Draft {
  return { way: "scan", scanned: "", day: today, institution: "", doctor: "", lines: [LINE] };
}

export function isBlank({ scanned, institution, doctor, lines }: Draft): boolean {
  return [scanned, institution, doctor, ...lines.flatMap(({ name, quantity, unit, usage, count }) => [name, quantity, unit, usage, count])].every((text) => text.trim() === "");
}

/** The symbols of a sheet, as a hand scanner types them one after another: each begins with the name of the format. */
export function symbolsOf(text: string): readonly string[] {
  const lines = text.replace(/\r\n?/g, "\n");
  return lines.split(/(?=JAHIS)/).map((part) => part.trim()).filter((part) => part !== "").map((part) => `${part.replaceAll("\n", "\r\n")}\r\n`);
}

export type Missing = "scan" | "day" | `name-${number}` | `quantity-${number}` | `count-${number}`;

/** The first thing that is to be filled in or mended. */
export function missingOf({ way, scanned, day, lines }: Draft): Missing | undefined {
  if (way === "scan") return symbolsOf(scanned).length === 0 ? "scan" : undefined;
  if (day === "") return "day";
  for (const [at, { name, quantity, count }] of lines.entries()) {
    if (name.trim() === "") return `name-${at}`;
    if (quantity.trim() !== "" && numberOf(quantity) === undefined) return `quantity-${at}`;
    if (count.trim() !== "" && !/^[0-9]{1,4}$/.test(folded(count))) return `count-${at}`;
  }
  return undefined;
}

/** As the API takes it. */
export function handedOut({ way, scanned, day, institution, doctor, lines }: Draft): HandedOut {
  if (way === "scan") return { parts: symbolsOf(scanned).map((text) => ({ text })) };
  const or = (text: string) => (text.trim() === "" ? null : text.trim());
  return {
    dispensed_on: day,
    prescriber: { institution: or(institution), doctor: or(doctor) },
    groups: lines.map(({ name, quantity, unit, usage, form, count }) => ({
      usage_text: or(usage), dosage_form: form, supply_count: count.trim() === "" ? null : Number(folded(count)), supply_unit: count.trim() === "" ? null : SUPPLY[form],
      drugs: [{ name: name.trim(), quantity: numberOf(quantity) ?? null, unit: or(unit), notes: [] }], notes: [],
    })),
  };
}

function folded(text: string): string {
  return text.normalize("NFKC").trim();
}

function numberOf(text: string): number | undefined {
  return /^[0-9]{1,6}(\.[0-9]{1,4})?$/.test(folded(text)) ? Number(folded(text)) : undefined;
}
