/** `/alarms/:id`: an alarm, to be changed, paused or ended. */
import { useState } from "preact/hooks";

import type { AlarmEntry } from "../../../api/index.js";
import { ActionBar } from "../../../components/action-bar.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Row, Rows } from "../../../components/row.js";
import { useAct } from "../../../data/use-act.js";
import { useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { lazyPart } from "../../../frame/lazy-part.js";
import { Sentence } from "../../../frame/problem.js";
import { useRoute } from "../../../frame/still-here.js";
import { alarmWords } from "../../../words/alarm/index.js";
import { noon, shortTime } from "../../../words/dates.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useDone } from "../../done.js";
import { FoundDraft, useDraft } from "../../drafts.js";
import { Page } from "../../page.js";
import { mayManage, usePerson } from "../../person.js";
import { useMinute, useToday } from "../../use-minute.js";
import { type Seen, useOvertaken } from "../../use-overtaken.js";
import { AlarmFields } from "./alarm-form.js";
import { bodyOf, draftOf } from "./draft.js";
import { useMedicineNames, useMedicineUnits } from "./medicine-names.js";
import { RhythmText } from "./rhythm-text.js";
import { saidDay, saidNear } from "./said-day.js";
import { useAlarmForm } from "./use-alarm-form.js";

// Asked for by one tap of many.
const EndAlarm = lazyPart(() => import("./end-alarm.js"));

export default function Alarm({ id }: { id: string }) {
  const { say } = useWords();
  const { alarm, alarms } = useLexicon(alarmWords);
  const person = usePerson();
  const read = useRead("get-alarm", { resident_id: person.residentId, alarm_id: id });
  if (read.value?.about === "record") return <Page title={alarms.reminders} back="/record/goals"><Facts entry={read.value} /><Button kind="line" block href="/record/goals">{say(alarms.reminders)}</Button></Page>;
  if (read.value !== undefined && mayManage(person, "medication")) return <Form standing={{ value: read.value, version: read.version }} />;
  return <Page title={alarm.title} back="/alarms"><Answered read={read}>{(entry) => <Facts entry={entry} onlySee />}</Answered></Page>;
}

function Form({ standing }: { standing: Seen<AlarmEntry> }) {
  const { say, plain, words } = useWords();
  const { alarm } = useLexicon(alarmWords);
  const { residentId } = usePerson();
  const route = useRoute();
  const done = useDone();
  const { over: { value: entry, version }, overtaken, now, came: took } = useOvertaken(standing);
  const [asking, setAsking] = useState(false);
  const update = useAct("update-alarm");
  const end = useAct("delete-alarm");
  const path = { resident_id: residentId, alarm_id: entry.alarm_id };
  // Named by the version that was opened: over another one nothing typed is put.
  const [name] = useState(`/alarms/${entry.alarm_id} ${version}`);
  const today = useToday();
  const kept = useDraft(name, () => draftOf(entry, today()));
  const form = useAlarmForm(kept, useMedicineUnits(residentId, entry));
  const clear = () => {
    form.clear();
    update.clear();
    end.clear();
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    clear();
    if (update.busy || !form.check()) return;
    const lent = kept.lend();
    const came = await update.run(path, { ...bodyOf(form.draft, entry) }, { version });
    took(came);
    if (!came.ok) {
      lent.refused();
      return void form.take(came.refusal);
    }
    kept.startOver();
    done({ title: alarm.saved, on: "/alarms" });
    route("/alarms");
  };
  const refusal = update.refusal ?? (overtaken ? end.refusal : undefined);
  const refused = refusal && form.problems.length === 0 && (
    <>
      <Banner kind="danger" title={say(alarm.failed)}>
        <p>{!overtaken && say(alarm.failedText)} <Sentence refusal={refusal} /></p>
        {now && <p>{say(alarm.standing)}</p>}
      </Banner>
      {now && <Facts entry={now} />}
    </>
  );
  return (
    <>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Page title={alarm.title} back="/alarms" action={<ActionBar label={plain(words.common.action)} next={say(alarm.nextSave)}><Button block submit icon="check" busy={update.busy}>{say(update.busy ? alarm.saving : alarm.save)}</Button></ActionBar>}>
          <FoundDraft form={{ found: kept.found && !overtaken, startOver: () => { clear(); kept.startOver(); } }} />
          {!entry.rings_for_me && <Banner title={say(alarm.elsewhere)} />}
          <AlarmFields form={form} base={entry} refused={refused} />
          <Button kind="danger" block onClick={() => setAsking(true)}>{say(alarm.end)}</Button>
        </Page>
      </form>
      {asking && <EndAlarm end={end} run={() => end.run(path, undefined, { version })} took={took} close={() => setAsking(false)} />}
    </>
  );
}

/** The alarm as it stands: for who may only look at it, and where somebody else changed it meanwhile. */
function Facts({ entry, onlySee = false }: { entry: AlarmEntry; onlySee?: boolean }) {
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
        <li><Row icon="bell" title={next ? say(alarms.next(`${saidNear(dates, next, now)} ${dates.time(next)}`)) : say(alarms.silent)} sub={entry.until !== null && say(alarms.until(saidDay(dates, noon(entry.until), now)))} /></li>
        {entry.stock !== null && <li><Row icon="pill" title={say(alarm.stock)} sub={say(entry.stock.days_left === null ? alarms.leftAmount(String(entry.stock.amount)) : alarms.left(entry.stock.days_left))} /></li>}
      </Rows>
      {onlySee && <p class="pad second">{say(alarm.onlySee)}</p>}
    </Card>
  );
}
