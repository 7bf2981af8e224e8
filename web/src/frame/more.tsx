import { Banner } from "../components/banner.js";
import { Button } from "../components/button.js";
import type { NextPage } from "../data/use-read.js";
import { useWords } from "../words/use-words.js";
import { Sentence } from "./problem.js";

/** Below a list that goes on: the button for what is older, and why it did not come. */
export function More({ pages: { more, moreBusy, moreRefusal, reachedEnd } }: { pages: NextPage }) {
  const { words, say } = useWords();
  if (reachedEnd) return null;
  return (
    <>
      {moreRefusal && <Banner kind="danger" title={say(words.problem.title)}><Sentence refusal={moreRefusal} /></Banner>}
      <Button kind="line" block busy={moreBusy} onClick={more}>{say(moreBusy ? words.common.opening : words.common.more)}</Button>
    </>
  );
}
