import { useState } from "preact/hooks";

import { Badge } from "../../../components/badge.js";
import { Button } from "../../../components/button.js";
import { Table } from "../../../components/table.js";
import { dailyWords } from "../../../words/daily/index.js";
import { noon } from "../../../words/dates.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { writtenValue } from "./trend-values.js";
import { type Period, type Topic, type TrendRow, reachesGuide } from "./trends.js";
import "./trends.css";

const SHORT = 7;

/** What the line shows, as a table: it is the line's text. On paper it is whole. */
export function TrendTable({ topic, period, rows }: { topic: Topic; period: Period; rows: readonly TrendRow[] }) {
  const { say, dates } = useWords();
  const { record, trends: said } = useLexicon(dailyWords);
  const [whole, setWhole] = useState(false);
  const measured = rows.filter((row) => row.values.some((part) => part !== undefined)).reverse();
  const bucket = period === "month" ? "day" : period === "half" ? "week" : "month";
  const named = (at: string) => say(bucket === "month" ? said.yearMonth(at.slice(0, 4), dates.month(noon(at))) : dates.day(noon(at)));
  const pressure = topic === "pressure";
  const unit = { weight: "kg", temperature: "℃", steps: "", mood: "", pressure: "" }[topic];
  const head = pressure
    ? [{ word: say(record.pressureUpper), number: true }, { word: say(record.pressureLower), number: true }, { word: say(said.guide) }]
    : [{ word: <>{say(bucket === "day" || topic === "steps" ? said.topics[topic] : said.mean)}{unit && ` ${unit}`}</>, number: true }];
  const cells = ({ values }: TrendRow) => {
    const numbers = values.map((part) => part && writtenValue(topic, part.mean));
    const [upper, lower] = values;
    if (topic === "mood" && upper) return [<>{writtenValue(topic, upper.mean)} {say(record.moods[Math.round(upper.mean) - 1] ?? "")}</>];
    if (!pressure) return numbers;
    const reached = upper !== undefined && lower !== undefined && reachesGuide(upper.mean, lower.mean);
    return [...numbers, reached ? <Badge kind="warn">{say(said.reached)}</Badge> : say(said.notReached)];
  };
  return (
    <div class={whole ? "trend-table" : "trend-table trend-table--short"}>
      <Table caption={say(said.table)} head={[{ word: say(said.bucket[bucket]) }, ...head]} rows={measured.map((row) => ({ key: row.at, cells: [<span class="nowrap">{named(row.at)}</span>, ...cells(row)] }))} />
      {!whole && measured.length > SHORT && <Button kind="quiet" onClick={() => setWhole(true)}>{say(said.all(measured.length))}</Button>}
    </div>
  );
}
