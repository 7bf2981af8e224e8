/** `/alarms`: when which medicine is to be taken, how long it lasts, and which medicines have no alarm yet. */
import type { AlarmEntry } from "../../../api/index.js";
import { Badge } from "../../../components/badge.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Empty } from "../../../components/empty.js";
import { Row, Rows } from "../../../components/row.js";
import { useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { lazyPart } from "../../../frame/lazy-part.js";
import { alarmWords } from "../../../words/alarm/index.js";
import { isoDay, noon, shortTime } from "../../../words/dates.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { mayRecord, maySee, usePerson } from "../../person.js";
import { useMinute } from "../../use-minute.js";
import { JapanTime } from "./japan-time.js";
import { useMedicineNames } from "./medicine-names.js";
import { RhythmText } from "./rhythm-text.js";
import { saidDay, saidNear } from "./said-day.js";
import { Suggestions } from "./suggestions.js";

const Unreached = lazyPart(() => import("./unreached.js"));

export default function Alarms() {
  const { say, plain } = useWords();
  const { alarms } = useLexicon(alarmWords);
  const person = usePerson();
  const path = { resident_id: person.residentId };
  const list = useRead("list-alarms", path);
  // What stands above the list and in its rows comes with it: nothing moves under a finger.
  const [suggestions, medicines] = [useRead("list-alarm-suggestions", path), useRead("list-medications", path)];
  const isWaiting = [suggestions, medicines].some(({ value, refusal }) => value === undefined && refusal === undefined);
  const shown = isWaiting ? { ...list, value: undefined, refusal: undefined } : list;
  const add = mayRecord(person, "medication") && <Button block icon="plus" href="/alarms/new">{say(alarms.add)}</Button>;
  return (
    <Page title={alarms.title} back="/medicines">
      <Answered read={shown} rows={6}>
        {({ items }) => (
          <>
            <Suggestions />
            {items.every(({ about }) => about === "record")
              ? <Empty icon="bell" title={say(alarms.none)} action={add}>{say(alarms.noneText)}</Empty>
              : (
                <>
                  <JapanTime />
                  <Card flush label={plain(alarms.title)}><Rows>{items.filter(({ about }) => about !== "record").map((alarm) => <li key={alarm.alarm_id}><One alarm={alarm} /></li>)}</Rows></Card>
                  {add}
                  {items.some(({ about, next_at, rings_for_me }) => about !== "record" && next_at !== null && rings_for_me) && <Unreached />}
                </>
              )}
          </>
        )}
      </Answered>
      <Card flush title={say(alarms.more)}>
        <Rows>
          <li><Row icon="pill" title={say(alarms.doses)} href="/medicines/doses" /></li>
          {maySee(person, "daily") && <li><Row icon="record" title={say(alarms.reminders)} sub={say(alarms.remindersSub)} href="/record/goals" /></li>}
          <li><Row icon="clock" title={say(alarms.meals)} sub={say(alarms.mealsSub)} href="/alarms/meal-times" /></li>
          <li><Row icon="chart" title={say(alarms.adherence)} href="/alarms/adherence" /></li>
          <li><Row icon="users" title={say(alarms.family)} href="/alarms/family" /></li>
          <li><Row icon="phone" title={say(alarms.notifications)} href="/book/notifications" /></li>
        </Rows>
      </Card>
    </Page>
  );
}

function One({ alarm }: { alarm: AlarmEntry }) {
  const { words, say, dates } = useWords();
  const { alarms } = useLexicon(alarmWords);
  const { residentId } = usePerson();
  const names = useMedicineNames(residentId)(alarm.medication_ids, alarm.groups);
  const now = useMinute();
  const today = isoDay(now);
  const day = (iso: string): string => saidDay(dates, noon(iso), now);
  const next = alarm.next_at === null ? undefined : new Date(alarm.next_at);
  const { stock, until } = alarm;
  const over = until !== null && until < today;
  const paused = alarm.paused_until !== null && alarm.paused_until >= today;
  return (
    <Row
      icon="bell"
      title={alarm.label}
      sub={<><RhythmText rhythm={alarm.rhythm} /> {alarm.times.map(({ time }) => shortTime(time)).join(words.separator)}</>}
      href={`/alarms/${alarm.alarm_id}`}
    >
      {names.length > 0 && <span>{names.join(words.separator)}</span>}
      {!over && <span>{next ? say(alarms.next(`${saidNear(dates, next, now)} ${dates.time(next)}`)) : alarm.rhythm.kind !== "as_needed" && say(alarms.silent)}{until !== null && <>・{say(alarms.until(day(until)))}</>}</span>}
      {stock !== null && <span>{say(stock.days_left === null ? alarms.leftAmount(String(stock.amount)) : alarms.left(stock.days_left))}</span>}
      <span class="cluster">
        {over && <Badge kind="quiet">{say(alarms.over(day(until)))}</Badge>}
        {paused && alarm.paused_until !== null && <Badge kind="quiet">{say(alarms.paused(day(alarm.paused_until)))}</Badge>}
        {stock?.low && <Badge kind="warn" icon="warn">{say(alarms.low)}</Badge>}
        {!alarm.rings_for_me && <Badge kind="info" icon="phone">{say(alarms.elsewhere)}</Badge>}
      </span>
    </Row>
  );
}
