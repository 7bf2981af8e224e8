/** What a consent says, as the city wrote it. The texts are in two languages; やさしい日本語 has one sentence of ours beside them. */
import type { ConsentText } from "../../../api/index.js";
import { Disclosure } from "../../../components/disclosure.js";
import { residentWords } from "../../../words/resident/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";

/** The words of a text in the language that is read. */
export function useConsentWords(): (words: ConsentText["title"]) => string {
  const { preferences: { language } } = useWords();
  return ({ ja, en }) => (language === "en" ? en : ja);
}

export function ConsentFullText({ text: { text, version } }: { text: ConsentText }) {
  const { say } = useWords();
  const { start: said } = useLexicon(residentWords);
  const words = useConsentWords();
  // Versions are named by their month; one that is named otherwise is shown as it is.
  const month = /^(\d{4})-(\d{2})$/.exec(version);
  return <Disclosure summary={say(said.full)}><p>{words(text)}</p><p class="second">{say(month === null ? version : said.ofMonth(Number(month[1]), Number(month[2])))}</p></Disclosure>;
}
