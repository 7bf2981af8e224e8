import { Banner } from "../../../components/banner.js";
import { visitWords } from "../../../words/visit/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { usePerson } from "../../person.js";

/** Said plainly where it is not one's own: the wrong notebook is shown to nobody. */
export function ForWhom() {
  const { say } = useWords();
  const { checkIn } = useLexicon(visitWords);
  const { own, name } = usePerson();
  if (own) return null;
  const [[start, end], [before, after]] = [checkIn.forWhom, checkIn.forWhomText];
  return <Banner title={<>{say(start)}<span class="name">{name}</span>{say(end)}</>}>{say(before)}{name}{say(after)}</Banner>;
}
