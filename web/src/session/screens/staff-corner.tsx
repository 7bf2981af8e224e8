/** In the bar of staff's pages: the way out, and the warning in the last minute before the page locks. */
import { useEffect, useReducer, useState } from "preact/hooks";

import { Button } from "../../components/button.js";
import { Dialog } from "../../components/dialog.js";
import { sessionWords } from "../../words/session/index.js";
import { useLexicon, useWords } from "../../words/use-words.js";
import type { Idle } from "../idle.js";
import { useSignOut } from "../sign-out.js";
import { useSession } from "../use-session.js";
import { SignOutDialog } from "./sign-out-dialog.js";

export default function StaffCorner() {
  const { say } = useWords();
  const { idle: words } = useLexicon(sessionWords);
  const session = useSession();
  const signOut = useSignOut();
  const [idle, setIdle] = useState<Idle>();
  const [leaving, setLeaving] = useState(false);
  const [, draw] = useReducer<number, void>((count) => count + 1, 0);
  useEffect(() => {
    session?.held().then((held) => setIdle(held.idle), () => {});
  }, [session]);
  useEffect(() => idle?.subscribe(() => draw()), [idle]);
  if (session === undefined) return null;
  const goOn = () => idle?.goOn();
  return (
    <>
      <Button kind="line" small icon="sign-out" onClick={() => setLeaving(true)}>{say(words.signOut)}</Button>
      {leaving && <SignOutDialog close={() => setLeaving(false)} signOut={() => signOut()} />}
      {idle?.secondsLeft !== undefined && (
        <Dialog kind="dialog" title={say(words.title)} close={goOn}>
          <p role="timer">{say(words.text(idle.secondsLeft))}</p>
          <Button block onClick={goOn}>{say(words.go)}</Button>
        </Dialog>
      )}
    </>
  );
}
