/** How goals stand: each in a line with its count in words, and never what was missed. */
import type { GoalKind, GoalProgress, GoalsOutput, Today } from "../../../api/index.js";
import { Card } from "../../../components/card.js";
import { Icon } from "../../../components/icon.js";
import type { IconName } from "../../../components/icon-paths.js";
import { Progress } from "../../../components/progress.js";
import { dailyWords } from "../../../words/daily/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { mayManage, usePerson } from "../../person.js";
import { grouped } from "../../../words/numbers.js";

const ICONS = { steps: "steps", weighing: "scale", blood_pressure: "blood-pressure" } as const satisfies Record<GoalKind, IconName>;

interface LineProps {
  readonly kind: GoalKind;
  readonly count: string;
  readonly done: number;
  readonly of: number;
  /** Further sentences: what was reached, and the week before. */
  readonly more: readonly (string | false)[];
}

function Line({ kind, count, done, of, more }: LineProps) {
  const { say, plain } = useWords();
  const { goals } = useLexicon(dailyWords);
  return (
    <li class="stack stack--tight">
      <div class="between"><span class="strong cluster"><Icon name={ICONS[kind]} />{say(goals.kinds[kind])}</span><span class="lead strong">{say(count)}</span></div>
      <Progress label={plain(count)} done={Math.min(done, of)} of={of} />
      {more.map((text) => text && <p key={text} class="second">{say(text)}</p>)}
    </li>
  );
}

/** On the first page: today's steps and this week's days. Nothing stands there where there is no goal. */
export function TodaysGoals({ goals: all }: { goals: NonNullable<Today["goals"]> }) {
  const { say } = useWords();
  const { goals } = useLexicon(dailyWords);
  const person = usePerson();
  if (all.length === 0) return null;
  return (
    <Card title={say(goals.title)} icon="check">
      <ul class="stack">
        {all.map(({ kind, done, of, unit, done_today }) => {
          const steps = unit === "steps";
          const reached = done >= of && (steps ? goals.reachedToday : goals.reachedWeek);
          return <Line key={kind} kind={kind} done={done} of={of} count={steps ? goals.stepsToday(grouped(done), grouped(of)) : goals.week(done, of)} more={[reached || (!steps && done_today && goals.doneToday)]} />;
        })}
      </ul>
      <a class="hit" href="/record/goals">{say(mayManage(person, "daily") ? goals.change : goals.see)}</a>
    </Card>
  );
}

/** This week and the week before, of every goal. */
export function GoalWeeks({ value: { progress, weighing, steps_per_day } }: { value: GoalsOutput }) {
  const { goals } = useLexicon(dailyWords);
  const more = ({ kind, latest, this_week, last_week, done_today }: GoalProgress) => [
    kind === "steps" && steps_per_day !== null && goals.stepsToday(grouped(latest ?? 0), grouped(steps_per_day)),
    kind === "weighing" && latest !== null && weighing !== null && weighing.target_kg !== null && goals.weight(String(latest), String(weighing.target_kg)),
    this_week.done >= this_week.of ? goals.reachedWeek : done_today && (kind === "steps" ? goals.reachedToday : goals.doneToday),
    goals.lastWeek(last_week.done, last_week.of),
  ];
  return <ul class="stack">{progress.map((one) => <Line key={one.kind} kind={one.kind} count={goals.week(one.this_week.done, one.this_week.of)} done={one.this_week.done} of={one.this_week.of} more={more(one)} />)}</ul>;
}

/** What was chosen, in words. */
export function GoalFacts({ value: { steps_per_day: steps, weighing, blood_pressure: pressure } }: { value: GoalsOutput }) {
  const { words, say } = useWords();
  const { goals } = useLexicon(dailyWords);
  const facts: Readonly<Record<GoalKind, readonly (string | false)[] | null>> = {
    steps: steps === null ? null : [`${grouped(steps)} ${goals.steps}`],
    weighing: weighing && [`${weighing.days_per_week} ${goals.days}`, weighing.target_kg !== null && `${goals.target} ${weighing.target_kg} kg`],
    blood_pressure: pressure && [`${pressure.days_per_week} ${goals.days}`, goals.timesOf[pressure.times]],
  };
  return <>{(Object.keys(facts) as GoalKind[]).map((kind) => <p key={kind}>{say(goals.kinds[kind])}: <span class="strong">{say(facts[kind]?.filter(Boolean).join(words.separator) ?? goals.choice.no)}</span></p>)}</>;
}
