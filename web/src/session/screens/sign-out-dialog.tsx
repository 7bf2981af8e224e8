/** Asks once before signing out, and says what would be lost. */
import { useState } from "preact/hooks";

import { Banner } from "../../components/banner.js";
import { Button } from "../../components/button.js";
import { Dialog } from "../../components/dialog.js";
import { useOutbox } from "../../data/use-read.js";
import { sessionWords } from "../../words/session/index.js";
import { useLexicon, useWords } from "../../words/use-words.js";
import { useAtStake } from "./at-stake.js";

export function SignOutDialog({ close, signOut }: { close: () => void; signOut: () => Promise<void> }) {
  const { say } = useWords();
  const { leave } = useLexicon(sessionWords);
  const outbox = useOutbox();
  const [sending, setSending] = useState(false);
  const [failed, setFailed] = useState(false);
  const { waiting: count, typed } = useAtStake();
  const send = () => {
    setSending(true);
    setFailed(false);
    void outbox.run().finally(() => {
      setSending(false);
      setFailed(outbox.waiting.length > 0);
    });
  };
  const out = () => void signOut().catch(() => {});
  return (
    <Dialog kind="dialog" title={say(count > 0 ? leave.waiting(count) : typed ? leave.typed : leave.ask)} close={close}>
      <p>{say(count > 0 ? leave.waitingText : typed ? leave.typedText : leave.text)}</p>
      {typed && count > 0 && <Banner kind="warn" title={say(leave.typed)}>{say(leave.typedText)}</Banner>}
      {failed && count > 0 && <Banner kind="warn" title={say(leave.notSent)} />}
      {count > 0 && <Button block busy={sending} onClick={send}>{say(sending ? leave.sending : leave.send)}</Button>}
      <Button kind="line" block onClick={close}>{say(leave.stay)}</Button>
      <Button kind="danger" block onClick={out}>{say(count > 0 ? leave.lose : typed ? leave.loseTyped : leave.yes)}</Button>
    </Dialog>
  );
}
