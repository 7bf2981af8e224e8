import { Chart } from "../../../components/chart.js";
import { dailyWords } from "../../../words/daily/index.js";
import { noon } from "../../../words/dates.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { decimalsOf, writtenValue } from "./trend-values.js";
import { HOME_GUIDE, type Period, type Topic, type TrendRow } from "./trends.js";

/** The line, and in a sentence between what its values lie. */
export function TrendLine({ topic, period, rows }: { topic: Topic; period: Period; rows: readonly TrendRow[] }) {
  const { say, plain, dates } = useWords();
  const { trends: said } = useLexicon(dailyWords);
  const pressure = topic === "pressure";
  const tones = pressure ? (["a", "b"] as const) : (["a"] as const);
  const place = (at: string) => {
    if (period === "ten") return at.slice(0, 4);
    return period === "year" ? at.slice(0, 7).replace("-", "/") : plain(dates.short(noon(at)));
  };
  const ends = tones.map((_, line) => {
    const parts = rows.flatMap((row) => row.values[line] ?? []);
    return [Math.min(...parts.map(({ min }) => min)), Math.max(...parts.map(({ max }) => max))].map((value) => writtenValue(topic, value)) as [string, string];
  });
  const [upper, lower] = ends;
  const once = tones.every((_, line) => rows.reduce((sum, row) => sum + (row.values[line]?.count ?? 0), 0) === 1);
  const range = upper && (once ? said.only(ends.map(([value]) => value).join("/")) : lower ? said.rangeTwo(...upper, ...lower) : said.range(...upper));
  return (
    <>
      <Chart
        names={pressure ? [{ tone: "a", name: say(said.upper) }, { tone: "b", name: say(said.lower) }] : [{ tone: "a", name: say(said.topics[topic]) }]}
        places={rows.map((row) => place(row.at))}
        lines={tones.map((tone, line) => ({ tone, values: rows.map((row) => row.values[line]?.mean ?? null) }))}
        guides={pressure ? [{ value: HOME_GUIDE[0], name: plain(said.upperGuide(HOME_GUIDE[0])) }, { value: HOME_GUIDE[1], name: plain(said.lowerGuide(HOME_GUIDE[1])) }] : []}
        decimals={decimalsOf(topic)}
        {...(topic === "mood" && { scale: [1, 5] as const })}
      />
      {range && <p class="lead">{say(range)}</p>}
      <p class="second">{say(said.gaps)}</p>
    </>
  );
}
