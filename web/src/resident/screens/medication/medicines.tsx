/** `/medicines`: the medicine notebook: what to take care of, the year on one screen, then each sheet. */
import type { Drug, Group, ListMedicationsOutput, MedicationEntry, StandingAlert } from "../../../api/index.js";
import { Alerts } from "../../../components/alerts.js";
import { Badge } from "../../../components/badge.js";
import { Card } from "../../../components/card.js";
import { Empty } from "../../../components/empty.js";
import { Lanes } from "../../../components/lanes.js";
import { Row, Rows } from "../../../components/row.js";
import { Tile, Tiles } from "../../../components/tile.js";
import { useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { noon } from "../../../words/dates.js";
import { medicationWords } from "../../../words/medication/index.js";
import type { MedicationWords } from "../../../words/medication/ja.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { usePerson } from "../../person.js";
import { medicineYears, monthsBefore } from "./year.js";

export default function Medicines() {
  const { say, plain } = useWords();
  const { medicines } = useLexicon(medicationWords);
  const { residentId } = usePerson();
  const list = useRead("list-medications", { resident_id: residentId });
  return (
    <Page title={medicines.title}>
      <Answered read={list} rows={6}>
        {(value) => (
          <>
            <Caution value={value} />
            <Tiles label={plain(medicines.alarms)}><Tile href="/alarms" icon="bell">{say(medicines.openAlarms)}</Tile></Tiles>
            {value.items.length === 0
              ? <Empty icon="pill" title={say(medicines.none)}>{say(medicines.noneText)}</Empty>
              : <><Year items={value.items} />{byMonth(value.items).map((month, index, all) => <Month key={month[0]?.dispensed_on} entries={month} withYear={yearOf(month) !== yearOf(all[index - 1])} />)}</>}
          </>
        )}
      </Answered>
    </Page>
  );
}

function Caution({ value }: { value: ListMedicationsOutput }) {
  const { words, say, plain } = useWords();
  const { medicines } = useLexicon(medicationWords);
  const notes = [...(value.patient_notes?.allergies ?? []), ...(value.patient_notes?.adverse_reactions ?? [])];
  const items = [
    ...(notes.length > 0 ? [{ title: say(medicines.allergies(notes.length)), text: notes.join(words.separator) }] : []),
    ...value.alerts.map((alert) => {
      const name = drugOf(alert, value.items);
      return { title: say(titleOf(alert, medicines)), text: <>{name && <>{name}<br /></>}{say(medicines.ask)}</> };
    }),
  ];
  return items.length === 0 ? null : <Alerts label={plain(medicines.caution)} items={items} />;
}

function Year({ items }: { items: readonly MedicationEntry[] }) {
  const { say, plain, dates } = useWords();
  const { medicines } = useLexicon(medicationWords);
  const today = new Date();
  const years = medicineYears(items, today);
  if (years.length === 0) return null;
  return (
    <Card title={say(medicines.year)} aside={<span class="second">{say(medicines.kinds(years.length))}</span>}>
      <Lanes
        months={monthsBefore(today).map((month) => plain(dates.month(month)))}
        lanes={years.map(({ name, parts, days, now }) => ({
          key: name, name, parts, said: <>{now && <>{say(medicines.now)}{days > 0 && "・"}</>}{days > 0 && say(medicines.days(days))}</>,
        }))}
      />
    </Card>
  );
}

function Month({ entries, withYear }: { entries: readonly MedicationEntry[]; withYear: boolean }) {
  const { say, dates } = useWords();
  const { medicines } = useLexicon(medicationWords);
  const month = noon(entries[0]?.dispensed_on ?? "");
  return (
    <Card flush title={<span>{withYear && <>{say(dates.year(month))} </>}{say(dates.month(month))}</span>}>
      <Rows>
        {entries.map((entry) => (
          <li key={entry.id}>
            <Row
              title={<>{say(dates.day(noon(entry.dispensed_on)))} <span class="name">{entry.pharmacy.name ?? (entry.kind === "otc" && say(medicines.otc))}</span></>}
              sub={[entry.prescriber.institution, entry.prescriber.doctor].filter(Boolean).join(" ")}
            >
              {entry.groups.flatMap((group) => group.drugs.map((drug) => (
                <span key={`${group.rp}${drug.name}`} class="drugline"><strong>{drug.name}</strong><span class="second"><Amount drug={drug} />{usageOf(group)}</span></span>
              )))}
              {entry.owner === "unconfirmed" && <span><Badge kind="warn" icon="warn">{say(medicines.unconfirmed)}</Badge></span>}
              {entry.concealed && <span><Badge kind="quiet" icon="lock">{say(medicines.concealed)}</Badge></span>}
            </Row>
          </li>
        ))}
      </Rows>
    </Card>
  );
}

/** A quantity in the meaning that the sheet gives it; nothing where it gives none. */
function Amount({ drug: { quantity, quantity_basis, unit } }: { drug: Drug }) {
  const { say } = useWords();
  const { medicines } = useLexicon(medicationWords);
  if (quantity === null) return null;
  const [start, end] = { per_day: medicines.perDay, per_use: medicines.perUse, total: medicines.total, unknown: ["", ""] as const }[quantity_basis];
  return <>{say(start)}{quantity}{unit}{say(end)}</>;
}

function usageOf({ usage_text, supply_count, supply_unit }: Group): string {
  // 調剤 counts nothing that the person takes.
  return [usage_text, supply_count !== null && supply_unit !== null && supply_unit !== "調剤" && `${supply_count}${supply_unit}`].filter(Boolean).map((text) => `・${text}`).join("");
}

function titleOf({ code }: StandingAlert, medicines: MedicationWords["medicines"]): string {
  return { duplicate_ingredient: medicines.duplicate, allergy_match: medicines.allergy, patient_mismatch: medicines.other }[code];
}

function drugOf({ drug }: StandingAlert, items: readonly MedicationEntry[]): string | undefined {
  return drug === null ? undefined : items.find(({ id }) => id === drug.dispensing_id)?.groups[drug.group]?.drugs[drug.drug]?.name;
}

function yearOf(month: readonly MedicationEntry[] | undefined): string | undefined {
  return month?.[0]?.dispensed_on.slice(0, 4);
}

function byMonth(items: readonly MedicationEntry[]): readonly (readonly MedicationEntry[])[] {
  const months = new Map<string, MedicationEntry[]>();
  for (const entry of items) {
    const month = entry.dispensed_on.slice(0, 7);
    months.set(month, [...(months.get(month) ?? []), entry]);
  }
  return [...months.values()];
}
