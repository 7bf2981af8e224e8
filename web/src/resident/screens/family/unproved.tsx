import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { useRead } from "../../../data/use-read.js";
import { familyWords } from "../../../words/family/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { CityPhone } from "../../city-phone.js";
import { useHousehold } from "../../person.js";
import { whyUnproved } from "../../why-unproved.js";

/** That the card comes first, and the way there; whoever used it already is led nowhere in a circle. `residentId`: whose proof is wanted. */
export function Unproved({ residentId, text }: { residentId: string; text: string }) {
  const { say } = useWords();
  const { unproved: said } = useLexicon(familyWords);
  const { people } = useHousehold();
  const { value } = useRead("get-resident", { resident_id: residentId });
  const why = whyUnproved(value?.status, people.some((one) => one.own && one.residentId === residentId));
  if (why === "card") return <Banner kind="danger" title={say(said.card)}><p>{say(text)}</p><Button kind="line" icon="card" href="/start/card">{say(said.toCard)}</Button></Banner>;
  return <Banner kind="danger" title={say(said[why].title)}><p>{say(said[why].text)}</p><CityPhone word={say(said.cityPhone)} /></Banner>;
}
