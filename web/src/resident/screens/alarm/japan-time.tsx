import { alarmWords } from "../../../words/alarm/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";

/** In minutes, as a browser gives it. */
const JAPAN = -540;

/** Where the phone's clock is not Japan's: alarms ring by Japan's. */
export function JapanTime() {
  const { say } = useWords();
  const { alarms } = useLexicon(alarmWords);
  return new Date().getTimezoneOffset() === JAPAN ? null : <p class="second">{say(alarms.japan)}</p>;
}
