import type { ComponentChildren } from "preact";

import { addDays, weekdayOf } from "../words/days.js";
import { classNames } from "./class-names.js";
import "./calendar.css";

interface Props {
  /** The first day of the month: 2026-11-01. */
  readonly first: string;
  readonly caption: ComponentChildren;
  /** From Sunday on: as it stands at the head of a column, and as it is said. */
  readonly weekdays: readonly { readonly short: ComponentChildren; readonly long: string }[];
  readonly today: string;
  readonly todayWord: string;
  /** How many things a day has. */
  readonly marks: (day: string) => number;
  /** What is said of so many things. */
  readonly countOf: (count: number) => string;
}

const MOST_DOTS = 3;

/** A month as a table: a day that has something has dots, which are said as their number. Seven columns of a narrow screen are no targets, so nothing here is tapped. */
export function Calendar({ first, caption, weekdays, today, todayWord, marks, countOf }: Props) {
  return (
    <table class="calendar">
      <caption>{caption}</caption>
      <thead><tr>{weekdays.map(({ short, long }) => <th key={long} scope="col" abbr={long}>{short}</th>)}</tr></thead>
      <tbody>
        {weeksOf(first).map((week) => (
          <tr key={week[0]}>
            {week.map((day) => {
              if (!day.startsWith(first.slice(0, 7))) return <td key={day} />;
              const count = marks(day);
              const isToday = day === today;
              return (
                <td key={day} aria-current={isToday ? "date" : undefined}>
                  <span class={classNames("calendar__day", isToday && "calendar__day--today", count > 0 && "calendar__day--marked")}>
                    {Number(day.slice(8))}
                    {isToday && <span class="sr"> {todayWord}</span>}
                    {count > 0 && <><span class="calendar__dots" aria-hidden="true">{"●".repeat(Math.min(count, MOST_DOTS))}</span><span class="sr"> {countOf(count)}</span></>}
                  </span>
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The weeks of a month from Sunday on, with the days of other months that fill them. */
function weeksOf(first: string): readonly (readonly string[])[] {
  const start = addDays(first, -((weekdayOf(first) + 1) % 7));
  const weeks: string[][] = [];
  for (let sunday = start; sunday.slice(0, 7) <= first.slice(0, 7); sunday = addDays(sunday, 7)) {
    weeks.push(Array.from({ length: 7 }, (_, day) => addDays(sunday, day)));
  }
  return weeks;
}
