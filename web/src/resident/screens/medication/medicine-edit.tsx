/** `/medicines/:id/edit`: what was typed by hand is corrected; of a scanned entry only the person's own remark. */
import { useState } from "preact/hooks";

import type { WatchedEntry } from "../../../api/index.js";
import { Empty } from "../../../components/empty.js";
import { useAct } from "../../../data/use-act.js";
import { useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { useRoute } from "../../../frame/still-here.js";
import { medicationWords } from "../../../words/medication/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useDone } from "../../done.js";
import { Page } from "../../page.js";
import { mayManage, usePerson } from "../../person.js";
import { FormPage } from "./form-page.js";
import { DispensingFields, OtcFields, RemarkField } from "./medicine-form.js";
import { changesOf, draftOf } from "./typed.js";

export default function MedicineEdit({ id }: { id: string }) {
  const { words, say } = useWords();
  const { form } = useLexicon(medicationWords);
  const person = usePerson();
  const read = useRead("get-medication", { resident_id: person.residentId, medication_id: id });
  if (!mayManage(person, "medication")) return <Page title={form.edit} back={`/medicines/${id}`}><Empty icon="lock" title={say(words.problem.title)}>{say(words.problem.forbidden)}</Empty></Page>;
  if (read.value === undefined) return <Page title={form.edit} back={`/medicines/${id}`}><Answered read={read}>{() => null}</Answered></Page>;
  return <Form key={person.residentId} entry={read.value} version={read.version} />;
}

function Form({ entry, version }: { entry: WatchedEntry; version: string | undefined }) {
  // As it was when the form was opened: what somebody else changes meanwhile is not overwritten.
  const [opened] = useState({ first: draftOf(entry), version });
  const { first } = opened;
  const { form, entry: said } = useLexicon(medicationWords);
  const { residentId } = usePerson();
  const route = useRoute();
  const done = useDone();
  const update = useAct("update-medication");
  const address = `/medicines/${entry.id}`;
  return (
    <FormPage
      title={entry.source === "manual" ? form.edit : said.remark}
      back={address}
      first={first}
      name={`${address} ${opened.version}`}
      busy={update.busy}
      save={async (draft) => {
        const changes = changesOf(first, draft);
        if (Object.keys(changes).length > 0) {
          const came = await update.run({ resident_id: residentId, medication_id: entry.id }, changes, { version: opened.version });
          if (!came.ok) return came.refusal;
        }
        done({ title: form.saved, on: address });
        route(address);
        return undefined;
      }}
    >
      {(draft, change, wrong) => (
        <>
          {entry.source === "manual" && (draft.kind === "otc" ? <OtcFields draft={draft} change={change} wrong={wrong} /> : <DispensingFields draft={draft} change={change} wrong={wrong} />)}
          <RemarkField draft={draft} change={change} wrong={wrong} />
        </>
      )}
    </FormPage>
  );
}
