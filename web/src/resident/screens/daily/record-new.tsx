/** `/record/new`: a set of daily values. Only what is filled in is kept. */
import { useState } from "preact/hooks";

import { ActionBar } from "../../../components/action-bar.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Empty } from "../../../components/empty.js";
import { Field } from "../../../components/field.js";
import { Icon } from "../../../components/icon.js";
import type { IconName } from "../../../components/icon-paths.js";
import { Mood } from "../../../components/mood.js";
import { NumberField, NumberRow } from "../../../components/number-field.js";
import { useRead } from "../../../data/use-read.js";
import { dailyWords } from "../../../words/daily/index.js";
import { isoDay, isoTime } from "../../../words/dates.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { mayRecord, usePerson } from "../../person.js";
import { FormProblems } from "./form-problems.js";
import { lastOf } from "./latest.js";
import { useRecordForm } from "./use-record-form.js";

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
  const [now] = useState(() => new Date());
  const [timed, setTimed] = useState(false);
  const form = useRecordForm("/");
  const last = (measures: Parameters<typeof lastOf>[1], show?: (value: number) => string) => {
    const found = lastOf(today, measures, dates, now, show);
    return found && <>{say(found.when)} {found.value}</>;
  };
  const pulse = lastOf(today, ["pulse_bpm"], dates, now);
  const changeTime = () => {
    form.change({ day: isoDay(now), time: isoTime(now) });
    setTimed(true);
  };
  const number = (field: "weight" | "temperature" | "steps", icon: IconName, label: string, unit: preact.ComponentChildren, measure: "weight_kg" | "temperature_c" | "steps") => (
    <NumberField {...form.input(field)} icon={icon} label={say(label)} unit={unit} decimal={field !== "steps"} last={last([measure], (value) => value.toLocaleString("en"))} />
  );
  const mood = last(["mood"], (value) => plain(record.moods[value - 1] ?? ""));
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
        <FormProblems form={form} />
        {timed ? (
          <Card label={plain(record.at)}>
            <Field {...form.input("day")} label={say(record.date)} type="date" />
            <Field {...form.input("time")} label={say(record.time)} type="time" />
          </Card>
        ) : (
          <p class="between"><strong class="lead">{say(dates.day(now))} {dates.time(now)}</strong><Button kind="quiet" small onClick={changeTime}>{say(record.changeTime)}</Button></p>
        )}
        <Card flush label={plain(record.pressure)}>
          <div class="numfield numfield--wide">
            <h2 class="numfield__label"><Icon name="blood-pressure" />{say(record.pressure)}
              <span class="numfield__last">{last(["systolic_mmhg", "diastolic_mmhg"])}{pulse && <>・{say(record.pulse)} {pulse.value}</>}</span>
            </h2>
            <NumberRow parts={[{ ...form.input("upper"), label: say(record.pressureUpper) }, { ...form.input("lower"), label: say(record.pressureLower) }, { ...form.input("pulse"), label: say(record.pulse) }]} />
          </div>
        </Card>
        <Card flush label={plain(record.body)}>
          <div class="rows">
            {number("weight", "scale", record.weight, "kg", "weight_kg")}
            {number("temperature", "temperature", record.temperature, "℃", "temperature_c")}
            {number("steps", "steps", record.steps, say(record.unitSteps), "steps")}
          </div>
        </Card>
        <fieldset class="card" id={form.idOf("mood")}>
          <legend class="sr">{say(record.mood)}</legend>
          <div class="between"><h2 class="lead" aria-hidden="true">{say(record.mood)}</h2>{mood && <span class="second">{mood}</span>}</div>
          <Mood words={record.moods.map(say) as [unknown, unknown, unknown, unknown, unknown] as never} value={form.draft.mood} onChange={(chosen) => form.change({ mood: chosen })} />
        </fieldset>
        <Card label={plain(record.memo)}>
          <Field {...form.input("memo")} label={say(record.memo)} hint={say(record.memoHint)} type="lines" maxLength={1000} />
        </Card>
      </Page>
    </form>
  );
}
