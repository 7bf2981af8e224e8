/** Signing in by address and password, and the ways from there. */
import { useState } from "preact/hooks";

import { Button } from "../../components/button.js";
import { Card } from "../../components/card.js";
import { lazyPart } from "../../frame/lazy-part.js";
import { sessionWords } from "../../words/session/index.js";
import { useLexicon, useWords } from "../../words/use-words.js";
import { addressOf, resendCode } from "../account.js";
import { PoolRefused } from "../pool.js";
import { signIn } from "../sign-in.js";
import { EmailField, LinkButton, PasswordField, StepForm } from "./parts.js";
import type { StepProps } from "./steps.js";
import { useTrying } from "./use-step.js";

// Only where there are passkeys: nobody else loads anything of it.
const ByPasskey = lazyPart(() => import("./by-passkey.js"));

export function Enter({ email, setEmail, entry, mailCodes, passkeys, pool, show, follow }: StepProps) {
  const { say } = useWords();
  const { fields, signIn: words } = useLexicon(sessionWords);
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState<"password" | "passkey">();
  const { run, busy, why } = useTrying();
  const go = () => {
    setTried("password");
    if (addressOf(email) === "" || password === "") return;
    run(async () => {
      const [open, address] = [await pool(), addressOf(email)];
      try {
        await follow(await signIn(open, address, password));
      } catch (fault) {
        if (!(fault instanceof PoolRefused && fault.code === "UserNotConfirmedException")) throw fault;
        // The account was begun, and its code is still to come.
        await resendCode(open, address);
        show({ is: "confirm", password });
      }
    });
  };
  return (
    <>
      <StepForm
        title={words.title} go={words.go} busy={busy} why={why} first onSubmit={go}
        below={(
          <>
            <LinkButton onClick={() => show({ is: "forgot" })}>{say(words.forgot)}</LinkButton>
            {mailCodes && <LinkButton onClick={() => show({ is: "by-mail" })}>{say(words.byMail)}</LinkButton>}
          </>
        )}
      >
        <EmailField id="sign-in-email" value={email} onInput={setEmail} error={tried !== undefined && addressOf(email) === "" ? fields.missingEmail : undefined} />
        <PasswordField id="sign-in-password" value={password} onInput={setPassword} error={tried === "password" && password === "" ? fields.missingPassword : undefined} />
      </StepForm>
      {passkeys && <ByPasskey address={addressOf(email)} missing={() => setTried("passkey")} pool={pool} follow={follow} />}
      {entry === "residents" && (
        <Card title={say(words.first)}>
          <p>{say(words.firstText)}</p>
          <Button kind="line" block onClick={() => show({ is: "sign-up" })}>{say(words.start)}</Button>
        </Card>
      )}
    </>
  );
}
