import type { Today } from "../../../api/index.js";
import { Card } from "../../../components/card.js";
import { dailyWords } from "../../../words/daily/index.js";
import { todayWords } from "../../../words/today/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { lastOf } from "../daily/latest.js";
import { grouped } from "../../../words/numbers.js";

/** The latest value of each measure, with its day. */
export function LatestValues({ latest, now }: { latest: NonNullable<Today["latest"]>; now: Date }) {
  const { words, say, dates } = useWords();
  const { home } = useLexicon(todayWords);
  const { record } = useLexicon(dailyWords);
  const rows = [
    { name: record.pressure, unit: "mmHg", last: lastOf({ latest }, ["systolic_mmhg", "diastolic_mmhg"], dates, now) },
    { name: words.record.pulse, unit: "", last: lastOf({ latest }, ["pulse_bpm"], dates, now) },
    { name: words.record.weight, unit: "kg", last: lastOf({ latest }, ["weight_kg"], dates, now) },
    { name: words.record.temperature, unit: "℃", last: lastOf({ latest }, ["temperature_c"], dates, now) },
    { name: words.record.steps, unit: record.unitSteps, last: lastOf({ latest }, ["steps"], dates, now, grouped) },
  ].filter(({ last }) => last !== undefined);
  if (rows.length === 0) return null;
  return (
    <Card title={say(home.latest)} icon="chart">
      <dl class="rows">
        {rows.map(({ name, unit, last }) => (
          <div key={name} class="row row--plain kv"><dt>{say(name)} <span class="second">{say(last?.when ?? "")}</span></dt><dd>{last?.value} <span class="second">{say(unit)}</span></dd></div>
        ))}
      </dl>
      <a class="hit" href="/record">{say(home.trends)}</a>
    </Card>
  );
}
