import type { DailyTrends } from "../../../api/index.js";
import { Banner } from "../../../components/banner.js";
import { Card } from "../../../components/card.js";
import { dailyWords } from "../../../words/daily/index.js";
import { noon } from "../../../words/dates.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { unitOf, writtenValue } from "./trend-values.js";
import { HOME_GUIDE, MEASURES, type Occasion, type Topic, type TrendRow, lastWeekOf, noticesOf, reachesGuide } from "./trends.js";

interface Props {
  readonly topic: Topic;
  readonly occasion: Occasion;
  readonly trends: DailyTrends;
  /** The last 30 days. */
  readonly rows: readonly TrendRow[];
}

/** The one number of the screen, and in words what is worth talking about. */
export function TrendHeadline({ topic, occasion, trends, rows }: Props) {
  const { say, dates } = useWords();
  const { noticeTitles, record, trends: said } = useLexicon(dailyWords);
  // Of blood pressure and steps a single day says little; of the others the latest is what one wants to know.
  const week = topic === "pressure" || topic === "steps";
  const latest = rows.filter((row) => row.values[0] !== undefined).at(-1);
  const values = week ? MEASURES[topic].flatMap((_, line) => lastWeekOf(rows, line) ?? []) : latest?.values.flatMap((part) => part?.mean ?? []) ?? [];
  const [upper, lower] = values.map(Math.round);
  const low = topic === "pressure" && upper !== undefined && lower !== undefined && !reachesGuide(upper, lower);
  const notices = noticesOf(trends);
  const once = week && rows.slice(-7).reduce((sum, row) => sum + (row.values[0]?.count ?? 0), 0) === 1;
  const first = rows.at(-7);
  const last = rows.at(-1);
  const mood = topic === "mood" && values[0] !== undefined ? record.moods[Math.round(values[0]) - 1] : undefined;
  return (
    <Card
      title={<>{say(week ? said.weekMean : said.latest)}{once && say(said.once)}{topic === "pressure" && <> {say(said.occasions[occasion])}</>}</>}
      aside={<span class="second">{week ? first && last && <>{dates.short(noon(first.at))}〜{dates.short(noon(last.at))}</> : latest && say(dates.day(noon(latest.at)))}</span>}
    >
      {values.length === 0 ? <p>{say(week ? said.noWeek : said.nothing)}</p> : (
        <p class="figure">{mood !== undefined ? say(mood) : values.map((value) => writtenValue(topic, value)).join(" / ")} <small>{say(unitOf(topic, record.unitSteps))}</small></p>
      )}
      {notices.map(({ code, occasion: part, detail, source }) => (
        <Banner key={`${code}${part ?? ""}`} kind="warn" title={say(noticeTitles[code])}>
          <p>{detail}</p>
          {source !== "unverified" && <p>{say(said.source(""))}{source}</p>}
        </Banner>
      ))}
      {low && notices.length === 0 && <p>{say(said.below(...HOME_GUIDE))}</p>}
    </Card>
  );
}
