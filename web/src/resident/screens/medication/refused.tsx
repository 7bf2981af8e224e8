import type { Refusal } from "../../../api/index.js";
import { Banner } from "../../../components/banner.js";
import { Sentence } from "../../../frame/problem.js";
import { medicationWords } from "../../../words/medication/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";

/** Why something was not done, above what it was to be done to. */
export function Refused({ refusal }: { refusal: Refusal<string> | undefined }) {
  const { say } = useWords();
  const { acts } = useLexicon(medicationWords);
  return refusal === undefined ? null : <Banner kind="danger" title={say(acts.failed)}><Sentence refusal={refusal} /></Banner>;
}
