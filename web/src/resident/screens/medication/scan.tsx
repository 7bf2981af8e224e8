/** `/medicines/scan`: a pharmacy's sheet, by the QR codes on it. */
import { useRef, useState } from "preact/hooks";

import type { ScanDispensingOutput } from "../../../api/index.js";
import { ActionBar } from "../../../components/action-bar.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Empty } from "../../../components/empty.js";
import { useAct } from "../../../data/use-act.js";
import { Sentence } from "../../../frame/problem.js";
import { type ScannedCode, Scanner } from "../../../scan/scanner.js";
import { type What, whatIs } from "../../../scan/what.js";
import { medicationWords } from "../../../words/medication/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { mayRecord, usePerson } from "../../person.js";
import { type Gathered, NOTHING_YET, gather, isWhole, partsOf } from "./gather.js";
import { Parts } from "./parts.js";
import { ScanResult } from "./scan-result.js";

export default function Scan() {
  const { words, say } = useWords();
  const { scan } = useLexicon(medicationWords);
  const person = usePerson();
  if (mayRecord(person, "medication")) return <Scans key={person.residentId} />;
  return <Page title={scan.title} back="/medicines"><Empty icon="lock" title={say(words.problem.title)}>{say(words.problem.forbidden)}</Empty></Page>;
}

type Aside = Exclude<What["kind"], "sheet"> | "another";

function Scans() {
  const { words, say, plain } = useWords();
  const { scan } = useLexicon(medicationWords);
  const { residentId } = usePerson();
  const register = useAct("scan-dispensing");
  const [gathered, setGathered] = useState(NOTHING_YET);
  // Of one picture several codes come in one turn.
  const now = useRef<Gathered>(NOTHING_YET);
  const [aside, setAside] = useState<{ readonly kind: Aside; readonly code: ScannedCode; readonly href?: string }>();
  const [result, setResult] = useState<ScanDispensingOutput>();
  const put = (next: Gathered) => {
    now.current = next;
    setGathered(next);
  };
  const send = async () => {
    const came = await register.run({ resident_id: residentId }, partsOf(now.current));
    if (came.ok) setResult(came.value);
  };
  const take = (code: ScannedCode) => {
    if (isWhole(now.current)) return true;
    const what = whatIs(code);
    if (what.kind !== "sheet") {
      setAside({ kind: what.kind, code, ...(what.kind === "poster" && { href: what.href }) });
      return false;
    }
    const { step, after } = gather(now.current, code);
    setAside(step === "another" ? { kind: "another", code } : undefined);
    put(after);
    if (step === "added" && isWhole(after)) void send();
    return step !== "another";
  };
  const anew = (code?: ScannedCode) => {
    put(NOTHING_YET);
    setAside(undefined);
    setResult(undefined);
    register.clear();
    if (code !== undefined) take(code);
  };
  if (result !== undefined) return <ScanResult result={result} another={() => anew()} />;
  const whole = isWhole(gathered);
  return (
    <Page
      title={scan.title}
      back="/medicines"
      action={(
        <ActionBar label={plain(words.common.action)} next={say(scan.next)}>
          <Button kind="line" block href="/medicines/new">{say(scan.byHand)}</Button>
        </ActionBar>
      )}
    >
      <Parts gathered={gathered} sending={register.busy} />
      {register.refusal && (
        <Banner kind="danger" title={say(scan.failed)}>
          <p><Sentence refusal={register.refusal} /></p>
          <Button kind="quiet" small onClick={() => void send()}>{say(words.common.send)}</Button> <Button kind="quiet" small onClick={() => anew()}>{say(scan.anew)}</Button>
        </Banner>
      )}
      {aside && (
        <Banner kind="warn" title={say(scan.aside[aside.kind].title)}>
          <p>{say(scan.aside[aside.kind].text)}</p>
          {aside.kind === "another" && <Button kind="quiet" small onClick={() => anew(aside.code)}>{say(scan.begin)}</Button>}
          {aside.href !== undefined && <Button kind="quiet" small href={aside.href}>{say(scan.checkIn)}</Button>}
        </Banner>
      )}
      {!whole && <Scanner onCode={take} hint={say(gathered.codes.size === 0 ? scan.hint : scan.hintNext)} />}
      <p class="second">{say(scan.twice)}</p>
    </Page>
  );
}
