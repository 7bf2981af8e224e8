import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";

import type { OpenGrant } from "../../../api/index.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Dialog } from "../../../components/dialog.js";
import { TickList } from "../../../components/tick-list.js";
import { useAct } from "../../../data/use-act.js";
import { useServices } from "../../../data/use-read.js";
import { Sentence } from "../../../frame/problem.js";
import { visitWords } from "../../../words/visit/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useDone } from "../../done.js";

/** Ends what is open, after one question that says what ends. */
export function EndCheckIn({ grant: { visit_id, institution, sections } }: { grant: OpenGrant }) {
  const { say } = useWords();
  const { checkedIn: said, sections: names } = useLexicon(visitWords);
  const { cache } = useServices();
  const { path } = useLocation();
  const done = useDone();
  const end = useAct("end-check-in");
  const [asking, setAsking] = useState(false);
  const [start, rest] = said.endText;
  const close = () => {
    end.clear();
    setAsking(false);
  };
  const yes = async () => {
    if (!(await end.run({ visit_id })).ok) return;
    setAsking(false);
    // At once, and not only when the list was asked again: it is closed from now on.
    cache.amend("list-grants", (list) => ({ ...list, items: list.items.filter((grant) => grant.visit_id !== visit_id) }));
    if (path === "/visits") done({ title: said.ended, on: path });
  };
  return (
    <>
      <Button kind="danger" block onClick={() => setAsking(true)}>{say(said.end)}</Button>
      {asking && (
        <Dialog kind="dialog" title={say(said.endAsk)} close={close}>
          {end.refusal && <Banner kind="danger" title={say(said.endFailed)}><Sentence refusal={end.refusal} /></Banner>}
          <p>{say(start)}<span class="name strong">{institution.name ?? institution.code}</span>{say(rest)}</p>
          <TickList items={sections.map((section) => say(names[section]))} />
          <Button kind="danger" block busy={end.busy} onClick={() => void yes()}>{say(end.busy ? said.ending : said.endYes)}</Button>
          <Button kind="line" block onClick={close}>{say(said.endNo)}</Button>
        </Dialog>
      )}
    </>
  );
}
