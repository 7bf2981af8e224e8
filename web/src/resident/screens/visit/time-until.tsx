import { TimeLeft } from "../../../components/time-left.js";
import { visitWords } from "../../../words/visit/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { leftUntil } from "./clock.js";

/** How long something is still open. */
export function TimeUntil({ until, now }: { until: Date; now: Date }) {
  const { say } = useWords();
  const { checkedIn } = useLexicon(visitWords);
  const { hours, minutes } = leftUntil(until, now);
  return <TimeLeft {...(hours === 0 && { kind: "soon" as const })}>{say(checkedIn.left(hours, minutes))}</TimeLeft>;
}
