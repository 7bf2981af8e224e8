/** `/alarms`: when which medicine is to be taken, and how long it lasts. */
import type { ComponentChildren } from "preact";

import type { AlarmEntry } from "../../../api/index.js";
import { Badge } from "../../../components/badge.js";
import { Card } from "../../../components/card.js";
import { Empty } from "../../../components/empty.js";
import { Row, Rows } from "../../../components/row.js";
import { useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { alarmWords } from "../../../words/alarm/index.js";
import type { AlarmWords } from "../../../words/alarm/ja.js";
import { noon } from "../../../words/dates.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { usePerson } from "../../person.js";

export default function Alarms() {
  const { say, plain } = useWords();
  const { alarms } = useLexicon(alarmWords);
  const { residentId } = usePerson();
  const list = useRead("list-alarms", { resident_id: residentId });
  return (
    <Page title={alarms.title} back="/medicines">
      <Answered read={list}>
        {({ items }) => (items.length === 0
          ? <Empty icon="bell" title={say(alarms.none)}>{say(alarms.noneText)}</Empty>
          : <Card flush label={plain(alarms.title)}><Rows>{items.map((alarm) => <li key={alarm.alarm_id}><One alarm={alarm} /></li>)}</Rows></Card>)}
      </Answered>
    </Page>
  );
}

function One({ alarm }: { alarm: AlarmEntry }) {
  const { words, say, dates } = useWords();
  const { alarms } = useLexicon(alarmWords);
  const day = (iso: string): string => dates.day(noon(iso));
  const next = alarm.next_at === null ? undefined : new Date(alarm.next_at);
  const { stock } = alarm;
  return (
    <Row icon="bell" title={alarm.label} sub={<>{rhythmOf(alarm.rhythm, alarms, words.separator, say)} {alarm.times.map(({ time }) => time.replace(/^0/, "")).join(words.separator)}</>}>
      <span>{next ? say(alarms.next(`${dates.near(next, new Date())} ${dates.time(next)}`)) : say(alarms.silent)}{alarm.until !== null && <>・{say(alarms.until(day(alarm.until)))}</>}</span>
      {stock !== null && stock.days_left !== null && <span>{say(alarms.left(stock.days_left))}</span>}
      <span class="cluster">
        {alarm.paused_until !== null && <Badge kind="quiet">{say(alarms.paused(day(alarm.paused_until)))}</Badge>}
        {stock?.low && <Badge kind="warn" icon="warn">{say(alarms.low)}</Badge>}
        {!alarm.rings_for_me && <Badge kind="info" icon="phone">{say(alarms.elsewhere)}</Badge>}
      </span>
    </Row>
  );
}

function rhythmOf(rhythm: AlarmEntry["rhythm"], alarms: AlarmWords["alarms"], separator: string, say: (text: string) => ComponentChildren): ComponentChildren {
  switch (rhythm.kind) {
    case "daily": return say(alarms.daily);
    case "every_n_days": return say(alarms.everyDays(rhythm.n));
    case "weekdays": return rhythm.days.map((day, index) => <>{index > 0 && separator}{say(alarms.weekdays[day])}</>);
    case "days_on_off": return say(alarms.onOff(rhythm.on, rhythm.off));
    case "n_per_week": return say(alarms.perWeek(rhythm.n));
    case "monthly": return say(alarms.monthly);
    case "as_needed": return say(alarms.asNeeded);
    case "unknown": return say(alarms.unknown);
  }
}
