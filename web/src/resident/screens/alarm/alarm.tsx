/** `/alarms/:id`: an alarm, to be changed, paused or ended. */
import { useState } from "preact/hooks";

import type { AlarmEntry } from "../../../api/index.js";
import { ActionBar } from "../../../components/action-bar.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Dialog } from "../../../components/dialog.js";
import { Row, Rows } from "../../../components/row.js";
import { useAct } from "../../../data/use-act.js";
import { useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { Sentence } from "../../../frame/problem.js";
import { useRoute } from "../../../frame/still-here.js";
import { alarmWords } from "../../../words/alarm/index.js";
import { isoDay, noon, shortTime } from "../../../words/dates.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useDone } from "../../done.js";
import { Page } from "../../page.js";
import { mayManage, usePerson } from "../../person.js";
import { useMinute } from "../../use-minute.js";
import { AlarmFields } from "./alarm-form.js";
import { bodyOf, draftOf } from "./draft.js";
import { useMedicineNames } from "./medicine-names.js";
import { RhythmText } from "./rhythm-text.js";
import { useAlarmForm } from "./use-alarm-form.js";

export default function Alarm({ id }: { id: string }) {
  const { alarm } = useLexicon(alarmWords);
  const person = usePerson();
  const read = useRead("get-alarm", { resident_id: person.residentId, alarm_id: id });
  const [turn, setTurn] = useState(0);
  if (read.value !== undefined && mayManage(person, "medication")) {
    return <Form key={turn} entry={read.value} version={read.version} loading={read.loading} anew={() => setTurn((count) => count + 1)} />;
  }
  return <Page title={alarm.title} back="/alarms"><Answered read={read}>{(entry) => <Facts entry={entry} />}</Answered></Page>;
}

/** What is changed is what was seen first: what others write meanwhile is not overwritten. */
function Form({ entry, version, loading, anew }: { entry: AlarmEntry; version: string | undefined; loading: boolean; anew: () => void }) {
  const { say, plain, words } = useWords();
  const { alarm } = useLexicon(alarmWords);
  const { residentId } = usePerson();
  const route = useRoute();
  const done = useDone();
  const [seen] = useState({ entry, version: version ?? `"${entry.version}"` });
  const [asking, setAsking] = useState(false);
  const update = useAct("update-alarm");
  const path = { resident_id: residentId, alarm_id: seen.entry.alarm_id };
  const form = useAlarmForm(() => draftOf(seen.entry, isoDay(new Date())));
  const submit = async (event: Event) => {
    event.preventDefault();
    update.clear();
    if (update.busy || !form.check()) return;
    const came = await update.run(path, { ...bodyOf(form.draft, seen.entry) }, { version: seen.version });
    if (!came.ok) return void form.take(came.refusal);
    done({ title: alarm.saved, on: "/alarms" });
    route("/alarms");
  };
  const { refusal } = update;
  const refused = refusal && form.problems.length === 0 && (
    <Banner kind="danger" title={say(alarm.failed)}>
      <p>{refusal.status !== 412 && say(alarm.failedText)} <Sentence refusal={refusal} /></p>
      {refusal.status === 412 && <Button kind="line" small busy={loading} onClick={anew}>{say(alarm.anew)}</Button>}
    </Banner>
  );
  return (
    <>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Page title={alarm.title} back="/alarms" action={<ActionBar label={plain(words.common.action)} next={say(alarm.nextSave)}><Button block submit icon="check" busy={update.busy}>{say(update.busy ? alarm.saving : alarm.save)}</Button></ActionBar>}>
          {!seen.entry.rings_for_me && <Banner title={say(alarm.elsewhere)} />}
          <AlarmFields form={form} base={seen.entry} refused={refused} />
          <Button kind="danger" block onClick={() => setAsking(true)}>{say(alarm.end)}</Button>
        </Page>
      </form>
      {asking && <EndDialog path={path} version={seen.version} close={() => setAsking(false)} />}
    </>
  );
}

/** An end cannot be taken back, so it is asked once. What was answered stays. */
function EndDialog({ path, version, close }: { path: { resident_id: string; alarm_id: string }; version: string; close: () => void }) {
  const { words, say } = useWords();
  const { alarm } = useLexicon(alarmWords);
  const route = useRoute();
  const done = useDone();
  const end = useAct("delete-alarm");
  const go = async () => {
    const came = await end.run(path, undefined, { version });
    if (!came.ok) return;
    done({ title: alarm.ended, on: "/alarms" });
    route("/alarms");
  };
  return (
    <Dialog kind="dialog" title={say(alarm.endAsk)} close={close}>
      <p>{say(alarm.endText)}</p>
      {end.refusal && <Banner kind="danger" title={say(alarm.failed)}><Sentence refusal={end.refusal} /></Banner>}
      <Button kind="danger" block busy={end.busy} onClick={() => void go()}>{say(alarm.endYes)}</Button>
      <Button kind="line" block onClick={close}>{say(words.common.back)}</Button>
    </Dialog>
  );
}

/** The alarm for who may only look at it. */
function Facts({ entry }: { entry: AlarmEntry }) {
  const { words, say, dates } = useWords();
  const { alarm, alarms } = useLexicon(alarmWords);
  const { residentId } = usePerson();
  const names = useMedicineNames(residentId)(entry.medication_ids, entry.groups);
  const now = useMinute();
  const next = entry.next_at === null ? undefined : new Date(entry.next_at);
  return (
    <Card flush title={<span>{entry.label}</span>}>
      <Rows>
        {names.length > 0 && <li><Row icon="pill" title={say(alarm.medicines)} sub={names.join(words.separator)} /></li>}
        <li><Row icon="calendar" title={say(alarm.days)} sub={<RhythmText rhythm={entry.rhythm} />} /></li>
        {entry.times.length > 0 && <li><Row icon="clock" title={say(alarm.times)} sub={entry.times.map(({ time }) => shortTime(time)).join(words.separator)} /></li>}
        <li><Row icon="bell" title={next ? say(alarms.next(`${dates.near(next, now)} ${dates.time(next)}`)) : say(alarms.silent)} sub={entry.until !== null && say(alarms.until(dates.day(noon(entry.until))))} /></li>
        {entry.stock !== null && <li><Row icon="pill" title={say(alarm.stock)} sub={say(entry.stock.days_left === null ? alarms.leftAmount(String(entry.stock.amount)) : alarms.left(entry.stock.days_left))} /></li>}
      </Rows>
      <p class="pad second">{say(alarm.onlySee)}</p>
    </Card>
  );
}
