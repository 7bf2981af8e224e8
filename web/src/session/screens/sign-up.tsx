/** A new account: address and password, then the code that came by e-mail. */
import { useState } from "preact/hooks";

import { Banner } from "../../components/banner.js";
import { sessionWords } from "../../words/session/index.js";
import { useLexicon, useWords } from "../../words/use-words.js";
import { addressOf, codeOf, confirmSignUp, isAddress, missingIn, resendCode, signUp } from "../account.js";
import { signIn } from "../sign-in.js";
import { CodeField, EmailField, LinkButton, PasswordField, Resend, StepForm } from "./parts.js";
import type { StepProps } from "./steps.js";
import { useTrying } from "./use-step.js";

export function SignUp({ email, setEmail, pool, show }: StepProps) {
  const { say } = useWords();
  const { fields, refused, signUp: words } = useLexicon(sessionWords);
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const { run, busy, why, clear } = useTrying();
  const address = addressOf(email);
  const go = () => {
    setTried(true);
    if (!isAddress(address) || missingIn(password).length > 0) return;
    run(async () => {
      await signUp(await pool(), address, password);
      show({ is: "confirm", password });
    });
  };
  const onEmail = (typed: string) => {
    clear();
    setEmail(typed);
  };
  const problem = address === "" ? fields.missingEmail : why === "address" || !isAddress(address) ? refused.address : undefined;
  return (
    <StepForm title={words.title} text={words.text} go={words.go} busy={busy} why={why === "address" ? undefined : why} onSubmit={go} below={<LinkButton onClick={() => show({ is: "enter" })}>{say(words.have)}</LinkButton>}>
      <EmailField id="sign-up-email" value={email} onInput={onEmail} error={tried ? problem : undefined} />
      <PasswordField id="sign-up-password" fresh value={password} onInput={setPassword} error={tried && missingIn(password).length > 0 ? fields.rulesOpen : undefined} />
    </StepForm>
  );
}

export function Confirm({ email, pool, show, follow, password }: StepProps & { readonly password: string }) {
  const { say } = useWords();
  const { fields, code: words } = useLexicon(sessionWords);
  const [code, setCode] = useState("");
  const [tried, setTried] = useState(false);
  const [resent, setResent] = useState(false);
  const [confirmed, setConfirmed] = useState(false);
  const { run, busy, why } = useTrying();
  const address = addressOf(email);
  const missing = codeOf(code).length < 6;
  const go = () => {
    setTried(true);
    if (missing) return;
    run(async () => {
      const open = await pool();
      // A second try after a lost answer: the code was taken, and counts once.
      if (!confirmed) await confirmSignUp(open, address, codeOf(code));
      setConfirmed(true);
      await follow(await signIn(open, address, password));
    });
  };
  const again = () => run(async () => {
    await resendCode(await pool(), address);
    setResent(true);
  });
  return (
    <>
      <Banner title={say(resent ? words.resent : words.sent)}><p><span class="name">{address}</span></p><p>{say(words.absent)}</p></Banner>
      <StepForm title={words.title} go={words.go} busy={busy} why={why} onSubmit={go} back={() => show({ is: "enter" })}>
        <CodeField id="confirm-code" value={code} onInput={setCode} error={tried && missing ? fields.missingCode : undefined} />
      </StepForm>
      <Resend busy={busy} send={again} />
    </>
  );
}
