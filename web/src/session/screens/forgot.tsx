/** A forgotten password, and signing in by a code that comes by e-mail: both begin with the address. */
import { useState } from "preact/hooks";

import { Banner } from "../../components/banner.js";
import { sessionWords } from "../../words/session/index.js";
import { useLexicon, useWords } from "../../words/use-words.js";
import { addressOf, codeOf, forgotPassword, isAddress, missingIn, resetPassword } from "../account.js";
import { askForMailCode, signIn } from "../sign-in.js";
import { CodeField, EmailField, PasswordField, Resend, StepForm } from "./parts.js";
import type { StepProps } from "./steps.js";
import { useTrying } from "./use-step.js";

export function Forgot({ email, setEmail, pool, show, follow, byMail }: StepProps & { readonly byMail: boolean }) {
  const { fields, forgot, byMail: mail, refused } = useLexicon(sessionWords);
  const [tried, setTried] = useState(false);
  const { run, busy, why } = useTrying();
  const address = addressOf(email);
  const go = () => {
    setTried(true);
    if (!isAddress(address)) return;
    run(async () => {
      const open = await pool();
      if (byMail) return follow(await askForMailCode(open, address));
      await forgotPassword(open, address);
      show({ is: "reset" });
    });
  };
  return (
    <StepForm title={byMail ? mail.title : forgot.title} text={byMail ? mail.text : forgot.text} go={forgot.go} busy={busy} why={why} onSubmit={go} back={() => show({ is: "enter" })}>
      <EmailField id="forgot-email" value={email} onInput={setEmail} error={!tried || isAddress(address) ? undefined : address === "" ? fields.missingEmail : refused.address} />
    </StepForm>
  );
}

export function Reset({ email, pool, show, follow }: StepProps) {
  const { say } = useWords();
  const { fields, code: codeWords, forgot } = useLexicon(sessionWords);
  const [code, setCode] = useState("");
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const [resent, setResent] = useState(false);
  const [changed, setChanged] = useState<string>();
  const { run, busy, why } = useTrying();
  const address = addressOf(email);
  const [noCode, weak] = [codeOf(code).length < 6, missingIn(password).length > 0];
  const go = () => {
    setTried(true);
    if (noCode || weak) return;
    run(async () => {
      const open = await pool();
      if (changed !== password) await resetPassword(open, address, codeOf(code), password);
      setChanged(password);
      await follow(await signIn(open, address, password));
    });
  };
  const again = () => run(async () => {
    await forgotPassword(await pool(), address);
    setResent(true);
  });
  return (
    <>
      <Banner title={say(resent ? codeWords.resent : codeWords.sent)}><p><span class="name">{address}</span></p><p>{say(codeWords.absentKnown)}</p></Banner>
      <StepForm title={forgot.reset} go={forgot.save} busy={busy} why={why} onSubmit={go} back={() => show({ is: "enter" })}>
        <CodeField id="reset-code" value={code} onInput={setCode} error={tried && noCode ? fields.missingCode : undefined} />
        <PasswordField id="reset-password" fresh value={password} onInput={setPassword} error={tried && weak ? fields.rulesOpen : undefined} />
      </StepForm>
      <Resend busy={busy} send={again} />
    </>
  );
}
