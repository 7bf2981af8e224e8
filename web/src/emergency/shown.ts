/** The card as it is read in a hurry: who, what harms, what is taken, whom to call. */
import type { OpenedEmergencyCard } from "../api/contract.js";
import type { Part } from "./dom.js";
import { LABELS, type Pair } from "./words.js";

const TOKYO = { timeZone: "Asia/Tokyo" } as const;
const japanese = new Intl.DateTimeFormat("ja-JP", { ...TOKYO, year: "numeric", month: "long", day: "numeric" });
const era = new Intl.DateTimeFormat("ja-JP-u-ca-japanese", { ...TOKYO, era: "long", year: "numeric" });
const english = new Intl.DateTimeFormat("en-GB", { ...TOKYO, year: "numeric", month: "short", day: "numeric" });

const noon = (on: string) => new Date(`${on}T12:00:00+09:00`);

/** A day of Japan, of a day or of an instant. */
function day(at: string): Pair {
  const when = at.length === 10 ? noon(at) : new Date(at);
  return [japanese.format(when), english.format(when)];
}

const beside = (label: Pair, [ja, en]: Pair, between = " "): Pair => [`${label[0]}${between}${ja}`, `${label[1]}${between}${en}`];

/** When a part was last changed, where that is known. */
function changed(at: string | null): readonly Part[] {
  return at === null ? [] : [{ tag: "p", kind: "small", text: beside(LABELS.changed, day(at)) }];
}

function part(title: Pair, kind: string, parts: readonly Part[]): Part {
  return { tag: "section", kind, parts: [{ tag: "h2", text: title }, ...parts] };
}

type Entries = OpenedEmergencyCard["allergies"];

/** A list; that nothing stands there is not said as if there were nothing, and not at all where not everything was looked through. */
function list(items: readonly Part[], isCut: boolean): readonly Part[] {
  const more: readonly Part[] = isCut ? [{ tag: "p", text: LABELS.more }] : [];
  if (items.length > 0) return [{ tag: "ul", parts: items }, ...more];
  return isCut ? more : [{ tag: "p", kind: "none", text: LABELS.none }];
}

function entries({ items, is_cut }: Entries): readonly Part[] {
  return list(items.map((own) => ({ tag: "li", own })), is_cut);
}

/** The number that is dialled: digits of a Japanese keyboard are digits. */
function call(phone: string): string | undefined {
  const digits = phone.normalize("NFKC").replace(/[^+\d]/g, "");
  return /\d/.test(digits) ? `tel:${digits}` : undefined;
}

/** With the year of both calendars, and the age. */
function born(birth: string, age: number | null): Pair {
  const [ja, en] = day(birth);
  const year = era.format(noon(birth));
  return age === null ? [`${ja}(${year})`, en] : [`${ja}(${year}) ${age}${LABELS.age[0]}`, `${en}, ${age} ${LABELS.age[1]}`];
}

function who({ legal_name, display_name, kana, is_proved, birth_date, age, sex, blood_type, changed: at }: OpenedEmergencyCard): readonly Part[] {
  const blood: Pair = blood_type === "unknown" ? LABELS.unknown : [blood_type, blood_type];
  return [
    { tag: "h1", own: legal_name ?? display_name ?? "" },
    ...(kana === null ? [] : [{ tag: "p" as const, own: kana }]),
    { tag: "p", kind: "small", text: is_proved && legal_name !== null ? LABELS.proved : LABELS.unproved },
    { tag: "p", text: beside(LABELS.born, birth_date === null ? LABELS.unknown : born(birth_date, age)) },
    { tag: "p", text: beside(LABELS.sex, sex === null ? LABELS.unknown : LABELS[sex]) },
    { tag: "p", text: beside(LABELS.blood, blood) },
    ...changed(at.blood_type),
  ];
}

function medicines({ items, is_cut }: OpenedEmergencyCard["medicines"]): readonly Part[] {
  const one = ({ name, directions, dispensed_on }: (typeof items)[number]): Part => ({
    tag: "li",
    parts: [
      { tag: "p", own: name },
      ...(directions === null ? [] : [{ tag: "p" as const, kind: "small", own: directions }]),
      ...(directions?.endsWith("…") ? [{ tag: "p" as const, kind: "small", text: LABELS.longer }] : []),
      { tag: "p", kind: "small", text: beside(LABELS.dispensed, day(dispensed_on)) },
    ],
  });
  return list(items.map(one), is_cut);
}

function contacts(all: OpenedEmergencyCard["emergency_contacts"]): readonly Part[] {
  if (all.length === 0) return [{ tag: "p", kind: "none", text: LABELS.none }];
  return all.map(({ name, relation, phone }): Part => {
    const href = call(phone);
    const parts: readonly Part[] = [{ tag: "p", own: relation ? `${name}(${relation})` : name }, { tag: "p", kind: "number", own: phone }];
    return href === undefined ? { tag: "section", kind: "contact", parts } : { tag: "a", kind: "call", href, parts };
  });
}

/** All of it, in the order in which it is needed. */
export function shown(card: OpenedEmergencyCard): readonly Part[] {
  const { changed: at } = card;
  return [
    { tag: "section", kind: "who", parts: who(card) },
    part(LABELS.allergies, "harms", [...entries(card.allergies), ...changed(at.allergies)]),
    part(LABELS.reactions, "harms", [...entries(card.adverse_reactions), ...changed(at.adverse_reactions)]),
    ...(card.pregnancy_due_on === null ? [] : [part(beside(LABELS.pregnancy, day(card.pregnancy_due_on)), "harms", changed(at.pregnancy_due_on))]),
    ...(card.long_term_illness === null ? [] : [part(LABELS.illness, "plain", [{ tag: "p", own: card.long_term_illness }, ...changed(at.long_term_illness)])]),
    part(LABELS.medicines, "plain", medicines(card.medicines)),
    part(LABELS.contacts, "plain", [...contacts(card.emergency_contacts), ...changed(at.emergency_contacts)]),
    { tag: "p", text: LABELS.source },
    { tag: "p", text: LABELS.told },
  ];
}
