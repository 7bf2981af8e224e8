import type { OpenGrant } from "../../../api/index.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import type { Acting } from "../../../data/use-act.js";
import { useServices } from "../../../data/use-read.js";
import { visitWords } from "../../../words/visit/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { mayManage, usePerson } from "../../person.js";

/**
 * Asks whether the place may see on until the end of tomorrow, from when on the API takes it: in the evening of the check-in, on each day of a
 * stay. Nothing is extended without the tap, and nobody is asked who may not open all of what is open. Why it came to nothing stands above, where
 * it stays while the list is asked again.
 */
export function RenewCheckIn({ grant: { visit_id, renewable_from, sections }, now, renew }: { grant: OpenGrant; now: Date; renew: Acting<"renew-check-in"> }) {
  const { say } = useWords();
  const { checkedIn: said } = useLexicon(visitWords);
  const { cache } = useServices();
  const person = usePerson();
  const may = mayManage(person, "visits") && sections.every((section) => mayManage(person, section));
  if (!may || renewable_from === null || now < new Date(renewable_from)) return null;
  const yes = async () => {
    const came = await renew.run({ visit_id }, {});
    if (!came.ok) return;
    const { until } = came.value.grant;
    // At once, and not only when the list was asked again: the time that is left follows from it.
    cache.amend("list-grants", (list) => ({ ...list, items: list.items.map((grant) => (grant.visit_id === visit_id ? { ...grant, until, renewable_from: null } : grant)) }));
  };
  return (
    <Card title={say(said.renewAsk)} icon="clock">
      <p>{say(said.renewText)}</p>
      <Button kind="line" block busy={renew.busy} onClick={() => void yes()}>{say(renew.busy ? said.renewing : said.renew)}</Button>
    </Card>
  );
}
