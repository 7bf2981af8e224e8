import { useRef, useState } from "preact/hooks";

import type { Invitation } from "../../../api/index.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { familyWords } from "../../../words/family/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import "./code.css";

/** A new code, how long it counts, and what the other person does with it. It is shown this once. */
export function Code({ invitation: { code, expires_at } }: { invitation: Invitation }) {
  const { say, dates } = useWords();
  const { invite } = useLexicon(familyWords);
  const shown = useRef<HTMLOutputElement>(null);
  const [copied, setCopied] = useState<string>();
  const until = new Date(expires_at);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(code);
      setCopied(invite.copied);
    } catch {
      // A browser may refuse: the code is selected, and the system copies it.
      if (shown.current) getSelection()?.selectAllChildren(shown.current);
      setCopied(invite.select);
    }
  };
  return (
    <>
      <Card title={say(invite.code)}>
        <output ref={shown} class="invitation-code" lang="en">{code}</output>
        <p>{say(invite.until(`${dates.day(until)} ${dates.time(until)}`))}</p>
        <Button kind="line" icon="memo" onClick={() => void copy()}>{say(invite.copy)}</Button>
        <p role="status">{copied && say(copied)}</p>
      </Card>
      <Banner kind="warn" title={say(invite.once)}><p>{say(invite.warning)}</p></Banner>
      <Card sunken title={say(invite.steps)}><ol class="stack stack--tight numbered">{invite.step.map((step) => <li key={step}>{say(step)}</li>)}</ol></Card>
      <Button kind="line" block href="/book/family">{say(invite.done)}</Button>
    </>
  );
}
