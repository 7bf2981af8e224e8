/** `/record`: one measure over time. The number comes first, what is worth talking about second, then the line, and always the table. */
import { useState } from "preact/hooks";

import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Empty } from "../../../components/empty.js";
import { Segment } from "../../../components/segment.js";
import { useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { dailyWords } from "../../../words/daily/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { mayRecord, usePerson } from "../../person.js";
import { GoalsCard } from "./goals-card.js";
import { useMinute } from "../../use-minute.js";
import { TrendHeadline } from "./trend-headline.js";
import { TrendLine } from "./trend-line.js";
import { TrendTable } from "./trend-table.js";
import { HOME_GUIDE, type Occasion, PERIODS, type Period, TOPICS, type Topic, bucketsOf, firstOccasion, linesOf, queryOf, rowsOf } from "./trends.js";

export default function Record() {
  const { words, say, plain } = useWords();
  const { record, trends: said } = useLexicon(dailyWords);
  const person = usePerson();
  const path = { resident_id: person.residentId };
  const now = useMinute();
  const [topic, setTopic] = useState<Topic>("pressure");
  const [period, setPeriod] = useState<Period>("month");
  const [chosen, setChosen] = useState<Occasion>();
  // The number is that of the last days, whatever the line shows.
  const days = useRead("get-daily-trends", path, queryOf(topic, "month", now));
  const line = useRead("get-daily-trends", path, queryOf(topic, period, now));
  const [before, after] = words.person.honorific;
  return (
    <Page title={record.title}>
      {mayRecord(person, "daily") && <Button block icon="plus" href="/record/new">{say(record.write)}</Button>}
      <Segment label={plain(said.topic)} options={TOPICS.map((value) => ({ value, word: say(said.topics[value]) }))} value={topic} onChange={setTopic} />
      <p class="only-print headline">{say(before)}<span class="name">{person.name}</span>{say(after)} {say(said.topics[topic])} {say(said.periods[period])}</p>
      <Answered read={days} rows={2}>
        {(value) => {
          const lines = linesOf(topic, value);
          const occasion = topic === "pressure" ? (chosen ?? firstOccasion(lines)) : "all";
          return <TrendHeadline topic={topic} occasion={occasion} trends={value} rows={rowsOf(bucketsOf("month", now), lines, occasion)} />;
        }}
      </Answered>
      <Card label={plain(said.topics[topic])}>
        <Segment label={plain(said.period)} options={PERIODS.map((value) => ({ value, word: say(said.periods[value]) }))} value={period} onChange={setPeriod} />
        <Answered read={line} rows={8}>
          {(value) => {
            const lines = linesOf(topic, value);
            const occasion = topic === "pressure" ? (chosen ?? firstOccasion(lines)) : "all";
            const rows = rowsOf(bucketsOf(period, now), lines, occasion);
            const empty = rows.every((row) => row.values.every((part) => part === undefined));
            return (
              <>
                {topic === "pressure" && (
                  <>
                    <Segment label={plain(said.occasion)} options={(["morning", "evening", "all"] as const).map((part) => ({ value: part, word: say(said.occasions[part]) }))} value={occasion} onChange={setChosen} />
                    <p class="second">{say(said.hours[occasion])}</p>
                  </>
                )}
                {empty ? <Empty icon="chart" title={say(said.nothing)}>{say(said.nothingText)}</Empty> : <TrendLine topic={topic} period={period} rows={rows} />}
                {!empty && <TrendTable topic={topic} period={period} rows={rows} />}
              </>
            );
          }}
        </Answered>
      </Card>
      {topic === "pressure" && <p class="second">{say(said.about(...HOME_GUIDE))}</p>}
      <div class="no-print"><GoalsCard /></div>
      <div class="cluster no-print">
        <Button kind="line" icon="record" href="/record/list">{say(said.each)}</Button>
        <Button kind="line" icon="print" onClick={() => window.print()}>{say(said.print)}</Button>
      </div>
    </Page>
  );
}
