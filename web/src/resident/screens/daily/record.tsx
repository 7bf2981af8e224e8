/** `/record`: the daily values of the last 30 days as a table, newest first. */
import type { DailyEntry } from "../../../api/index.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Empty } from "../../../components/empty.js";
import { Table } from "../../../components/table.js";
import { useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { dailyWords } from "../../../words/daily/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { mayRecord, usePerson } from "../../person.js";

export default function Record() {
  const { words, say, dates } = useWords();
  const { record } = useLexicon(dailyWords);
  const person = usePerson();
  const { residentId } = person;
  const list = useRead("list-daily-records", { resident_id: residentId });
  const steps = (entry: DailyEntry) => entry.steps?.toLocaleString("en");
  return (
    <Page title={record.title}>
      {mayRecord(person, "daily") && <Button block icon="record" href="/record/new">{say(record.write)}</Button>}
      <Answered read={list} rows={6}>
        {({ items }) => (items.length === 0 ? <Empty icon="chart" title={say(record.none)}>{say(record.noneText)}</Empty> : (
          <Card flush>
            <Table
              caption={say(record.last30)}
              head={[{ word: say(record.at) }, { word: say(record.pressure) }, { word: say(words.record.weight), number: true }, { word: say(words.record.temperature), number: true }, { word: say(words.record.steps), number: true }]}
              rows={items.map((entry) => {
                const at = new Date(entry.taken_at);
                const pressure = entry.blood_pressure;
                return {
                  key: entry.record_id,
                  cells: [
                    <><span class="nowrap">{dates.short(at)}</span> <span class="second nowrap">{dates.time(at)}</span></>,
                    pressure && <span class="nowrap">{pressure.systolic_mmhg}/{pressure.diastolic_mmhg}</span>,
                    entry.weight_kg, entry.temperature_c, steps(entry),
                  ],
                };
              })}
            />
          </Card>
        ))}
      </Answered>
    </Page>
  );
}
