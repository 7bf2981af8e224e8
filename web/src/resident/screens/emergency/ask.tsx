import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

import { Button } from "../../../components/button.js";
import { Dialog } from "../../../components/dialog.js";
import { useWords } from "../../../words/use-words.js";

interface Props {
  readonly word: string;
  readonly kind: "danger" | "line";
  readonly title: string;
  readonly text: string;
  readonly yes: string;
  readonly no: string;
  readonly busy: boolean;
  /** Why it did not come to that. */
  readonly failed: ComponentChildren;
  /** Gives whether it was done. */
  readonly act: () => Promise<boolean>;
  readonly closed: () => void;
}

/** What cannot be taken back, after one question that says what it means. */
export function Ask({ word, kind, title, text, yes, no, busy, failed, act, closed }: Props) {
  const { say } = useWords();
  const [asking, setAsking] = useState(false);
  const close = () => {
    closed();
    setAsking(false);
  };
  const done = async () => {
    if (await act()) setAsking(false);
  };
  return (
    <>
      <Button kind={kind} block onClick={() => setAsking(true)}>{say(word)}</Button>
      {asking && (
        <Dialog kind="dialog" title={say(title)} close={close}>
          {failed}
          <p>{say(text)}</p>
          <Button kind={kind === "danger" ? "danger" : "filled"} block busy={busy} onClick={() => void done()}>{say(yes)}</Button>
          <Button kind="line" block onClick={close}>{say(no)}</Button>
        </Dialog>
      )}
    </>
  );
}
