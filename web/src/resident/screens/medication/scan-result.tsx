/** What a scanned sheet came to: what is in the notebook now, what to look at, whose it is, and what it suggests. */
import { useState } from "preact/hooks";

import type { ScanDispensingOutput } from "../../../api/index.js";
import { ActionBar } from "../../../components/action-bar.js";
import { Banner } from "../../../components/banner.js";
import { Button, ButtonPair } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Row, Rows } from "../../../components/row.js";
import { useRead } from "../../../data/use-read.js";
import { useRoute } from "../../../frame/still-here.js";
import { noon } from "../../../words/dates.js";
import { medicationWords } from "../../../words/medication/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { useHousehold } from "../../person.js";
import { Clashes, Suggested } from "./advice.js";
import { Drugs } from "./drugs.js";
import { type Decided, SheetOwner } from "./sheet-owner.js";

export function ScanResult({ result, another }: { result: ScanDispensingOutput; another: () => void }) {
  const { words, say, plain, dates } = useWords();
  const { scan, sheet } = useLexicon(medicationWords);
  const { person, change } = useHousehold();
  const route = useRoute();
  // What clashes with the sheet may be in the notebook.
  const { value: list } = useRead("list-medications", { resident_id: person.residentId });
  const [decided, setDecided] = useState<Decided>();
  const { dispensings, alerts, notes, warnings, profile_additions: added, sheet_id: sheetId } = result;
  const answer = decided?.kind === "own" ? decided.answer : result;
  const gone = decided !== undefined && decided.kind !== "own";
  const waits = result.owner === "unconfirmed" && decided === undefined;
  const brought = [...added.allergies, ...added.adverse_reactions, ...added.history];
  return (
    <Page
      title={scan.title}
      back="/medicines"
      action={(
        <ActionBar label={plain(words.common.action)}>
          <ButtonPair><Button href="/medicines">{say(scan.openList)}</Button><Button kind="line" onClick={another}>{say(scan.more)}</Button></ButtonPair>
        </ActionBar>
      )}
    >
      {decided?.kind === "deleted" && <Banner kind="ok" title={say(sheet.deleted)} />}
      {decided?.kind === "moved" && (
        <Banner kind="ok" title={<>{say(sheet.movedTo[0])}{decided.to.name}{say(sheet.movedTo[1])}</>}>
          <Button kind="quiet" small onClick={() => { change(decided.to); route("/medicines"); }}>{say(sheet.openTheirs)}</Button>
        </Banner>
      )}
      {!gone && (
        <>
          <Banner kind={waits ? "info" : "ok"} title={say(result.already_registered ? scan.already : waits ? scan.keptApart : scan.registered(dispensings.flatMap(({ groups }) => groups.flatMap(({ drugs }) => drugs)).length))}>
            {result.already_registered ? say(scan.alreadyText) : waits ? undefined : say(scan.registeredText)}
          </Banner>
          {waits && sheetId !== null && <Whose sheetId={sheetId} decided={setDecided} />}
          <Clashes alerts={alerts} around={{ entries: [...dispensings, ...(list?.items ?? [])], notes, patient: list?.patient_notes }} />
          <Card flush title={say(scan.medicines)}>
            <Rows>
              {dispensings.map((one) => (
                <li key={one.id}>
                  <Row href={`/medicines/${one.id}`} title={<>{say(dates.day(noon(one.dispensed_on)))} <span class="name">{one.pharmacy.name}</span></>} sub={[one.prescriber.institution, one.prescriber.doctor].filter(Boolean).join(" ")}>
                    <Drugs groups={one.groups} />
                  </Row>
                </li>
              ))}
            </Rows>
          </Card>
          {brought.length > 0 && <Card title={say(scan.intoProfile)}><p>{brought.join(words.separator)}</p></Card>}
          {answer.links.length > 0 && <Banner title={say(scan.linked)}>{say(scan.linkedText)}</Banner>}
          <Suggested suggestions={answer.suggested_alarms} leftOut={answer.not_suggested} />
          {warnings.length > 0 && (
            <Card title={say(scan.warnings(warnings.length))}>
              <p>{say(scan.compare)}</p>
              <ul class="stack">{warnings.map((warning, index) => <li key={index} class="second">{warning.detail}</li>)}</ul>
            </Card>
          )}
        </>
      )}
    </Page>
  );
}

/** Whose the sheet is, asked with the name that stands on it. */
function Whose({ sheetId, decided }: { sheetId: string; decided: (what: Decided) => void }) {
  const { person } = useHousehold();
  const { value } = useRead("list-sheets", { resident_id: person.residentId });
  const sheet = value?.items.find(({ sheet_id }) => sheet_id === sheetId);
  return <SheetOwner sheetId={sheetId} named={sheet?.named?.name ?? sheet?.named?.kana ?? undefined} open version={sheet && `"${sheet.edit_version}"`} decided={decided} />;
}
