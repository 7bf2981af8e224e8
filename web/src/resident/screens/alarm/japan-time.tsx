import { alarmWords } from "../../../words/alarm/index.js";
import { showsJapan } from "../../../words/days.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useNow } from "../../use-minute.js";

/** Where the phone's clock is not Japan's: alarms ring by Japan's. */
export function JapanTime() {
  const { say } = useWords();
  const { alarms } = useLexicon(alarmWords);
  const now = useNow();
  return showsJapan(now()) ? null : <p class="second">{say(alarms.japan)}</p>;
}
