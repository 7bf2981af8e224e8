import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { familyWords } from "../../../words/family/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";

/** That the card comes first, and the way there. */
export function Unproved({ text }: { text: string }) {
  const { say } = useWords();
  const { invite } = useLexicon(familyWords);
  return <Banner kind="danger" title={say(invite.card)}><p>{say(text)}</p><Button kind="line" icon="card" href="/start/card">{say(invite.toCard)}</Button></Banner>;
}
