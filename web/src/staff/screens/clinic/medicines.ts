/** Which medicines are taken today, as far as their sheets tell, and which of them an alert names. */
import type { AlertCode, AlertWith, Drug, DrugRef, Group, OpenedMedicine, StandingAlert, TimelineReference } from "../../../api/index.js";
import { daysFrom } from "../../../words/days.js";

/** A medicine that is taken now. */
export interface CurrentMedicine {
  readonly key: string;
  readonly entry: OpenedMedicine;
  /** Neither stands for a medicine that was bought without prescription. */
  readonly group?: Group;
  readonly drug?: Drug;
  readonly name: string;
  /** Days after today for which it lasts; `undefined` where the sheet does not tell. */
  readonly daysLeft: number | undefined;
  readonly isNew: boolean;
  readonly marks: readonly AlertCode[];
}

/** What counts no days (as needed, for the skin) is shown for so long after it was dispensed. */
const WITHOUT_DAYS = 60;

/** The medicines of today, newest sheet first. `today`: the day in Japan. */
export function currentMedicines(entries: readonly OpenedMedicine[], alerts: readonly StandingAlert[], fresh: readonly TimelineReference[], today: string): readonly CurrentMedicine[] {
  const isNew = (id: string) => fresh.some((one) => one.kind === "dispensing" && one.id === id);
  return entries.flatMap((entry): readonly CurrentMedicine[] => {
    const since = daysFrom(entry.otc?.started_on ?? entry.dispensed_on, today);
    if (since < 0) return [];
    const { otc } = entry;
    const bought: readonly CurrentMedicine[] = otc !== undefined && lasts(otc.ended_on === null ? undefined : daysFrom(today, otc.ended_on), since)
      ? [{ key: entry.id, entry, name: otc.name, daysLeft: otc.ended_on === null ? undefined : daysFrom(today, otc.ended_on), isNew: isNew(entry.id), marks: marksOf(alerts, (part) => "place" in part && part.place === "notebook" && part.id === entry.id) }]
      : [];
    const prescribed = entry.groups.flatMap((group, groupAt) => {
      const days = group.supply_unit === "日分" && group.supply_count !== null ? group.supply_count - since - 1 : undefined;
      if (!lasts(days, since)) return [];
      return group.drugs.map((drug, drugAt): CurrentMedicine => ({
        key: `${entry.id}/${groupAt}/${drugAt}`, entry, group, drug, name: drug.name, daysLeft: days, isNew: isNew(entry.id),
        marks: marksOf(alerts, (part) => "dispensing_id" in part && isDrug(part, entry.id, groupAt, drugAt)),
      }));
    });
    return [...bought, ...prescribed];
  });
}

/** The names of what an alert is about, as far as they are shown. */
export function namesOf(alert: StandingAlert, entries: readonly OpenedMedicine[]): readonly string[] {
  const nameOf = (part: DrugRef | AlertWith | null | undefined): string | undefined => {
    if (part === null || part === undefined || "kind" in part) return undefined;
    if ("dispensing_id" in part) return entries.find(({ id }) => id === part.dispensing_id)?.groups[part.group]?.drugs[part.drug]?.name;
    return part.place === "notebook" ? entries.find(({ id }) => id === part.id)?.otc?.name : undefined;
  };
  return [...new Set([alert.drug, alert.otc, alert.with].map(nameOf).filter((name) => name !== undefined))];
}

/** Where what an alert is about was handed out, as `say` says it of an entry. */
export function sourcesOf(alert: StandingAlert, entries: readonly OpenedMedicine[], say: (entry: OpenedMedicine) => string | undefined): readonly string[] {
  return [...new Set(alert.medication_ids.map((wanted) => entries.find(({ id }) => id === wanted)).map((entry) => entry && say(entry)).filter((name) => name !== undefined))];
}

/** By whom an entry came: typed into the notebook, written on a sheet by somebody who is no professional, or of a pharmacy's or a clinic's own record. */
export type Entered = "byHand" | "ofPatient" | "ofOther" | "sheet" | "pharmacy" | "mynaportal";

export function enteredBy({ source, author, otc }: Pick<OpenedMedicine, "source" | "author" | "otc">): Entered {
  if (source === "manual") return "byHand";
  if (source !== "qr") return source;
  const wrote = otc?.author ?? author;
  return wrote === "patient" ? "ofPatient" : wrote === "other" ? "ofOther" : "sheet";
}

/** Whether no professional's record says it: what the person typed is not what was handed out. */
export function isOwnWord(entered: Entered): entered is "byHand" | "ofPatient" | "ofOther" {
  return entered === "byHand" || entered === "ofPatient" || entered === "ofOther";
}

/** Most characters of the list of such entries in the text for the chart. */
const MOST_TYPED = 300;

/** Day and medicines of what no professional's record says, for a text in which nothing else tells them from what was dispensed; empty where there is none. */
export function ownWords(entries: readonly OpenedMedicine[]): string {
  const all = entries.filter((entry) => isOwnWord(enteredBy(entry))).map((entry) => [entry.dispensed_on, ...(entry.otc ? [entry.otc.name] : []), ...entry.groups.flatMap(({ drugs }) => drugs.map(({ name }) => name))].join(" "));
  const shown: string[] = [];
  for (const one of all) {
    if (shown.join("、").length + one.length > MOST_TYPED) break;
    shown.push(one);
  }
  return `${shown.join("、")}${shown.length < all.length ? `、ほか${all.length - shown.length}件` : ""}`.replace(/^、/, "");
}

/** Who prescribed, or else who dispensed. */
export function sourceOf(entry: OpenedMedicine | undefined, group?: Group): string | undefined {
  return group?.prescriber?.institution ?? entry?.prescriber.institution ?? entry?.pharmacy.name ?? undefined;
}

function lasts(daysLeft: number | undefined, since: number): boolean {
  return daysLeft === undefined ? since <= WITHOUT_DAYS : daysLeft >= 0;
}

function marksOf(alerts: readonly StandingAlert[], isThis: (part: DrugRef | AlertWith) => boolean): readonly AlertCode[] {
  return [...new Set(alerts.filter(({ drug, otc, with: other }) => [drug, otc, other].some((part) => part !== null && part !== undefined && isThis(part))).map(({ code }) => code))];
}

function isDrug(part: DrugRef, id: string, group: number, drug: number): boolean {
  return part.dispensing_id === id && part.group === group && part.drug === drug;
}
