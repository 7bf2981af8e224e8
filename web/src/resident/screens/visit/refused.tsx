import type { ComponentChildren } from "preact";

import type { Refusal } from "../../../api/index.js";
import { Button } from "../../../components/button.js";
import { Empty } from "../../../components/empty.js";
import { Problem, Sentence } from "../../../frame/problem.js";
import { visitWords } from "../../../words/visit/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";

const ELSEWHERE: ReadonlySet<string> = new Set(["institution_unavailable", "no_check_in_here", "invalid_poster", "purpose_not_offered", "not_found", "invalid_value"]);

/** Why no check-in can begin here, with the one thing that changes that. */
export function Refused({ refusal, again, elsewhere }: { refusal: Refusal<string>; again: () => void; elsewhere: () => void }) {
  const { say } = useWords();
  const { checkIn } = useLexicon(visitWords);
  const stop = stopOf(refusal);
  if (stop !== undefined) return <Stopped stop={stop} />;
  if (refusal.status === 0 && refusal.code === "unreachable") return <Offline again={again} />;
  if (ELSEWHERE.has(refusal.code)) {
    return (
      <div role="alert">
        <Empty icon="warn" title={say(checkIn.failed)} action={<Button onClick={elsewhere}>{say(checkIn.elsewhere)}</Button>}><Sentence refusal={refusal} /></Empty>
      </div>
    );
  }
  return <Problem refusal={refusal} again={again} />;
}

/** What has to be done elsewhere first. */
export function stopOf({ code }: Refusal<string>): "proof" | "consent" | undefined {
  if (code === "identity_proof_required") return "proof";
  return code === "consent_required" ? "consent" : undefined;
}

export function Stopped({ stop }: { stop: "proof" | "consent" }) {
  const { say } = useWords();
  const { checkIn } = useLexicon(visitWords);
  const said: Readonly<Record<typeof stop, readonly [title: string, text: string, action: ComponentChildren]>> = {
    proof: [checkIn.proof, checkIn.proofText, <Button icon="card" href="/start/card">{say(checkIn.toProof)}</Button>],
    consent: [checkIn.consent, checkIn.consentText, <Button icon="shield" href="/book/consents">{say(checkIn.toConsents)}</Button>],
  };
  const [title, text, action] = said[stop];
  return <div role="alert"><Empty icon={stop === "proof" ? "card" : "lock"} title={say(title)} action={action}>{say(text)}</Empty></div>;
}

/** Without a network nobody checks in: said before anything is chosen. */
export function Offline({ again }: { again: () => void }) {
  const { words, say } = useWords();
  const { checkIn } = useLexicon(visitWords);
  return <div role="alert"><Empty icon="phone" title={say(checkIn.offline)} action={<Button kind="line" onClick={again}>{say(words.common.again)}</Button>}>{say(checkIn.offlineText)}</Empty></div>;
}
