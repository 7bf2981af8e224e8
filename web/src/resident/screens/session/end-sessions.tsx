/** Signs out of all devices. It is asked once. */
import { useState } from "preact/hooks";

import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Dialog } from "../../../components/dialog.js";
import { Row } from "../../../components/row.js";
import { useAct } from "../../../data/use-act.js";
import { Sentence } from "../../../frame/problem.js";
import { useAtStake } from "../../../session/screens/at-stake.js";
import { useSignOut } from "../../../session/sign-out.js";
import { sessionWords } from "../../../words/session/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";

/** A row that asks, as part of a list. */
export function EndSessions() {
  const { words, say } = useWords();
  const { sessions, leave } = useLexicon(sessionWords);
  const { waiting, typed } = useAtStake();
  const signOut = useSignOut();
  const [asking, setAsking] = useState(false);
  const { run, busy, refusal, clear } = useAct("end-sessions");
  const close = () => {
    clear();
    setAsking(false);
  };
  const end = async () => {
    const came = await run({});
    // Where the first answer was lost, the second says that it is done.
    if (came.ok || came.refusal.code === "session_ended") await signOut("everywhere");
  };
  return (
    <>
      <Row icon="shield" title={say(sessions.end)} sub={say(sessions.endSub)} opensDialog onClick={() => setAsking(true)} />
      {asking && (
        <Dialog kind="dialog" title={say(sessions.ask)} close={close}>
          <p>{say(sessions.askText)}</p>
          {waiting > 0 && <Banner kind="warn" title={say(leave.waiting(waiting))} />}
          {typed && <Banner kind="warn" title={say(leave.typed)}>{say(leave.typedText)}</Banner>}
          {refusal && refusal.code !== "session_ended" && <Banner kind="danger" title={say(sessions.failed)}><Sentence refusal={refusal} /></Banner>}
          <Button kind="danger" block busy={busy} onClick={() => void end()}>{say(sessions.yes)}</Button>
          <Button kind="line" block onClick={close}>{say(words.common.back)}</Button>
        </Dialog>
      )}
    </>
  );
}
