import { noon } from "../../../words/dates.js";
import { familyWords } from "../../../words/family/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";

const DAY_MS = 86_400_000;

/** The last day of what ends by itself on a day, in words: a guardian's part ends as the 18th birthday begins. */
export function useLastDay(endsOn: string | null): string | undefined {
  const { dates } = useWords();
  const said = useLexicon(familyWords);
  return endsOn === null ? undefined : said.until(dates.whole(new Date(noon(endsOn).getTime() - DAY_MS)));
}
