/** `/record/list`: every set of daily values by its day, newest first. Each leads to where it is corrected. */
import type { DailyEntry } from "../../../api/index.js";
import { Badge } from "../../../components/badge.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Empty } from "../../../components/empty.js";
import { Row, Rows } from "../../../components/row.js";
import { useOutbox, usePages } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { More } from "../../../frame/more.js";
import { dailyWords } from "../../../words/daily/index.js";
import { isoDay, sameYear } from "../../../words/dates.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { mayRecord, usePerson } from "../../person.js";
import { useMinute } from "../../use-minute.js";
import { EntryValues } from "./entry-values.js";
import { waitingRecord } from "./waiting-record.js";

/** The first day that a list can be asked from: all that there is. */
const EVER = "1900-01-01";

export default function RecordList() {
  const { say } = useWords();
  const { record, list: said } = useLexicon(dailyWords);
  const person = usePerson();
  const list = usePages("list-daily-records", { resident_id: person.residentId }, { from: EVER });
  return (
    <Page title={said.title} back="/record">
      <Answered read={list} rows={6}>
        {({ items }) => (items.length === 0
          ? <Empty icon="chart" title={say(record.none)} action={mayRecord(person, "daily") && <Button icon="plus" href="/record/new">{say(record.write)}</Button>}>{say(record.noneText)}</Empty>
          : <>{daysOf(items).map(([day, entries]) => <Day key={day} entries={entries} />)}<More pages={list} /></>)}
      </Answered>
    </Page>
  );
}

function Day({ entries }: { entries: readonly DailyEntry[] }) {
  const { say, dates } = useWords();
  const { list: said } = useLexicon(dailyWords);
  const outbox = useOutbox();
  const at = new Date(entries[0]?.taken_at ?? 0);
  const thisYear = sameYear(at, useMinute());
  return (
    <Card flush title={<>{!thisYear && <>{say(dates.year(at))} </>}{say(dates.day(at))}</>}>
      <Rows>
        {entries.map((entry) => {
          const waits = waitingRecord(outbox, entry.record_id) !== undefined;
          return (
            <li key={entry.record_id}>
              <Row title={dates.time(new Date(entry.taken_at))} sub={<EntryValues entry={entry} />} href={`/record/${entry.record_id}`}>
                {waits && <span><Badge kind="warn" icon="phone">{say(said.waiting)}</Badge></span>}
                {!waits && entry.recorded_by !== "self" && <span><Badge kind="quiet">{say(said.by[entry.recorded_by])}</Badge></span>}
              </Row>
            </li>
          );
        })}
      </Rows>
    </Card>
  );
}

/** Records by their days in Japan, in their order. */
export function daysOf(items: readonly DailyEntry[]): readonly (readonly [string, readonly DailyEntry[]])[] {
  const days = new Map<string, DailyEntry[]>();
  for (const item of items) {
    const day = isoDay(new Date(item.taken_at));
    days.set(day, [...(days.get(day) ?? []), item]);
  }
  return [...days];
}
