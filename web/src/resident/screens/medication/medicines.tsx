/** `/medicines`: the medicine notebook: what to take care of, the year on one screen, then each sheet. */
import { useState } from "preact/hooks";

import type { ListMedicationsOutput, MedicationEntry } from "../../../api/index.js";
import { Alerts } from "../../../components/alerts.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Empty } from "../../../components/empty.js";
import { Lanes } from "../../../components/lanes.js";
import { SearchField } from "../../../components/search-field.js";
import { Segment } from "../../../components/segment.js";
import { Tile, Tiles } from "../../../components/tile.js";
import { usePages } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { More } from "../../../frame/more.js";
import { noon } from "../../../words/dates.js";
import { medicationWords } from "../../../words/medication/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { mayRecord, usePerson } from "../../person.js";
import { useMinute } from "../../use-minute.js";
import { EntryRows } from "./entry-rows.js";
import { subjectsOf } from "./names.js";
import { daysOf, groupsOf, has, isNow, medicineYears, monthsBefore, type Order } from "./year.js";

export default function Medicines() {
  const { say, plain } = useWords();
  const { medicines } = useLexicon(medicationWords);
  const person = usePerson();
  const [yearsAgo, setYearsAgo] = useState(0);
  const today = useMinute();
  const days = daysOf(yearsAgo, today);
  const list = usePages("list-medications", { resident_id: person.residentId }, days);
  const records = mayRecord(person, "medication");
  return (
    <Page title={medicines.title}>
      {records && <Button block icon="qr" href="/medicines/scan">{say(medicines.scan)}</Button>}
      <Answered read={list} rows={6}>
        {(value) => (
          <>
            {yearsAgo === 0 && <Caution value={value} />}
            {yearsAgo === 0 && <TakenBack value={value} />}
            {value.items.length === 0 && yearsAgo === 0
              ? <Empty icon="pill" title={say(medicines.none)}>{say(medicines.noneText)}</Empty>
              : <Entries key={yearsAgo} value={value} end={days?.to === undefined ? today : noon(days.to)} current={yearsAgo === 0} />}
            <More pages={list} />
          </>
        )}
      </Answered>
      <nav class="btn-pair btn-pair--even" aria-label={plain(medicines.years)}>
        <Button kind="line" small onClick={() => setYearsAgo(yearsAgo + 1)}>{say(medicines.yearBefore)}</Button>
        {yearsAgo > 0 && <Button kind="line" small onClick={() => setYearsAgo(0)}>{say(medicines.thisYear)}</Button>}
      </nav>
      <Tiles label={plain(medicines.acts)}>
        <Tile href="/medicines/doses" icon="pill">{say(medicines.doses)}</Tile>
        <Tile href="/medicines/show" icon="qr">{say(medicines.show)}</Tile>
        <Tile href="/alarms" icon="bell">{say(medicines.alarms)}</Tile>
        {records && <Tile href="/medicines/new" icon="record">{say(medicines.byHand)}</Tile>}
        <Tile href="/medicines/sheets" icon="memo">{say(medicines.sheets)}</Tile>
      </Tiles>
    </Page>
  );
}

/** What a pharmacy registered and took back: that it did, and what to do. An answer that was kept from before there was such a thing has none. */
function TakenBack({ value: { retracted = [] } }: { value: Partial<Pick<ListMedicationsOutput, "retracted">> }) {
  const { say, dates } = useWords();
  const { medicines } = useLexicon(medicationWords);
  const [before, after] = medicines.takenBack;
  return (
    <>
      {retracted.map(({ medication_id, institution_name, dispensed_on, retracted_at, reason }) => (
        <Banner key={medication_id} kind="warn" title={<>{say(before)}<span class="name">{institution_name}</span>{say(after)}</>}>
          {say(dates.day(noon(dispensed_on)))} {say(medicines.takenBackOf)} {say(medicines.takenBackWhy[reason])} {say(medicines.takenBackAsk)} <span class="second">{say(dates.day(new Date(retracted_at)))}</span>
        </Banner>
      ))}
    </>
  );
}

