import type { ComponentChildren } from "preact";

import type { AlarmEntry, Suggestion } from "../../../api/index.js";
import { Banner } from "../../../components/banner.js";
import { Card } from "../../../components/card.js";
import { ErrorSummary } from "../../../components/error-summary.js";
import { Field } from "../../../components/field.js";
import { Toggle } from "../../../components/toggle.js";
import { alarmWords } from "../../../words/alarm/index.js";
import { fromJapan, isoDay, isoTime, noon } from "../../../words/dates.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useMinute } from "../../use-minute.js";
import { pauseOf, rhythmOf } from "./draft.js";
import { MedicinesField } from "./medicines-field.js";
import { RhythmField } from "./rhythm-field.js";
import { nextRing } from "./rings.js";
import { saidDay } from "./said-day.js";
import { StockField } from "./stock-field.js";
import { TimesField } from "./times-field.js";
import { type AlarmForm, slipOf } from "./use-alarm-form.js";
import { Button } from "../../../components/button.js";

interface Props {
  readonly form: AlarmForm;
  /** What is changed, or suggested. */
  readonly base: AlarmEntry | Suggestion | undefined;
  /** Why it was not kept, where that is about no field. */
  readonly refused: ComponentChildren;
}

/** Everything that can be said of an alarm, in the order in which people think of it: what, on which days, when, from when to when. */
export function AlarmFields({ form, base, refused }: Props) {
  const { words, say, plain } = useWords();
  const { alarm } = useLexicon(alarmWords);
  const { draft, change } = form;
  const rings = draft.kind !== "as_needed";
  const now = useMinute();
  const today = isoDay(now);
  return (
    <>
      {form.problems.length > 0 && (
        <ErrorSummary
          attempt={form.attempt}
          title={say(words.record.check(form.problems.length))}
          errors={form.problems.map((problem) => ({ id: form.idOf(problem.field), text: problem.detail ?? say(slipOf(problem, alarm)) }))}
        />
      )}
      {refused}
      <Card label={plain(alarm.label)}>
        <Field {...form.input("label")} label={say(alarm.label)} hint={say(alarm.labelHint)} maxLength={60} />
        <MedicinesField form={form} />
      </Card>
      <RhythmField form={form} />
      {rings && <TimesField form={form} />}
      <Preview form={form} now={now} />
      <Card title={say(alarm.period)} icon="calendar">
        <Field {...form.input("from")} label={say(alarm.from)} type="date" />
        <Field {...form.input("until")} label={say(alarm.until)} hint={say(alarm.untilHint)} type="date" />
        {rings && base !== undefined && "version" in base && (
          <>
            <Field {...form.input("paused")} label={say(alarm.paused)} hint={say(alarm.pausedHint)} type="date" />
            <div class="cluster">
              {[3, 7].map((days) => <Button key={days} kind="line" small onClick={() => change({ paused: pauseOf(today, days) })}>{say(alarm.pauseDays(days))}</Button>)}
              {draft.paused !== "" && <Button kind="quiet" small onClick={() => change({ paused: "" })}>{say(alarm.resume)}</Button>}
            </div>
          </>
        )}
      </Card>
      <StockField form={form} />
      {rings && (
        <Card flush title={say(alarm.notice)} icon="phone">
          <div class="rows">
            <Toggle title={say(alarm.names)} sub={say(alarm.namesSub)} on={say(words.common.on)} off={say(words.common.off)} checked={draft.names} onChange={(names) => change({ names })} />
            <Toggle title={say(alarm.email)} sub={say(alarm.emailSub)} on={say(words.common.on)} off={say(words.common.off)} checked={draft.email} onChange={(email) => change({ email })} />
          </div>
        </Card>
      )}
    </>
  );
}

/** When it rings next as the form stands. */
function Preview({ form: { draft }, now }: { form: AlarmForm; now: Date }) {
  const { say, dates } = useWords();
  const { alarm } = useLexicon(alarmWords);
  if (draft.kind === "as_needed") return <Banner title={say(alarm.neverRings)} />;
  const rhythm = rhythmOf(draft);
  const times = draft.times.map(({ time }) => time).filter((time) => time !== "");
  const plan = { rhythm: rhythm ?? { kind: "unknown" as const }, times, from: draft.from || isoDay(now), until: draft.until || null, pausedUntil: draft.paused || null };
  const next = rhythm && nextRing(plan, isoDay(now), isoTime(now));
  if (next === undefined) return <Banner kind="warn" title={say(alarm.noNext)} />;
  return <Banner title={say(alarm.next(`${saidDay(dates, noon(next.day), now)} ${dates.time(fromJapan(next.day, next.time))}`))} />;
}
