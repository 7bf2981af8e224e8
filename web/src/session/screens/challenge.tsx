/** What the pool asks besides the password: a code of the app or of a mail, a password of one's own, an app. */
import { useState } from "preact/hooks";

import { Banner } from "../../components/banner.js";
import { sessionWords } from "../../words/session/index.js";
import { useLexicon, useWords } from "../../words/use-words.js";
import { addressOf, codeOf, missingIn } from "../account.js";
import type { Step } from "../sign-in.js";
import { askForMailCode } from "../sign-in.js";
import { Enrolling } from "./enrolling.js";
import { CodeField, PasswordField, Resend, StepForm } from "./parts.js";
import type { StepProps } from "./steps.js";
import { useTrying } from "./use-step.js";

export function Challenge({ step, ...props }: StepProps & { readonly step: Exclude<Step, { is: "in" }> }) {
  if (step.is === "enrol") return <Enrolling enrolment={step.enrolment} done={async () => props.follow(await step.go())} back={() => props.show({ is: "enter" })} />;
  if (step.is === "new-password") return <OwnPassword {...props} answer={step.answer} />;
  return <Code {...props} app={step.is === "app-code"} answer={step.answer} />;
}

type Answer = { readonly answer: (text: string) => Promise<Step> };

function Code({ app, answer, email, pool, show, follow }: StepProps & Answer & { readonly app: boolean }) {
  const { say } = useWords();
  const { fields, app: appWords, code: codeWords } = useLexicon(sessionWords);
  const [code, setCode] = useState("");
  const [tried, setTried] = useState(false);
  const [resent, setResent] = useState(false);
  const { run, busy, why } = useTrying(app ? "app-code" : "mail-code");
  const missing = codeOf(code).length < 6;
  const go = () => {
    setTried(true);
    if (!missing) run(async () => follow(await answer(codeOf(code))));
  };
  const again = () => run(async () => {
    setCode("");
    setTried(false);
    await follow(await askForMailCode(await pool(), addressOf(email)));
    setResent(true);
  });
  return (
    <>
      {!app && <Banner title={say(resent ? codeWords.resent : codeWords.sent)}><p><span class="name">{addressOf(email)}</span></p><p>{say(codeWords.absentKnown)}</p></Banner>}
      <StepForm title={app ? appWords.title : codeWords.title} {...(app && { text: appWords.text, focus: "challenge-code" })} go={codeWords.go} busy={busy} why={why} onSubmit={go} back={() => show({ is: "enter" })}>
        <CodeField id="challenge-code" app={app} value={code} onInput={setCode} error={tried && missing ? fields.missingCode : undefined} />
      </StepForm>
      {app ? <p class="second">{say(appWords.lost)}</p> : <Resend busy={busy} send={again} />}
    </>
  );
}

function OwnPassword({ answer, show, follow }: StepProps & Answer) {
  const { fields, newPassword, forgot } = useLexicon(sessionWords);
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const { run, busy, why } = useTrying("challenge");
  const weak = missingIn(password).length > 0;
  const go = () => {
    setTried(true);
    if (!weak) run(async () => follow(await answer(password)));
  };
  return (
    <StepForm title={newPassword.title} text={newPassword.text} go={forgot.save} busy={busy} why={why} onSubmit={go} back={() => show({ is: "enter" })}>
      <PasswordField id="own-password" fresh value={password} onInput={setPassword} error={tried && weak ? fields.rulesOpen : undefined} />
    </StepForm>
  );
}
