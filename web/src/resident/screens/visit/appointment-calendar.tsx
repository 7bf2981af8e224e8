import { useState } from "preact/hooks";

import { Button } from "../../../components/button.js";
import { Calendar } from "../../../components/calendar.js";
import { Card } from "../../../components/card.js";
import { Rows } from "../../../components/row.js";
import { useRead } from "../../../data/use-read.js";
import { Problem } from "../../../frame/problem.js";
import { isoDay, noon } from "../../../words/dates.js";
import { addDays } from "../../../words/days.js";
import { visitWords } from "../../../words/visit/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { usePerson } from "../../person.js";
import { AppointmentRow, byTime } from "./appointments-ahead.js";

export const lexicons = [visitWords];

/** A month with its appointments; below it those that do not stand in the list of what is to come, or all of another month. */
export default function AppointmentCalendar({ now }: { now: Date }) {
  const { say, plain, dates } = useWords();
  const { calendar } = useLexicon(visitWords);
  const { residentId } = usePerson();
  const today = isoDay(now);
  const [month, setMonth] = useState(today.slice(0, 7));
  const first = `${month}-01`;
  const last = lastOf(first);
  const read = useRead("list-appointments", { resident_id: residentId }, { from: first, to: last, limit: 100 });
  const items = [...(read.value?.items ?? [])].sort(byTime);
  const below = month === today.slice(0, 7) ? items.filter(({ on, status }) => on < today || status !== "planned") : items;
  const turn = (day: string) => setMonth(day.slice(0, 7));
  return (
    <Card flush title={say(calendar.title)} icon="calendar">
      <div class="pad cluster">
        <Button kind="line" small onClick={() => turn(addDays(first, -1))}>{say(calendar.before)}</Button>
        <Button kind="line" small onClick={() => turn(addDays(last, 1))}>{say(calendar.after)}</Button>
      </div>
      {read.refusal && read.value === undefined && <div class="pad"><Problem refusal={read.refusal} again={read.again} /></div>}
      <Calendar
        first={first}
        caption={<span role="status">{say(calendar.month(dates.year(noon(first)), dates.month(noon(first))))}</span>}
        weekdays={calendar.weekdays.map((weekday) => ({ short: say(weekday.replace(/\(.*\)/, "")), long: plain(weekday) }))}
        today={today}
        todayWord={plain(calendar.today)}
        marks={(day) => items.filter(({ on }) => on === day).length}
        countOf={(count) => plain(calendar.count(count))}
      />
      <Rows>{below.map((one) => <li key={one.appointment_id}><AppointmentRow appointment={one} now={now} /></li>)}</Rows>
      {read.value?.next_cursor && <p class="pad second">{say(calendar.partly)}</p>}
    </Card>
  );
}

/** The last day of the month that begins on this day. */
function lastOf(first: string): string {
  const next = `${addDays(first, 31).slice(0, 7)}-01`;
  return addDays(next, -1);
}
