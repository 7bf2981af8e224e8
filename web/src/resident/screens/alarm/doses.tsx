/** `/medicines/doses`: the doses of a day, answered by one tap, corrected by two. */
import { useState } from "preact/hooks";

import { Badge } from "../../../components/badge.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Empty } from "../../../components/empty.js";
import { Progress } from "../../../components/progress.js";
import { Row, Rows } from "../../../components/row.js";
import { usePages, useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { More } from "../../../frame/more.js";
import { alarmWords } from "../../../words/alarm/index.js";
import { isoDay, noon, shortTime } from "../../../words/dates.js";
import { addDays } from "../../../words/days.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { mayRecord, usePerson } from "../../person.js";
import { useMinute } from "../../use-minute.js";
import { AsNeeded } from "./as-needed.js";
import { DoseRow } from "./dose-row.js";
import { type Planned, isOpen, plannedOf, stands } from "./planned.js";
import { useAnswer } from "../today/use-answer.js";

export default function Doses() {
  const { say, dates } = useWords();
  const { doses } = useLexicon(alarmWords);
  const person = usePerson();
  const now = useMinute();
  const today = isoDay(now);
  const [chosen, setDay] = useState<string>();
  const day = chosen ?? today;
  const path = { resident_id: person.residentId };
  const list = usePages("list-intakes", path, { from: day, to: day });
  // A dose of the evening is one of that evening after midnight too, and comes before those of the day that began.
  const before = addDays(today, -1);
  const night = useRead("list-intakes", path, { from: before, to: before });
  const late = day === today ? plannedOf(night.value?.items ?? [], before).filter(isOpen) : [];
  return (
    <Page title={day === today ? doses.title : doses.titleOther} back="/medicines">
      <div class="between">
        <p class="headline__date strong">{say(dates.day(noon(day)))}</p>
        <Count items={plannedOf(list.value?.items ?? [], day)} />
      </div>
      <div class="btn-pair btn-pair--even">
        <Button kind="line" small icon="back" onClick={() => setDay(addDays(day, -1))}>{say(doses.before)}</Button>
        {day < today && <Button kind="line" small onClick={() => setDay(addDays(day, 1))}>{say(doses.after)}</Button>}
      </div>
      {late.length > 0 && (
        <Card flush title={<span>{say(dates.near(noon(before), now))} {say(dates.day(noon(before)))}</span>}>
          <ul class="rows">{late.map((dose) => <DoseRow key={`${dose.alarm_id}${dose.time}`} dose={dose} current={dose === late[0]} today={today} stock={undefined} />)}</ul>
        </Card>
      )}
      <Answered read={list}>
        {({ items }) => {
          const planned = plannedOf(items, day);
          return (
            <>
              {planned.length === 0
                ? <Empty icon="pill" title={say(day === today ? doses.none : doses.noneOther)} action={<Button kind="line" href="/alarms">{say(doses.alarms)}</Button>}>{say(doses.noneText)}</Empty>
                : <Day planned={planned} today={today} leads={late.length === 0} />}
              <More pages={list} />
              <AsNeeded key={day} day={day} today={today} items={items} />
            </>
          );
        }}
      </Answered>
      {day === today && <Yesterday day={addDays(day, -1)} now={now} />}
      <Card flush title={say(doses.more)}>
        <Rows>
          <li><Row icon="bell" title={say(doses.alarms)} href="/alarms" /></li>
          <li><Row icon="chart" title={say(doses.adherence)} href="/alarms/adherence" /></li>
          <li><Row icon="users" title={say(doses.family)} href="/alarms/family" /></li>
          <li><Row icon="phone" title={say(doses.phones)} href="/book/notifications" /></li>
        </Rows>
      </Card>
    </Page>
  );
}

function Count({ items }: { items: readonly Planned[] }) {
  const { say } = useWords();
  const { doses } = useLexicon(alarmWords);
  if (items.length === 0) return null;
  return <p class="second">{say(doses.count(items.length, items.filter((dose) => !isOpen(dose) && dose.status !== "missed").length))}</p>;
}

/** The doses of a day, earliest first. The first that is open is the one that most came for, unless one of the night before is (`leads`). */
function Day({ planned, today, leads }: { planned: readonly Planned[]; today: string; leads: boolean }) {
  const { plain } = useWords();
  const { doses } = useLexicon(alarmWords);
  const { residentId } = usePerson();
  const answered = planned.filter((dose) => !isOpen(dose) && dose.status !== "missed").length;
  const open = planned.filter((dose) => dose.date === today && isOpen(dose));
  const { value } = useRead("list-alarms", { resident_id: residentId });
  const left = (id: string) => value?.items.find(({ alarm_id }) => alarm_id === id)?.stock ?? undefined;
  return (
    <>
      <Progress label={plain(doses.count(planned.length, answered))} done={answered} of={planned.length} />
      <Card flush label={plain(doses.title)}>
        <ul class="rows">{planned.map((dose) => <DoseRow key={`${dose.alarm_id}${dose.date}${dose.time}`} dose={dose} current={leads && dose === open[0]} today={today} stock={left(dose.alarm_id)} />)}</ul>
      </Card>
    </>
  );
}

/** What was missed yesterday, while it is still known whether it was taken. */
function Yesterday({ day, now }: { day: string; now: Date }) {
  const { say, dates } = useWords();
  const { doses } = useLexicon(alarmWords);
  const person = usePerson();
  const answer = useAnswer("/medicines/doses");
  const { value } = useRead("list-intakes", { resident_id: person.residentId }, { from: day, to: day });
  const missed = plannedOf(value?.items ?? [], day).filter(({ status }) => status === "missed");
  if (missed.length === 0) return null;
  return (
    <Card title={<span>{say(dates.near(noon(day), now))} {say(dates.day(noon(day)))}</span>}>
      <p><Badge kind="warn" icon="warn">{say(doses.missedCount(missed.length))}</Badge></p>
      {missed.map((dose) => (
        <div key={`${dose.alarm_id}${dose.time}`} class="stack stack--tight">
          <p><strong>{dose.label}</strong> {shortTime(dose.time)}</p>
          {stands(dose, doses, dates) !== undefined && <p class="second">{say(stands(dose, doses, dates) ?? "")}</p>}
          {mayRecord(person, "medication") && (
            <Button kind="line" onClick={() => answer(dose, { status: "taken", at: dose.due_at }, doses.tookThen)}>{say(doses.tookIt)}</Button>
          )}
        </div>
      ))}
    </Card>
  );
}

