import { Button } from "../../components/button.js";
import { Card } from "../../components/card.js";
import { passkeyWords } from "../../words/passkey/index.js";
import { sessionWords } from "../../words/session/index.js";
import { useLexicon, useWords } from "../../words/use-words.js";
import { signInByPasskey } from "../passkeys.js";
import { PasskeyRefused, passkeyWhy } from "./passkey-refused.js";
import type { StepProps } from "./steps.js";
import { useLeaving } from "./use-leaving.js";
import { useAttempts } from "./use-step.js";

export const lexicons = [passkeyWords, sessionWords];

interface Props extends Pick<StepProps, "pool" | "follow"> {
  /** As it stands in the form above; `missing` says there that it is wanted. */
  readonly address: string;
  readonly missing: () => void;
}

/** Signing in by a passkey, beside the form of the password. The pool wants to know whose it is before it asks the device. */
export default function ByPasskey({ address, missing, pool, follow }: Props) {
  const { say } = useWords();
  const { signIn } = useLexicon(passkeyWords);
  const leaving = useLeaving();
  const { run, busy, why } = useAttempts((fault) => passkeyWhy(fault, "sign-in"));
  const go = () => {
    if (address === "") missing();
    else run(async () => follow(await signInByPasskey(await pool(), address, leaving)));
  };
  return (
    <Card title={say(signIn.title)}>
      <p>{say(signIn.text)}</p>
      <PasskeyRefused why={why} />
      <Button kind="line" block busy={busy} onClick={go}>{say(busy ? signIn.busy : signIn.go)}</Button>
    </Card>
  );
}
