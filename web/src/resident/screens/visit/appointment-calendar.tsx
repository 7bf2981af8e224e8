import { useId, useState } from "preact/hooks";

import type { Appointment } from "../../../api/index.js";
import { Button } from "../../../components/button.js";
import { Calendar } from "../../../components/calendar.js";
import { Card } from "../../../components/card.js";
import { Rows } from "../../../components/row.js";
import { useRead } from "../../../data/use-read.js";
import { Problem } from "../../../frame/problem.js";
import { appointmentWords } from "../../../words/appointment/index.js";
import { isoDay, noon } from "../../../words/dates.js";
import { addDays } from "../../../words/days.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { usePerson } from "../../person.js";
import { AppointmentRow, byTime } from "./appointments-ahead.js";

/** A month with its appointments; a day that has some shows them below. */
export function AppointmentCalendar({ now }: { now: Date }) {
  const { say, plain, dates } = useWords();
  const { calendar } = useLexicon(appointmentWords);
  const { residentId } = usePerson();
  const id = useId();
  const today = isoDay(now);
  const [month, setMonth] = useState(today.slice(0, 7));
  const [day, setDay] = useState<string>();
  const first = `${month}-01`;
  const read = useRead("list-appointments", { resident_id: residentId }, { from: first, to: lastOf(first), limit: 100 });
  const items = [...(read.value?.items ?? [])].sort(byTime);
  const of = (on: string): readonly Appointment[] => items.filter((one) => one.on === on);
  const turn = (to: string) => {
    setMonth(to);
    setDay(undefined);
  };
  const title = say(calendar.month(dates.year(noon(first)), dates.month(noon(first))));
  return (
    <Card flush title={say(calendar.title)} icon="calendar">
      <div class="pad cluster">
        <Button kind="line" small onClick={() => turn(addDays(first, -1).slice(0, 7))}>{say(calendar.before)}</Button>
        <Button kind="line" small onClick={() => turn(addDays(lastOf(first), 1).slice(0, 7))}>{say(calendar.after)}</Button>
      </div>
      {read.refusal && read.value === undefined && <div class="pad"><Problem refusal={read.refusal} again={read.again} /></div>}
      <Calendar
        first={first}
        caption={title}
        weekdays={calendar.weekdays.map((weekday) => ({ short: say(weekday.replace(/\(.*\)/, "")), long: plain(weekday) }))}
        today={today}
        todayWord={plain(calendar.today)}
        picked={day}
        marks={(on) => of(on).length}
        nameOf={(on, count) => `${plain(dates.day(noon(on)))} ${plain(calendar.count(count))}`}
        onPick={(on) => setDay(on === day ? undefined : on)}
        shows={`${id}-day`}
      />
      <div id={`${id}-day`} role="status">
        {day === undefined ? items.length > 0 && <p class="pad second">{say(calendar.hint)}</p> : (
          <>
            <h3 class="pad strong">{say(calendar.of(dates.day(noon(day))))}</h3>
            <Rows>{of(day).map((one) => <li key={one.appointment_id}><AppointmentRow appointment={one} now={now} /></li>)}</Rows>
          </>
        )}
        {read.value?.next_cursor && <p class="pad second">{say(calendar.partly)}</p>}
      </div>
    </Card>
  );
}

/** The last day of the month that begins on this day. */
function lastOf(first: string): string {
  const next = `${addDays(first, 31).slice(0, 7)}-01`;
  return addDays(next, -1);
}
