import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Field, FieldError } from "../../../components/field.js";
import { useRead } from "../../../data/use-read.js";
import { alarmWords } from "../../../words/alarm/index.js";
import { shortTime } from "../../../words/dates.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { usePerson } from "../../person.js";
import { type DraftTime, MOST_TIMES } from "./draft.js";
import { JapanTime } from "./japan-time.js";
import { MOMENTS, momentsOf } from "./meals.js";
import type { AlarmForm } from "./use-alarm-form.js";

/** When on a day, and how much then. The moments of the person's own day are offered. */
export function TimesField({ form }: { form: AlarmForm }) {
  const { say } = useWords();
  const { alarm } = useLexicon(alarmWords);
  const { residentId } = usePerson();
  const { value: meals } = useRead("get-meal-times", { resident_id: residentId });
  const { draft: { times }, change, idOf, errorOf } = form;
  const put = (place: number, changes: Partial<DraftTime>) => change({ times: times.map((one, at) => (at === place ? { time: one.time, amount: one.amount, ...changes } : one)) });
  const chosen = times.filter(({ preset }) => !preset);
  const add = (time: string) => change({ times: [...chosen, { time, amount: chosen.at(-1)?.amount ?? "" }] });
  const moments = meals && momentsOf(meals);
  const room = times.length < MOST_TIMES;
  return (
    <Card title={say(alarm.times)} icon="clock">
      <div id={idOf("times")} tabIndex={-1}>{errorOf("times") && <FieldError id={idOf("times-error")}>{errorOf("times")}</FieldError>}</div>
      <JapanTime />
      {times.map(({ time, amount }, place) => (
        <fieldset key={place} class="stack stack--tight">
          <legend class="sr">{say(alarm.timeOf(place + 1))}</legend>
          <Field id={idOf(`time-${place}`)} label={say(alarm.time)} type="time" value={time} onInput={(text) => put(place, { time: text })} error={errorOf(`time-${place}`)} />
          <Field id={idOf(`amount-${place}`)} label={say(alarm.amount)} hint={place === 0 && say(alarm.amountHint)} value={amount} maxLength={16} onInput={(text) => put(place, { amount: text })} error={errorOf(`amount-${place}`)} />
          {times.length > 1 && <span><Button kind="quiet" small icon="close" onClick={() => change({ times: times.filter((_, at) => at !== place) })}>{say(alarm.removeTime(shortTime(time)))}</Button></span>}
        </fieldset>
      ))}
      {room && moments && (
        <div class="stack stack--tight">
          <p class="strong">{say(alarm.addTime)}</p>
          <div class="cluster">
            {MOMENTS.filter((moment) => !chosen.some(({ time }) => time === moments[moment])).map((moment) => (
              <Button key={moment} kind="line" small onClick={() => add(moments[moment])}><span>{say(alarm.moments[moment])} <span class="nowrap">{shortTime(moments[moment])}</span></span></Button>
            ))}
            <Button kind="quiet" small icon="plus" onClick={() => add("")}>{say(alarm.otherTime)}</Button>
          </div>
        </div>
      )}
      {room && !moments && <Button kind="line" small icon="plus" onClick={() => add("")}>{say(alarm.otherTime)}</Button>}
    </Card>
  );
}
