/** `/record/:id`: one set of daily values, corrected as a whole or removed. */
import { useState } from "preact/hooks";

import type { DailyEntry } from "../../../api/index.js";
import { ActionBar } from "../../../components/action-bar.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { useAct } from "../../../data/use-act.js";
import { useOutbox, useRead, useServices } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { useRoute } from "../../../frame/still-here.js";
import { dailyWords } from "../../../words/daily/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useDone } from "../../done.js";
import { FoundDraft } from "../../drafts.js";
import { Page } from "../../page.js";
import { mayManage, usePerson } from "../../person.js";
import { useMinute } from "../../use-minute.js";
import { type Seen, useOvertaken } from "../../use-overtaken.js";
import { EntryValues } from "./entry-values.js";
import { FormProblems } from "./form-problems.js";
import { RecordFields, TimeFields } from "./record-fields.js";
import { useDailyForm } from "./use-record-form.js";
import { draftOf, replacementOf } from "./values.js";
import { waitingRecord } from "./waiting-record.js";

const LIST = "/record/list";

export default function RecordOne({ id }: { id: string }) {
  const waits = waitingRecord(useOutbox(), id);
  return waits ? <Waiting write={waits} /> : <Kept id={id} />;
}

/** One that the server has not yet: it can be stopped, and corrected once it is there. */
function Waiting({ write: { key, record } }: { write: NonNullable<ReturnType<typeof waitingRecord>> }) {
  const { say, words } = useWords();
  const { one } = useLexicon(dailyWords);
  const { outbox } = useServices();
  const route = useRoute();
  const done = useDone();
  const stop = () => {
    done({ title: words.home.undone, on: LIST, sent: outbox.undo(key) });
    route(LIST);
  };
  return (
    <Page title={one.titleSee} back={LIST}>
      <Banner kind="offline" title={say(one.waiting)}>{say(one.waitingText)}</Banner>
      <When entry={record} />
      <Card><EntryValues entry={record} /></Card>
      <Button kind="danger" block onClick={stop}>{say(one.stop)}</Button>
    </Page>
  );
}

function Kept({ id }: { id: string }) {
  const { one } = useLexicon(dailyWords);
  const person = usePerson();
  const read = useRead("get-daily-record", { resident_id: person.residentId, record_id: id });
  // A change that comes while somebody types is not taken for what that person saw.
  const [first, setFirst] = useState<Seen<DailyEntry>>();
  if (first === undefined && read.value !== undefined) setFirst({ value: read.value, version: read.version });
  if (first !== undefined && mayManage(person, "daily")) {
    return <Correct first={first} standing={read.value && { value: read.value, version: read.version }} />;
  }
  return (
    <Page title={one.titleSee} back={LIST}>
      <Answered read={read}>{(entry) => <><When entry={entry} /><Card><EntryValues entry={entry} /></Card><Author entry={entry} /></>}</Answered>
    </Page>
  );
}

function Correct({ first, standing }: { first: Seen<DailyEntry>; standing: Seen<DailyEntry> | undefined }) {
  const { words, say, plain } = useWords();
  const { one } = useLexicon(dailyWords);
  const { residentId } = usePerson();
  const { outbox } = useServices();
  const route = useRoute();
  const done = useDone();
  const path = { resident_id: residentId, record_id: first.value.record_id };
  const { run } = useAct("update-daily-record");
  const { over, overtaken, now: theirs, came: took } = useOvertaken(first, standing);
  const entry = over.value;
  const now = useMinute();
  const form = useDailyForm(now, async (typed) => {
    const came = await run(path, replacementOf(typed, entry), { version: over.version });
    took(came);
    // What happened is said with what stands there now.
    if (!came.ok) return came.refusal.status === 412 ? { ...came.refusal, errors: [] } : came.refusal;
    done({ title: one.saved, on: LIST });
    route(LIST);
    return undefined;
  }, draftOf(first.value), { name: `/record/${first.value.record_id} ${first.version}` });
  const remove = () => {
    const { key, sent } = outbox.add("delete-daily-record", path, undefined, over.version, entry);
    done({ title: one.removed, key, undone: one.rewritten, on: LIST, sent });
    route(LIST);
  };
  return (
    <form onSubmit={form.submit} noValidate>
      <Page
        title={one.title}
        back={LIST}
        action={(
          <ActionBar label={plain(words.common.action)} next={say(one.next)}>
            <Button block submit icon="check" busy={form.busy}>{say(form.busy ? words.record.saving : one.save)}</Button>
          </ActionBar>
        )}
      >
        {!overtaken && <FoundDraft form={form} />}
        {overtaken ? (
          <Banner kind="danger" title={say(one.changed)}>
            {theirs && <><p>{say(one.changedText)}</p><p><EntryValues entry={theirs} /></p></>}
          </Banner>
        ) : <FormProblems form={form} kept={one.kept} />}
        <Author entry={entry} />
        <TimeFields form={form} />
        <RecordFields form={form} now={now} today={undefined} />
        <Button kind="danger" block onClick={remove}>{say(one.remove)}</Button>
        {entry.recorded_by === "self" && <p class="second"><Written entry={entry} /></p>}
      </Page>
    </form>
  );
}

function When({ entry }: { entry: Pick<DailyEntry, "taken_at"> }) {
  const { say, dates } = useWords();
  const at = new Date(entry.taken_at);
  return <p class="lead strong">{say(dates.day(at))} {dates.time(at)}</p>;
}

/** Who wrote it, where that is somebody else than the person. */
function Author({ entry }: { entry: DailyEntry }) {
  const { say } = useWords();
  const { list } = useLexicon(dailyWords);
  if (entry.recorded_by === "self") return null;
  return <Banner title={say(list.by[entry.recorded_by])}><Written entry={entry} /></Banner>;
}

function Written({ entry }: { entry: DailyEntry }) {
  const { say, dates } = useWords();
  const { one } = useLexicon(dailyWords);
  const at = new Date(entry.recorded_at);
  return <>{say(one.recorded(`${dates.day(at)} ${dates.time(at)}`))}</>;
}