function Caution({ value }: { value: ListMedicationsOutput }) {
  const { words, say, plain } = useWords();
  const { medicines } = useLexicon(medicationWords);
  const pending = (value.patient_notes?.pending ?? []).filter(({ list }) => list !== "history").map(({ text }) => text);
  const notes = [...(value.patient_notes?.allergies ?? []), ...(value.patient_notes?.adverse_reactions ?? []), ...pending];
  const around = { entries: value.items, patient: value.patient_notes };
  const items = [
    ...(notes.length > 0 ? [{ title: say(medicines.allergies(notes.length)), text: notes.join(words.separator), href: "/book" }] : []),
    ...value.alerts.map((alert) => {
      const names = subjectsOf(alert, around);
      const sheet = alert.code === "patient_mismatch";
      return {
        title: say({ duplicate_ingredient: medicines.duplicate, allergy_match: medicines.allergy, patient_mismatch: medicines.other }[alert.code]),
        text: <>{names.join(words.separator)}{names.length > 0 && <br />}{say(sheet ? medicines.sayWhose : medicines.ask)}</>,
        href: sheet ? "/medicines/sheets" : "/medicines/alerts",
      };
    }),
  ];
  return (
    <>
      {items.length > 0 && <Alerts label={plain(medicines.caution)} items={items} />}
      {value.known_alerts.length > 0 && <a class="hit" href="/medicines/alerts">{say(medicines.knownAlerts(value.known_alerts.length))}</a>}
    </>
  );
}

/** The year, then each sheet in the order that was chosen, as far as the words that were typed say. */
function Entries({ value, end, current }: { value: ListMedicationsOutput; end: Date; current: boolean }) {
  const { say, plain, dates } = useWords();
  const { medicines } = useLexicon(medicationWords);
  const [order, setOrder] = useState<Order>("day");
  const [wanted, setWanted] = useState("");
  const years = medicineYears(value.items, end);
  const shown = value.items.filter((entry) => has(entry, wanted) && (order !== "now" || isNow(entry, end)));
  const options = [{ value: "day" as const, word: say(medicines.byDay) }, { value: "place" as const, word: say(medicines.byPlace) }, ...(current ? [{ value: "now" as const, word: say(medicines.onlyNow) }] : [])];
  return (
    <>
      <Card title={current ? say(medicines.year) : <>{say(dates.year(end))}{say(medicines.until)}</>} aside={<span class="second">{say(medicines.kinds(years.length))}</span>}>
        {years.length > 0 && (
          <Lanes
            months={monthsBefore(end).map((month) => plain(dates.month(month)))}
            lanes={years.map(({ name, parts, days, now }) => ({
              key: name, name, parts, said: <>{current && now && <>{say(medicines.now)}{days > 0 && "・"}</>}{days > 0 && say(medicines.days(days))}</>,
            }))}
          />
        )}
        <Segment label={plain(medicines.order)} options={options} value={order} onChange={setOrder} />
        <SearchField label={plain(medicines.search)} value={wanted} onInput={setWanted} />
        <p class="sr" role="status">{wanted !== "" || order === "now" ? say(medicines.found(shown.length)) : ""}</p>
      </Card>
      {shown.length === 0 && <p class="second">{say(order === "now" && wanted === "" ? medicines.nothingNow : medicines.nothingFound)}</p>}
      {groupsOf(shown, order).map((group, index, all) => <Group key={group.key} entries={group.entries} order={order} before={all[index - 1]?.entries[0]} />)}
    </>
  );
}

function Group({ entries, order, before }: { entries: readonly MedicationEntry[]; order: Order; before: MedicationEntry | undefined }) {
  const { say, dates } = useWords();
  const { medicines } = useLexicon(medicationWords);
  const [first] = entries;
  if (first === undefined) return null;
  const month = noon(first.dispensed_on);
  const withYear = first.dispensed_on.slice(0, 4) !== before?.dispensed_on.slice(0, 4);
  const title = order === "place"
    ? first.pharmacy.name ?? say(first.kind === "otc" ? medicines.otc : medicines.noPlace)
    : <span>{withYear && <>{say(dates.year(month))} </>}{say(dates.month(month))}</span>;
  return <Card flush title={title}><EntryRows entries={entries} withYear={order === "place"} /></Card>;
}
