/** `/alarms/adherence`: how many doses were taken, by week and by alarm, in words and numbers to be shown to a doctor. It judges nobody. */
import { useState } from "preact/hooks";

import type { AdherenceAlarm, AdherenceWeek } from "../../../api/index.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Empty } from "../../../components/empty.js";
import { Progress } from "../../../components/progress.js";
import { Segment } from "../../../components/segment.js";
import { Table } from "../../../components/table.js";
import { useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { notificationWords } from "../../../words/notification/index.js";
import { isoDay, noon } from "../../../words/dates.js";
import { addDays } from "../../../words/days.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { usePerson } from "../../person.js";
import { useMinute } from "../../use-minute.js";

const WEEKS = ["4", "12", "26"] as const;

export default function Adherence() {
  const { say, plain, dates } = useWords();
  const { adherence } = useLexicon(notificationWords);
  const { residentId } = usePerson();
  const [weeks, setWeeks] = useState<(typeof WEEKS)[number]>("12");
  const today = isoDay(useMinute());
  const read = useRead("get-adherence", { resident_id: residentId }, { from: addDays(today, 1 - 7 * Number(weeks)), to: today });
  return (
    <Page title={adherence.title} back="/alarms">
      <Segment label={plain(adherence.period)} value={weeks} onChange={setWeeks} options={WEEKS.map((value) => ({ value, word: say(adherence.weeks(Number(value))) }))} />
      <Answered read={read} rows={5}>
        {({ from, to, total, logged, weeks: rows, alarms }) => (total.prescribed === 0 && logged === 0
          ? <Empty icon="chart" title={say(adherence.none)} action={<Button kind="line" href="/medicines/doses">{say(adherence.toDoses)}</Button>}>{say(adherence.noneText)}</Empty>
          : (
            <>
              <Card title={<span>{say(dates.day(noon(from)))}〜{say(dates.day(noon(to)))}</span>}>
                <p class="lead strong">{say(adherence.taken(total.prescribed, total.taken))}</p>
                <Progress label={plain(adherence.taken(total.prescribed, total.taken))} done={total.taken} of={total.prescribed} />
                <p>{say(adherence.rest(total.skipped, total.missed))}</p>
                {logged > 0 && <p class="second">{say(adherence.logged(logged))}</p>}
                <p class="second">{say(adherence.show)}</p>
              </Card>
              {rows.length > 0 && <Weeks weeks={rows} />}
              {alarms.map((alarm) => <One key={alarm.alarm_id} alarm={alarm} />)}
            </>
          ))}
      </Answered>
    </Page>
  );
}

/** The weeks, newest first. */
function Weeks({ weeks }: { weeks: readonly AdherenceWeek[] }) {
  const { say, dates } = useWords();
  const { adherence } = useLexicon(notificationWords);
  return (
    <Card flush title={say(adherence.byWeek)} icon="calendar">
      <Table
        caption={say(adherence.byWeek)}
        captionHidden
        head={[{ word: say(adherence.week) }, { word: say(adherence.headTaken), number: true }, { word: say(adherence.headSkipped), number: true }, { word: say(adherence.headMissed), number: true }]}
        rows={[...weeks].reverse().map(({ week, monday, prescribed, taken, skipped, missed }) => ({
          key: week, cells: [`${dates.short(noon(monday))}〜${dates.short(noon(addDays(monday, 6)))}`, `${taken}/${prescribed}`, skipped, missed],
        }))}
      />
    </Card>
  );
}

function One({ alarm }: { alarm: AdherenceAlarm }) {
  const { say } = useWords();
  const { adherence } = useLexicon(notificationWords);
  const delay = alarm.usual_delay_minutes;
  return (
    <Card title={<span>{alarm.label}</span>} icon="pill">
      {alarm.prescribed > 0 && <p class="strong">{say(adherence.taken(alarm.prescribed, alarm.taken))}</p>}
      {alarm.prescribed > 0 && <p>{say(adherence.rest(alarm.skipped, alarm.missed))}</p>}
      {alarm.logged > 0 && <p>{say(adherence.logged(alarm.logged))}</p>}
      {delay !== null && <p class="second">{say(Math.abs(delay) < 5 ? adherence.onTime : delay > 0 ? adherence.late(delay) : adherence.early(-delay))}</p>}
      {alarm.ended_at !== null && <p class="second">{say(adherence.ended)}</p>}
    </Card>
  );
}
