/** What the person is asked for: a text to agree to, and the card. It waits behind what is due today, so it is one line each. */
import { Banner } from "../../../components/banner.js";
import { useRead } from "../../../data/use-read.js";
import type { AnyLexicon } from "../../../words/lexicon.js";
import { useWords } from "../../../words/use-words.js";
import { useHousehold } from "../../person.js";
import { stillAsked } from "../../put-off.js";

/** The frame's words are enough. */
export const lexicons: readonly AnyLexicon[] = [];

export default function Asks({ residentId }: { residentId: string }) {
  const { words: { home, common }, say } = useWords();
  const { account } = useHousehold();
  const due = stillAsked(account, useRead("get-me", {}).value?.consents_due ?? []);
  const status = useRead("get-resident", { resident_id: residentId }).value?.status;
  return (
    <>
      {due.length > 0 && <Banner title={say(home.consentsDue)}><a class="hit" href="/book/consents">{say(common.show)}</a></Banner>}
      {status === "unverified" && <Banner title={say(home.unverified)}><p>{say(home.unverifiedText)}</p><a class="hit" href="/start/card">{say(common.show)}</a></Banner>}
    </>
  );
}
