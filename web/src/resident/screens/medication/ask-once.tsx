import type { ComponentChildren } from "preact";

import { Button, ButtonPair } from "../../../components/button.js";
import { Dialog } from "../../../components/dialog.js";
import { medicationWords } from "../../../words/medication/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";

interface Props {
  readonly title: string;
  readonly text: string;
  /** What the red button says. */
  readonly word: string;
  readonly busy: boolean;
  readonly act: () => void;
  readonly close: () => void;
  /** Why it was not done. */
  readonly children?: ComponentChildren;
}

/** Asks once before what cannot be undone. */
export function AskOnce({ title, text, word, busy, act, close, children }: Props) {
  const { say } = useWords();
  const { acts } = useLexicon(medicationWords);
  return (
    <Dialog kind="dialog" title={say(title)} close={close}>
      <p>{say(text)}</p>
      {children}
      <ButtonPair>
        <Button kind="danger" busy={busy} onClick={act}>{say(word)}</Button>
        <Button kind="line" onClick={close}>{say(acts.keep)}</Button>
      </ButtonPair>
    </Dialog>
  );
}
