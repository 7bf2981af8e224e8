import { fromJapan, shortTime } from "../../../words/dates.js";
import { todayWords } from "../../../words/today/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useMinute } from "../../use-minute.js";

export const lexicons = [todayWords];

/** From so long before its time on, a tap is not taken for one at its time. */
const EARLY_MS = 30 * 60_000;

/** What a tap on 「飲んだ」 says, and that a dose is still ahead: whoever takes it early may say so, and nobody by mistake. */
export default function Tap({ dose: { date, time } }: { dose: { readonly date: string; readonly time: string } }) {
  const { say, dates } = useWords();
  const { tap } = useLexicon(todayWords);
  const now = useMinute();
  const isEarly = fromJapan(date, time).getTime() - now.getTime() > EARLY_MS;
  return <>{say(isEarly ? tap.early(shortTime(time), dates.time(now)) : tap.now)}</>;
}
