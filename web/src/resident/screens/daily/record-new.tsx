/** `/record/new`: a set of daily values. Only what is filled in is kept. */
import { useState } from "preact/hooks";

import { ActionBar } from "../../../components/action-bar.js";
import { Button } from "../../../components/button.js";
import { Empty } from "../../../components/empty.js";
import { useRead } from "../../../data/use-read.js";
import { dailyWords } from "../../../words/daily/index.js";
import { isoDay, isoTime } from "../../../words/dates.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { FoundDraft } from "../../drafts.js";
import { Page } from "../../page.js";
import { mayRecord, usePerson } from "../../person.js";
import { useMinute } from "../../use-minute.js";
import { FormProblems } from "./form-problems.js";
import { RecordFields, TimeFields } from "./record-fields.js";
import { QUICK_RECORD, useRecordForm } from "./use-record-form.js";

export default function RecordNew() {
  const { words, say } = useWords();
  const { record } = useLexicon(dailyWords);
  if (mayRecord(usePerson(), "daily")) return <Form />;
  return <Page title={record.new} back="/"><Empty icon="lock" title={say(words.problem.title)}>{say(words.problem.forbidden)}</Empty></Page>;
}

function Form() {
  const { words, say, plain, dates } = useWords();
  const record = { ...words.record, ...useLexicon(dailyWords).record };
  const { residentId } = usePerson();
  // The last values are a help; the form does not wait for them.
  const { value: today } = useRead("get-today", { resident_id: residentId });
  const now = useMinute();
  const form = useRecordForm("/", now, { name: "record", from: QUICK_RECORD });
  // A time that was typed stands where it can be seen.
  const [timed, setTimed] = useState(form.draft.time !== "");
  const startOver = () => {
    form.startOver();
    setTimed(false);
  };
  const changeTime = () => {
    form.change({ day: isoDay(now), time: isoTime(now) });
    setTimed(true);
  };
  return (
    <form onSubmit={form.submit} noValidate>
      <Page
        title={record.new}
        back="/"
        action={(
          <ActionBar label={plain(words.common.action)} next={say(record.next)}>
            <Button block submit icon="check" busy={form.busy}>{say(form.busy ? record.saving : record.save)}</Button>
          </ActionBar>
        )}
      >
        <FoundDraft form={{ found: form.found, startOver: startOver }} />
        <FormProblems form={form} />
        {timed ? <TimeFields form={form} /> : (
          <p class="between"><strong class="lead">{say(dates.day(now))} {dates.time(now)}</strong><Button kind="quiet" small onClick={changeTime}>{say(record.changeTime)}</Button></p>
        )}
        <RecordFields form={form} now={now} today={today} />
      </Page>
    </form>
  );
}
