import type { Anchored } from "../../../api/index.js";
import { alarmWords } from "../../../words/alarm/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";

/** On which days, in words. */
export function RhythmText({ rhythm }: { rhythm: Anchored }) {
  const { words, say } = useWords();
  const { alarms } = useLexicon(alarmWords);
  switch (rhythm.kind) {
    case "daily": return <>{say(alarms.daily)}</>;
    case "every_n_days": return <>{say(alarms.everyDays(rhythm.n))}</>;
    case "weekdays": return <>{rhythm.days.map((day, index) => <>{index > 0 && words.separator}{say(alarms.weekdays[day])}</>)}</>;
    case "days_on_off": return <>{say(alarms.onOff(rhythm.on, rhythm.off))}</>;
    case "n_per_week": return <>{say(alarms.perWeek(rhythm.n))}</>;
    case "monthly": return <>{say(alarms.monthly)}</>;
    case "as_needed": return <>{say(alarms.asNeeded)}{rhythm.max_per_day !== undefined && <>・{say(alarms.most(rhythm.max_per_day))}</>}</>;
    case "unknown": return <>{say(alarms.unknown)}</>;
  }
}
