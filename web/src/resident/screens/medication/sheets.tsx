/** `/medicines/sheets`: the sheets that were scanned, whose they are, and what each brought. */
import { useState } from "preact/hooks";

import type { ListMedicationsOutput, Sheet } from "../../../api/index.js";
import { Badge } from "../../../components/badge.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Empty } from "../../../components/empty.js";
import { usePages, useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { More } from "../../../frame/more.js";
import { useRoute } from "../../../frame/still-here.js";
import { noon } from "../../../words/dates.js";
import { medicationWords } from "../../../words/medication/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { mayManage, mayRecord, useHousehold, usePerson } from "../../person.js";
import { medicinesOf } from "./names.js";
import { type Decided, SheetOwner } from "./sheet-owner.js";

export default function Sheets() {
  const { say } = useWords();
  const { sheet: said, medicines } = useLexicon(medicationWords);
  const { person, change } = useHousehold();
  const route = useRoute();
  const list = usePages("list-sheets", { resident_id: person.residentId });
  const { value: entries } = useRead("list-medications", { resident_id: person.residentId });
  const [done, setDone] = useState<Decided>();
  return (
    <Page title={said.title} back="/medicines">
      {done?.kind === "own" && <Banner kind="ok" title={say(said.ownNow)} />}
      {done?.kind === "deleted" && <Banner kind="ok" title={say(said.deleted)} />}
      {done?.kind === "moved" && (
        <Banner kind="ok" title={<>{say(said.movedTo[0])}{done.to.name}{say(said.movedTo[1])}</>}>
          <Button kind="quiet" small onClick={() => { change(done.to); route("/medicines"); }}>{say(said.openTheirs)}</Button>
        </Banner>
      )}
      <Answered read={list}>
        {({ items }) => (
          <>
            {items.length === 0 && <Empty icon="qr" title={say(said.none)} action={mayRecord(person, "medication") && <Button icon="qr" href="/medicines/scan">{say(medicines.scan)}</Button>}>{say(said.noneText)}</Empty>}
            {items.map((sheet) => <One key={sheet.sheet_id} sheet={sheet} entries={entries} decided={setDone} />)}
          </>
        )}
      </Answered>
      <More pages={list} />
    </Page>
  );
}

function One({ sheet, entries, decided }: { sheet: Sheet; entries: ListMedicationsOutput | undefined; decided: (what: Decided) => void }) {
  const { words, say, dates } = useWords();
  const { sheet: said } = useLexicon(medicationWords);
  const [opened, setOpened] = useState(false);
  const manages = mayManage(usePerson(), "medication");
  const mine = sheet.owner === "resident";
  const brought = sheet.medication_ids.map((id) => entries?.items.find((entry) => entry.id === id)).filter((entry) => entry !== undefined);
  const named = sheet.named?.name ?? sheet.named?.kana ?? undefined;
  const scanned = new Date(sheet.scanned_at);
  return (
    <Card title={<span>{say(dates.day(scanned))} {dates.time(scanned)} {say(said.scanned)}</span>}>
      <div class="stack">
        {mine && <p><Badge kind="ok" icon="check">{say(said.counts)}</Badge></p>}
        {named !== undefined && <p>{say(said.named[0])}<span class="name strong">{named}</span>{say(said.named[1])}</p>}
        <ul>{brought.map((entry) => <li key={entry.id}><a class="hit" href={`/medicines/${entry.id}`}>{say(dates.day(noon(entry.dispensed_on)))} {medicinesOf(entry).join(words.separator)}</a></li>)}</ul>
        {brought.length < sheet.medication_ids.length && <p class="second">{say(said.older(sheet.medication_ids.length - brought.length))}</p>}
        {sheet.doubts.length > 0 && <p class="second">{say(said.doubts)}</p>}
        {(!mine || opened) && <SheetOwner sheetId={sheet.sheet_id} open={!mine} version={`"${sheet.edit_version}"`} decided={decided} />}
        {mine && manages && !opened && <Button kind="quiet" small onClick={() => setOpened(true)}>{say(said.change)}</Button>}
      </div>
    </Card>
  );
}
