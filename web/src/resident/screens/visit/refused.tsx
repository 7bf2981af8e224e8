import type { Refusal } from "../../../api/index.js";
import { Button } from "../../../components/button.js";
import { Empty } from "../../../components/empty.js";
import { Skeleton } from "../../../components/skeleton.js";
import { useRead } from "../../../data/use-read.js";
import { Problem, Sentence } from "../../../frame/problem.js";
import { visitWords } from "../../../words/visit/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { CityPhone } from "../../city-phone.js";
import { usePerson } from "../../person.js";
import { whyUnproved } from "../../why-unproved.js";

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
  if (stop === "proof") return <Unproved />;
  return <div role="alert"><Empty icon="lock" title={say(checkIn.consent)} action={<Button icon="shield" href="/book/consents">{say(checkIn.toConsents)}</Button>}>{say(checkIn.consentText)}</Empty></div>;
}

/** The card is asked for where it was not proved yet. Whoever proved it, or cannot for another, is led nowhere in a circle: what is so, and whom to ask. */
function Unproved() {
  const { words, say } = useWords();
  const { checkIn } = useLexicon(visitWords);
  const { residentId, own } = usePerson();
  const resident = useRead("get-resident", { resident_id: residentId });
  if (resident.value === undefined && resident.refusal === undefined) return <Skeleton title={say(words.common.opening)} slow={say(words.common.slow)} rows={2} />;
  const why = whyUnproved(resident.value?.status, own);
  if (why === "card") return <div role="alert"><Empty icon="card" title={say(checkIn.proof)} action={<Button icon="card" href="/start/card">{say(checkIn.toProof)}</Button>}>{say(checkIn.proofText)}</Empty></div>;
  const { title, text } = checkIn.unproved[why];
  return <div role="alert"><Empty icon="card" title={say(title)}><span class="stack stack--tight"><span>{say(text)}</span><span>{say(checkIn.without)}</span><CityPhone word={say(checkIn.cityPhone)} /></span></Empty></div>;
}

/** Without a network nobody checks in: said before anything is chosen. */
export function Offline({ again }: { again: () => void }) {
  const { words, say } = useWords();
  const { checkIn } = useLexicon(visitWords);
  return <div role="alert"><Empty icon="phone" title={say(checkIn.offline)} action={<Button kind="line" onClick={again}>{say(words.common.again)}</Button>}>{say(checkIn.offlineText)}</Empty></div>;
}
