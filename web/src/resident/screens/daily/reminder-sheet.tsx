/** A reminder to record: what of, on which days, when. The form is that of alarms, without what is of medicines. */
import type { AlarmEntry } from "../../../api/index.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Dialog } from "../../../components/dialog.js";
import { Field } from "../../../components/field.js";
import { Picks } from "../../../components/picks.js";
import { useAct } from "../../../data/use-act.js";
import { useServices } from "../../../data/use-read.js";
import { Sentence } from "../../../frame/problem.js";
import { alarmWords } from "../../../words/alarm/index.js";
import { dailyWords } from "../../../words/daily/index.js";
import { shortTime } from "../../../words/dates.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useDone } from "../../done.js";
import { useDraft } from "../../drafts.js";
import { usePerson } from "../../person.js";
import { useToday } from "../../use-minute.js";
import { useOvertaken } from "../../use-overtaken.js";
import { blank, bodyOf, draftOf, slipsOf } from "../alarm/draft.js";
import { JapanTime } from "../alarm/japan-time.js";
import { RhythmText } from "../alarm/rhythm-text.js";
import { useAlarmForm } from "../alarm/use-alarm-form.js";
import { WeekdaysField } from "../alarm/weekdays-field.js";

export const lexicons = [alarmWords, dailyWords];

/** In the evening, when a day is told. */
const USUAL_TIME = "20:00";

const PAGE = "/record/goals";

interface Props {
  /** As it is read now; undefined for a new one. */
  readonly reminder: AlarmEntry | undefined;
  readonly close: () => void;
}

export default function ReminderSheet({ reminder, close }: Props) {
  const { words, say, plain } = useWords();
  const { reminders, goals } = useLexicon(dailyWords);
  const { alarm } = useLexicon(alarmWords);
  const { residentId } = usePerson();
  const { act } = useServices();
  const done = useDone();
  const [create, update, end] = [useAct("create-alarm"), useAct("update-alarm"), useAct("delete-alarm")];
  const { over, now, came: took } = useOvertaken({ value: reminder, version: reminder && `"${reminder.version}"` });
  const today = useToday()();
  const form = useAlarmForm(useDraft(undefined, () => (reminder === undefined ? { ...blank(today), label: plain(reminders.first), times: [{ time: USUAL_TIME, amount: "" }] } : draftOf(reminder, today))));
  const { draft, change, idOf, errorOf, input } = form;
  const path = { resident_id: residentId };
  const busy = create.busy || update.busy || end.busy;
  const refusal = form.problems.length === 0 ? (create.refusal ?? update.refusal ?? end.refusal) : undefined;
  const clear = () => [create, update, end].forEach((one) => one.clear());
  const save = async (event: Event) => {
    event.preventDefault();
    clear();
    if (busy) return;
    if (!form.check()) return document.getElementById(idOf(slipsOf(draft)[0]?.field ?? ""))?.focus();
    const kept = over.value;
    const came = kept === undefined
      ? await create.run(path, { about: "record", ...bodyOf(draft, undefined) })
      : await update.run({ ...path, alarm_id: kept.alarm_id }, bodyOf(draft, kept), { version: over.version });
    took(came);
    if (!came.ok) return void form.take(came.refusal);
    done({ title: reminders.saved, on: PAGE });
    close();
  };
  const stop = async (kept: AlarmEntry) => {
    clear();
    if (busy) return;
    const came = await end.run({ ...path, alarm_id: kept.alarm_id }, undefined, { version: over.version });
    took(came);
    if (!came.ok) return;
    // One that begins again begins today: an end cannot be undone, and what is set anew is not set for days that are over.
    const again = { about: "record" as const, ...bodyOf({ ...draftOf(kept, today), from: kept.from < today ? today : kept.from }, undefined) };
    const undo = async () => {
      const back = await act("create-alarm", path, again);
      return back.ok ? undefined : back.refusal;
    };
    done({ title: reminders.stopped, undo, on: PAGE });
    close();
  };
  // Another rhythm, which this page does not set, stays unless another is chosen.
  const kinds = draft.kind === "daily" || draft.kind === "weekdays" || draft.kind === undefined ? (["daily", "weekdays"] as const) : (["daily", "weekdays", draft.kind] as const);
  return (
    <Dialog title={say(reminder === undefined ? reminders.titleNew : reminders.titleChange)} close={close} closeWord={say(words.common.close)}>
      <form class="stack" onSubmit={(event) => void save(event)} noValidate>
        {refusal && (
          <Banner kind="danger" title={say(reminders.failed)}>
            <p><Sentence refusal={refusal} /></p>
            {now && <p>{say(reminders.standing)} <span class="strong">{now.label} <RhythmText rhythm={now.rhythm} /> {now.times.map(({ time }) => shortTime(time)).join(words.separator)}</span></p>}
          </Banner>
        )}
        <Field {...input("label")} label={say(reminders.what)} maxLength={60}>
          <div class="cluster">
            {([goals.kinds.blood_pressure, goals.kinds.weighing] as const).map((word) => <Button key={word} kind="line" small onClick={() => change({ label: plain(word) })}>{say(word)}</Button>)}
          </div>
        </Field>
        <JapanTime />
        {draft.times.map(({ time }, place) => (
          <Field
            key={place}
            id={idOf(`time-${place}`)}
            label={say(alarm.time)}
            type="time"
            value={time}
            onInput={(typed) => change({ times: draft.times.map((one, at) => (at === place ? { ...one, time: typed } : one)) })}
            error={errorOf(`time-${place}`)}
          />
        ))}
        <div id={idOf("kind")} tabIndex={-1} class="stack stack--tight">
          <p class="strong">{say(reminders.days)}</p>
          <Picks label={plain(reminders.days)} picked={draft.kind === undefined ? [] : [draft.kind]} onPick={(kind) => change({ kind })} options={kinds.map((value) => ({ value, word: say(alarm.kinds[value]) }))} />
        </div>
        {draft.kind === "weekdays" && <WeekdaysField form={form} />}
        <p class="second">{say(reminders.regardless)}</p>
        <Button block submit icon="bell" busy={busy}>{say(reminders.save)}</Button>
        {over.value && <Button kind="danger" block busy={busy} onClick={() => over.value && void stop(over.value)}>{say(reminders.stop)}</Button>}
      </form>
    </Dialog>
  );
}
