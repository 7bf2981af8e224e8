import type { OpenNotebookOutput, OpenedDailyRecord } from "../../../api/index.js";
import { Badge } from "../../../components/badge.js";
import { Card } from "../../../components/card.js";
import { Table } from "../../../components/table.js";
import { noon } from "../../../words/dates.js";
import { useWords } from "../../../words/use-words.js";
import { useClinicWords } from "../../use-clinic-words.js";
import { type PressureMean, reachesGuide, weekOfPressure, weeksOfValues } from "./values.js";
import { useYearDates } from "./year-dates.js";
import { grouped } from "../../../words/numbers.js";

interface Props {
  readonly notebook: OpenNotebookOutput;
  readonly today: string;
}

/** Blood pressure at home, the mean of seven days, by morning and evening. */
export function PressurePart({ notebook, today }: Props) {
  const { notebook: words } = useClinicWords();
  const { morning, evening } = weekOfPressure(notebook.sections.daily ?? [], today);
  return (
    <Card title={words.pressure} aside={<span class="second">{words.pressureDays}</span>}>
      {morning === undefined && evening === undefined ? <p>{words.pressureNone}</p> : (
        <div class="cluster means">{morning && <Mean word={words.morning} mean={morning} />}{evening && <Mean word={words.evening} mean={evening} />}</div>
      )}
    </Card>
  );
}

function Mean({ word, mean }: { word: string; mean: PressureMean }) {
  const { notebook: words } = useClinicWords();
  return (
    <div class="pad">
      <span class="second">{word}・{words.times(mean.times)}</span>
      <p class="figure">{mean.systolic}/{mean.diastolic} <small>mmHg</small></p>
      {reachesGuide(mean) && <Badge kind="warn" icon="warn">{words.guide}</Badge>}
    </div>
  );
}

/** The means of the last weeks: how the values move. */
export function WeeksPart({ notebook }: Props) {
  const days = useYearDates();
  const { notebook: words } = useClinicWords();
  const weeks = weeksOfValues(notebook.sections.daily ?? []);
  if (weeks.length === 0) return null;
  const { weight, steps } = words.values;
  const { morning, evening } = words.pressureOf;
  const mean = (one: PressureMean | undefined) => pair(one?.systolic, one?.diastolic);
  return (
    <Card title={words.weeks}>
      <Table
        caption={words.weeks}
        captionHidden
        head={[{ word: words.week }, { word: morning, number: true }, { word: evening, number: true }, { word: weight, number: true }, { word: steps, number: true }]}
        rows={weeks.map((week) => ({
          key: week.monday,
          cells: [<span class="nowrap">{days.short(noon(week.monday))}–</span>, mean(week.pressure.morning), mean(week.pressure.evening), week.weight?.toFixed(1), week.steps === undefined ? undefined : grouped(week.steps)],
        }))}
      />
    </Card>
  );
}

/** As many as fit beside the rest; the others are in the section. */
const FEW = 7;

/** The newest daily values. */
export function DailyPart({ notebook, link }: Props & { readonly link: string }) {
  const { notebook: words } = useClinicWords();
  const records = notebook.sections.daily ?? [];
  return (
    <Card title={words.daily} aside={records.length > 0 && <a class="hit no-print" href={link}>{words.whole}</a>}>
      {records.length === 0 ? <p>{words.dailyNone}</p> : <DailyTable records={records.slice(0, FEW)} />}
    </Card>
  );
}

/** Daily values, newest first. Columns without a value are left out. */
export function DailyTable({ records }: { records: readonly OpenedDailyRecord[] }) {
  const { dates } = useWords();
  const days = useYearDates();
  const { notebook: words } = useClinicWords();
  const columns = [
    { word: words.values.pressure, number: true, of: ({ blood_pressure: one }: OpenedDailyRecord) => pair(one?.systolic_mmhg, one?.diastolic_mmhg) },
    { word: words.values.pulse, number: true, of: ({ blood_pressure: one }: OpenedDailyRecord) => one?.pulse_bpm },
    { word: words.values.weight, number: true, of: (record: OpenedDailyRecord) => record.weight_kg },
    { word: words.values.temperature, number: true, of: (record: OpenedDailyRecord) => record.temperature_c?.toFixed(1) },
    { word: words.values.steps, number: true, of: (record: OpenedDailyRecord) => record.steps === undefined ? undefined : grouped(record.steps) },
    { word: words.values.memo, number: false, of: (record: OpenedDailyRecord) => record.memo },
  ].filter(({ of }) => records.some((record) => of(record) !== undefined));
  return (
    <Table
      caption={words.daily}
      captionHidden
      head={[{ word: words.at }, ...columns.map(({ word, number }) => ({ word, number }))]}
      rows={records.map((record) => {
        const at = new Date(record.taken_at);
        return { key: record.record_id, cells: [<span class="nowrap">{days.short(at)} {dates.time(at)}</span>, ...columns.map(({ of }) => of(record))] };
      })}
    />
  );
}

function pair(upper: number | undefined, lower: number | undefined): string | undefined {
  return upper === undefined || lower === undefined ? undefined : `${upper}/${lower}`;
}
