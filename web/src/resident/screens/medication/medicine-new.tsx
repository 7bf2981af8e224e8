/** `/medicines/new`: a medicine by hand: one from a pharmacy, or one that was bought. */
import { useState } from "preact/hooks";

import type { AdvisedEntry } from "../../../api/index.js";
import { ActionBar } from "../../../components/action-bar.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Empty } from "../../../components/empty.js";
import { Segment } from "../../../components/segment.js";
import { useAct } from "../../../data/use-act.js";
import { useRead } from "../../../data/use-read.js";
import { medicationWords } from "../../../words/medication/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { mayRecord, usePerson } from "../../person.js";
import { useToday } from "../../use-minute.js";
import { Clashes, Suggested } from "./advice.js";
import { EntryRows } from "./entry-rows.js";
import { FormPage } from "./form-page.js";
import { DispensingFields, OtcFields, RemarkField } from "./medicine-form.js";
import { addedFrom, blank } from "./typed.js";

export default function MedicineNew() {
  const { words, say } = useWords();
  const { form } = useLexicon(medicationWords);
  const person = usePerson();
  if (mayRecord(person, "medication")) return <Form key={person.residentId} />;
  return <Page title={form.title} back="/medicines"><Empty icon="lock" title={say(words.problem.title)}>{say(words.problem.forbidden)}</Empty></Page>;
}

function Form() {
  const { say, plain } = useWords();
  const { form } = useLexicon(medicationWords);
  const { residentId } = usePerson();
  const add = useAct("add-medication");
  const today = useToday();
  const [first] = useState(() => blank(today()));
  const [added, setAdded] = useState<AdvisedEntry>();
  if (added !== undefined) return <Added added={added} />;
  return (
    <FormPage
      title={form.title}
      back="/medicines"
      first={first}
      name="medicine"
      busy={add.busy}
      save={async (draft) => {
        const came = await add.run({ resident_id: residentId }, addedFrom(draft));
        if (!came.ok) return came.refusal;
        setAdded(came.value);
        return undefined;
      }}
    >
      {(draft, change, wrong) => (
        <>
          <Segment label={plain(form.kind)} options={[{ value: "dispensing", word: say(form.fromPharmacy) }, { value: "otc", word: say(form.bought) }]} value={draft.kind} onChange={(kind) => change({ kind })} />
          {draft.kind === "otc" ? <OtcFields draft={draft} change={change} wrong={wrong} /> : <DispensingFields draft={draft} change={change} wrong={wrong} />}
          <RemarkField draft={draft} change={change} wrong={wrong} />
        </>
      )}
    </FormPage>
  );
}

function Added({ added: { entry, alerts, links, suggested_alarms, not_suggested } }: { added: AdvisedEntry }) {
  const { words, say, plain } = useWords();
  const { form, scan } = useLexicon(medicationWords);
  const { residentId } = usePerson();
  const { value: list } = useRead("list-medications", { resident_id: residentId });
  return (
    <Page title={form.title} back="/medicines" action={<ActionBar label={plain(words.common.action)}><Button block href="/medicines">{say(scan.openList)}</Button></ActionBar>}>
      <Banner kind="ok" title={say(form.saved)}>{links.length > 0 && say(scan.linkedText)}</Banner>
      <Clashes alerts={alerts} around={{ entries: [entry, ...(list?.items ?? [])], patient: list?.patient_notes }} />
      <Card flush label={plain(scan.medicines)}><EntryRows entries={[entry]} /></Card>
      <Suggested suggestions={suggested_alarms} leftOut={not_suggested} />
    </Page>
  );
}
