/** Adding the authenticator app: its secret as a QR and in letters, and one code of it. */
import { useEffect, useState } from "preact/hooks";

import { Skeleton } from "../../components/skeleton.js";
import { Button } from "../../components/button.js";
import { Qr } from "../../components/qr.js";
import { sessionWords } from "../../words/session/index.js";
import { useLexicon, useWords } from "../../words/use-words.js";
import { codeOf } from "../account.js";
import { type Enrolment, otpAddress } from "../enrolment.js";
import { CodeField, Refused, StepForm } from "./parts.js";
import { useTrying } from "./use-step.js";

interface Props {
  readonly enrolment: Enrolment;
  /** The app was added. */
  readonly done: () => Promise<void>;
  readonly back: () => void;
}

export function Enrolling({ enrolment, done, back }: Props) {
  const { words, say, plain } = useWords();
  const { fields, enrol } = useLexicon(sessionWords);
  const [given, setGiven] = useState<{ readonly secret: string; readonly account: string }>();
  const [code, setCode] = useState("");
  const [tried, setTried] = useState(false);
  const [proved, setProved] = useState(false);
  const { run, busy, why } = useTrying("app-code");
  const begin = () => run(async () => setGiven(await enrolment.begin()));
  useEffect(begin, []);
  if (given === undefined) {
    if (why === undefined) return <Skeleton title={say(words.common.opening)} slow={say(words.common.slow)} />;
    return <><Refused why={why} /><Button kind="line" block busy={busy} onClick={begin}>{say(words.common.again)}</Button></>;
  }
  const missing = codeOf(code).length < 6;
  const go = () => {
    setTried(true);
    if (missing) return;
    run(async () => {
      // A second try after a lost answer.
      if (!proved) await enrolment.prove(codeOf(code));
      setProved(true);
      await done();
    });
  };
  return (
    <StepForm title={enrol.title} text={enrol.text} go={enrol.go} busy={busy} why={why} onSubmit={go} back={back}>
      <p>{say(enrol.one)}</p>
      <Qr of={otpAddress(given.secret, given.account, plain(words.name))} label={plain(enrol.qr)} />
      <p>{say(enrol.two)}</p>
      <p class="secret">{given.secret.match(/.{1,4}/g)?.join(" ")}</p>
      <p>{say(enrol.three)}</p>
      <CodeField id="enrol-code" app value={code} onInput={setCode} error={tried && missing ? fields.missingCode : undefined} />
    </StepForm>
  );
}
