/** `/record/goals`: what the person wants to do. Who may only look sees how the goals stand. */
import { useId, useState } from "preact/hooks";

import type { AlarmEntry, GoalsOutput } from "../../../api/index.js";
import { ActionBar } from "../../../components/action-bar.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Empty } from "../../../components/empty.js";
import { NumberField } from "../../../components/number-field.js";
import { Segment } from "../../../components/segment.js";
import { Stepper } from "../../../components/stepper.js";
import { useAct } from "../../../data/use-act.js";
import { useRead, useServices } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { lazyPart } from "../../../frame/lazy-part.js";
import { Sentence } from "../../../frame/problem.js";
import { useRoute } from "../../../frame/still-here.js";
import { dailyWords } from "../../../words/daily/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useDone } from "../../done.js";
import { Page } from "../../page.js";
import { type Person, mayManage, maySee, usePerson } from "../../person.js";
import { useOvertaken } from "../../use-overtaken.js";
import { GoalFacts, GoalWeeks } from "./goal-lines.js";
import { DAYS, type Draft, STEPS, TIMES, draftOf, goalsOf } from "./goals.js";
import { weightOf } from "./values.js";

const Reminders = lazyPart(() => import("./record-reminders.js"));
const Sheet = lazyPart(() => import("./reminder-sheet.js"));

export default function RecordGoals() {
  const { say, plain } = useWords();
  const { goals } = useLexicon(dailyWords);
  const person = usePerson();
  const read = useRead("get-goals", { resident_id: person.residentId });
  if (read.value !== undefined && mayManage(person, "daily")) return <Form key={person.residentId} value={read.value} version={read.version} />;
  return (
    <Page title={goals.title} back="/record">
      <Answered read={read} rows={4}>
        {(value) => (value.progress.length === 0 ? <Empty icon="check" title={say(goals.none)} /> : <Card label={plain(goals.title)}><GoalWeeks value={value} /></Card>)}
      </Answered>
      {seesReminders(person) && <Reminders />}
    </Page>
  );
}

/** The API shows them to who sees both. */
function seesReminders(person: Person): boolean {
  return maySee(person, "daily") && maySee(person, "medication");
}

/** The one that is open, as it is read now: somebody else may change it meanwhile. */
function Chosen({ chosen, close }: { chosen: AlarmEntry | "new"; close: () => void }) {
  const { residentId } = usePerson();
  const { value } = useRead("list-alarms", { resident_id: residentId });
  if (chosen === "new") return <Sheet reminder={undefined} close={close} />;
  return <Sheet key={chosen.alarm_id} reminder={value?.items.find(({ alarm_id }) => alarm_id === chosen.alarm_id) ?? chosen} close={close} />;
}

function Form({ value, version }: { value: GoalsOutput; version: string | undefined }) {
  const { words, say, plain } = useWords();
  const { goals } = useLexicon(dailyWords);
  const person = usePerson();
  const { residentId } = person;
  const { act } = useServices();
  const route = useRoute();
  const done = useDone();
  const id = useId();
  const put = useAct("put-goals");
  const { over, now, came: took } = useOvertaken({ value, version });
  const [draft, setDraft] = useState(() => draftOf(value));
  const [tried, setTried] = useState(false);
  const [chosen, setChosen] = useState<AlarmEntry | "new">();
  const change = (changes: Partial<Draft>) => setDraft((before) => ({ ...before, ...changes }));
  const target = weightOf(draft.target, words.record);
  const { refusal } = put;
  const submit = async (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (put.busy) return;
    if (draft.weighs && "problem" in target) return document.getElementById(`${id}-target`)?.focus();
    const path = { resident_id: residentId };
    const came = await put.run(path, goalsOf(draft, "kg" in target ? target.kg : null), { version: over.version });
    took(came);
    if (!came.ok) return;
    const undo = async () => {
      const { steps_per_day, weighing, blood_pressure } = over.value;
      const back = await act("put-goals", path, { steps_per_day, weighing, blood_pressure }, { version: came.version });
      return back.ok ? undefined : back.refusal;
    };
    done({ title: goals.saved, undo, on: "/record" });
    route("/record");
  };
  const choice = (chosen: boolean, label: string, choose: (chosen: boolean) => void) => (
    <Segment label={plain(label)} value={chosen ? "yes" : "no"} options={(["no", "yes"] as const).map((one) => ({ value: one, word: say(goals.choice[one]) }))} onChange={(one) => choose(one === "yes")} />
  );
  const buttons = { less: say(goals.less), more: say(goals.more) };
  const days = { label: say(goals.daysLabel), unit: say(goals.days), ...DAYS, ...buttons };
  return (
    <>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Page title={goals.title} back="/record" action={<ActionBar label={plain(words.common.action)} next={say(goals.next)}><Button block submit icon="check" busy={put.busy}>{say(goals.save)}</Button></ActionBar>}>
          {refusal && (
            <Banner kind="danger" title={say(goals.failed)}>
              <p><Sentence refusal={refusal} /></p>
              {refusal.errors.map(({ pointer, detail }) => <p key={pointer}>{detail}</p>)}
              {now && <><p>{say(goals.standing)}</p><GoalFacts value={now} /></>}
            </Banner>
          )}
          <p>{say(goals.text)}</p>
          <Card title={say(goals.kinds.steps)} icon="steps">
            {choice(draft.walks, goals.kinds.steps, (walks) => change({ walks }))}
            {draft.walks && <Stepper label={say(goals.stepsLabel)} unit={say(goals.steps)} {...STEPS} {...buttons} value={draft.steps} onChange={(steps) => change({ steps })} />}
          </Card>
          <Card title={say(goals.kinds.weighing)} icon="scale">
            {choice(draft.weighs, goals.kinds.weighing, (weighs) => change({ weighs }))}
            {draft.weighs && (
              <>
                <Stepper {...days} value={draft.weighingDays} onChange={(weighingDays) => change({ weighingDays })} />
                <NumberField id={`${id}-target`} icon="scale" label={say(goals.target)} last={say(goals.targetSub)} unit="kg" decimal value={draft.target} onInput={(typed) => change({ target: typed })} error={tried && "problem" in target && say(target.problem)} />
              </>
            )}
          </Card>
          <Card title={say(goals.kinds.blood_pressure)} icon="blood-pressure">
            {choice(draft.measures, goals.kinds.blood_pressure, (measures) => change({ measures }))}
            {draft.measures && (
              <>
                <Stepper {...days} value={draft.measuringDays} onChange={(measuringDays) => change({ measuringDays })} />
                <p class="strong">{say(goals.times)}</p>
                <Segment label={plain(goals.times)} value={draft.times} options={TIMES.map((one) => ({ value: one, word: say(goals.timesOf[one]) }))} onChange={(times) => change({ times })} />
                <p class="second">{say(goals.timesText)}</p>
              </>
            )}
          </Card>
          {seesReminders(person) && <Reminders choose={setChosen} />}
        </Page>
      </form>
      {chosen && <Chosen chosen={chosen} close={() => setChosen(undefined)} />}
    </>
  );
}
