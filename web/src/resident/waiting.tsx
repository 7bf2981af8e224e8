import { Banner } from "../components/banner.js";
import { Button } from "../components/button.js";
import { useOutbox } from "../data/use-read.js";
import { lazyPart } from "../frame/lazy-part.js";
import { Sentence } from "../frame/problem.js";
import { todayWords } from "../words/today/index.js";
import { useLexicon, useWords } from "../words/use-words.js";

const Returned = lazyPart(() => import("./returned.js"));
const SAID_AFTER_MS = 10_000;

/** What waits for the network, counted; and what came back refused after the person had gone on. */
export const lexicons = [todayWords];

export default function WaitingBanners() {
  const { words, say } = useWords();
  const outbox = useOutbox();
  const { offline } = words;
  const { home } = useLexicon(todayWords);
  // What is on its way for a moment does not flicker.
  const waiting = outbox.waiting.filter(({ madeAt, undone }) => !undone && (!navigator.onLine || Date.now() - madeAt > SAID_AFTER_MS)).length;
  return (
    <>
      {waiting > 0 && (
        <Banner kind={outbox.isBusy ? "warn" : "offline"} title={say(outbox.isBusy ? home.busy : offline.title)}>{say(offline.waiting(waiting))} {say(outbox.outlivesPage ? offline.kept : offline.stay)}</Banner>
      )}
      {outbox.returned.map((returned) => (
        <Banner key={returned.write.key} kind="danger" title={say(offline.returned)}>
          <p>{say(returned.write.id.endsWith("-intake") ? offline.returnedDose : offline.returnedRecord)}: <Sentence refusal={returned.refusal} /></p>
          {/* No form is in sight whose fields would say it. */}
          {returned.refusal.errors.map(({ pointer, detail }) => <p key={pointer}>{detail}</p>)}
          <Returned write={returned.write} />
          <Button kind="quiet" small onClick={() => outbox.dismiss(returned)}>{say(words.common.dismiss)}</Button>
        </Banner>
      ))}
    </>
  );
}
