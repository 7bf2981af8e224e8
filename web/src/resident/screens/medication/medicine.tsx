/** `/medicines/:id`: all that is known of one entry, and what can be done with it. */
import { useState } from "preact/hooks";

import type { WatchedEntry } from "../../../api/index.js";
import { Alerts } from "../../../components/alerts.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Toggle } from "../../../components/toggle.js";
import { useAct } from "../../../data/use-act.js";
import { useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { useRoute } from "../../../frame/still-here.js";
import { noon } from "../../../words/dates.js";
import { medicationWords } from "../../../words/medication/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useDone } from "../../done.js";
import { Page } from "../../page.js";
import { mayManage, usePerson } from "../../person.js";
import { AskOnce } from "./ask-once.js";
import { Drugs } from "./drugs.js";
import { Facts, Notes } from "./facts.js";
import { Link } from "./link.js";
import { subjectsOf } from "./names.js";
import { Refused } from "./refused.js";

export default function Medicine({ id }: { id: string }) {
  const { entry: said } = useLexicon(medicationWords);
  const person = usePerson();
  const read = useRead("get-medication", { resident_id: person.residentId, medication_id: id });
  return (
    <Page title={said.title} back="/medicines">
      <Answered read={read} rows={5}>
        {(entry) => (
          <>
            <Heading entry={entry} />
            <Watched entry={entry} />
            <Card title={<Said word={said.medicines} />}><Drugs groups={entry.groups} otc={entry.otc} /><Notes entry={entry} of="medicines" /></Card>
            <Facts entry={entry} />
            <Notes entry={entry} of="entry" />
            {mayManage(person, "medication") && <Doing entry={entry} version={read.version} />}
          </>
        )}
      </Answered>
    </Page>
  );
}

function Said({ word }: { word: string }) {
  return <>{useWords().say(word)}</>;
}

function Heading({ entry }: { entry: WatchedEntry }) {
  const { say, dates } = useWords();
  const { medicines, entry: said } = useLexicon(medicationWords);
  const day = noon(entry.dispensed_on);
  return (
    <>
      <h2 class="headline"><span class="headline__year">{say(dates.year(day))} </span>{say(dates.day(day))}<br />{entry.pharmacy.name ?? (entry.kind === "otc" && say(medicines.otc))}</h2>
      {entry.owner === "unconfirmed" && <Banner kind="warn" title={say(medicines.unconfirmed)}><p>{say(said.unconfirmedText)}</p><Button kind="quiet" small href="/medicines/sheets">{say(said.decide)}</Button></Banner>}
      {(entry.doubts?.length ?? 0) > 0 && <Banner kind="warn" title={say(said.doubts)}>{say(said.doubtsText)}</Banner>}
    </>
  );
}

function Watched({ entry }: { entry: WatchedEntry }) {
  const { words, say, plain } = useWords();
  const { medicines } = useLexicon(medicationWords);
  const { residentId } = usePerson();
  const { value: list } = useRead("list-medications", { resident_id: residentId });
  const around = { entries: [entry, ...(list?.items ?? [])], patient: list?.patient_notes };
  const items = entry.alerts.filter(({ code }) => code !== "patient_mismatch").map((alert) => {
    const names = subjectsOf(alert, around);
    return { title: say(alert.code === "allergy_match" ? medicines.allergy : medicines.duplicate), text: <>{names.join(words.separator)}{names.length > 0 && <br />}{say(medicines.ask)}</>, href: "/medicines/alerts" };
  });
  return items.length === 0 ? null : <Alerts label={plain(medicines.caution)} items={items} />;
}

/** What the person may change: whether clinics see it, what was typed, the same medicine twice, and whether it is there at all. */
function Doing({ entry, version }: { entry: WatchedEntry; version: string | undefined }) {
  const { words, say } = useWords();
  const { entry: said } = useLexicon(medicationWords);
  const { residentId } = usePerson();
  const route = useRoute();
  const done = useDone();
  const [asks, setAsks] = useState(false);
  const path = { resident_id: residentId, medication_id: entry.id };
  const update = useAct("update-medication");
  const [wanted, setWanted] = useState(!entry.concealed);
  // Where it was put, until it is known what that came to.
  const shown = update.busy ? wanted : !entry.concealed;
  const show = (on: boolean) => {
    setWanted(on);
    void update.run(path, { concealed: !on }, { version });
  };
  const remove = useAct("delete-medication");
  const drop = async () => {
    const came = await remove.run(path, undefined, { version });
    if (!came.ok) return;
    done({ title: said.deleted, on: "/medicines" });
    route("/medicines");
  };
  return (
    <>
      <Card title={say(said.clinics)}>
        <Refused refusal={update.refusal} />
        <Toggle
          title={say(said.show)} sub={say(shown ? said.shownText : said.concealedText)} on={say(words.common.on)} off={say(words.common.off)}
          checked={shown} held={update.busy} onChange={show}
        />
      </Card>
      <Link entry={entry} version={version} />
      <Button kind="line" block icon="record" href={`/medicines/${entry.id}/edit`}>{say(entry.source === "manual" ? said.edit : said.remark)}</Button>
      {entry.sheet_id !== undefined && <Button kind="line" block icon="memo" href="/medicines/sheets">{say(said.sheet)}</Button>}
      <Button kind="danger" block icon="close" onClick={() => setAsks(true)}>{say(said.drop)}</Button>
      {asks && (
        <AskOnce title={said.dropTitle} text={entry.source === "manual" ? said.dropTyped : entry.registered_by ? said.dropRegistered : said.dropText} word={said.dropIt} busy={remove.busy} act={() => void drop()} close={() => { setAsks(false); remove.clear(); }}>
          <Refused refusal={remove.refusal} />
        </AskOnce>
      )}
    </>
  );
}
