import type { AlarmEntry } from "../../../api/index.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Dialog } from "../../../components/dialog.js";
import type { OutcomeOf } from "../../../data/acts.js";
import type { Acting } from "../../../data/use-act.js";
import { Sentence } from "../../../frame/problem.js";
import { useRoute } from "../../../frame/still-here.js";
import { alarmWords } from "../../../words/alarm/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useDone } from "../../done.js";
import type { Overtaking } from "../../use-overtaken.js";

export const lexicons = [alarmWords];

/** An end cannot be taken back, so it is asked once; where somebody else changed the alarm, it is shown first as it stands. What was answered stays. */
export default function EndAlarm({ end, run, took, close }: { end: Acting<"delete-alarm">; run: () => Promise<OutcomeOf<"delete-alarm">>; took: Overtaking<AlarmEntry>["came"]; close: () => void }) {
  const { words, say } = useWords();
  const { alarm } = useLexicon(alarmWords);
  const route = useRoute();
  const done = useDone();
  const go = async () => {
    const came = await run();
    took(came);
    if (!came.ok) return came.refusal.status === 412 ? close() : undefined;
    done({ title: alarm.ended, on: "/alarms" });
    route("/alarms");
  };
  return (
    <Dialog kind="dialog" title={say(alarm.endAsk)} close={close}>
      <p>{say(alarm.endText)}</p>
      {end.refusal && <Banner kind="danger" title={say(alarm.failed)}><Sentence refusal={end.refusal} /></Banner>}
      <Button kind="danger" block busy={end.busy} onClick={() => void go()}>{say(alarm.endYes)}</Button>
      <Button kind="line" block onClick={close}>{say(words.common.back)}</Button>
    </Dialog>
  );
}
