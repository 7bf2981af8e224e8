import { useState } from "preact/hooks";

import type { Relative } from "../../../api/index.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Dialog } from "../../../components/dialog.js";
import { useAct } from "../../../data/use-act.js";
import { Sentence } from "../../../frame/problem.js";
import { useRoute } from "../../../frame/still-here.js";
import { familyWords } from "../../../words/family/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useDone } from "../../done.js";
import { usePerson } from "../../person.js";

/** The way to end that somebody sees the notebook: asked once, for it cannot be taken back without a new invitation. */
export function EndRelation({ relative: { actor_id, relation, name, is_you } }: { relative: Relative }) {
  const { words, say } = useWords();
  const { one: said, list } = useLexicon(familyWords);
  const { residentId, name: whose } = usePerson();
  const end = useAct("end-relation");
  const done = useDone();
  const route = useRoute();
  const [asked, setAsked] = useState(false);
  if (relation === "guardian" && !is_you) return <p class="second">{say(said.guardian)}</p>;
  const send = async () => {
    const came = await end.run({ resident_id: residentId, other_id: actor_id });
    setAsked(false);
    // Whose own leaving was not answered finds nothing to leave at the second tap.
    const left = is_you && !came.ok && came.refusal.status === 404;
    if (!came.ok && !left) return;
    done({ title: is_you ? list.ended : list.closedTo, ...(is_you && { next: list.endedText, beyond: true }), on: "/book/family" });
    route("/book/family");
  };
  return (
    <>
      {end.refusal && <Banner kind="danger" title={say(said.failed)}><Sentence refusal={end.refusal} /></Banner>}
      <Button kind="danger" block onClick={() => setAsked(true)}>{say(is_you ? said.leave : said.end)}</Button>
      {asked && (
        <Dialog kind="dialog" title={say(is_you ? said.askLeave : said.ask)} close={() => setAsked(false)}>
          <p class="strong">{is_you ? whose : name ?? say(words.common[relation])}</p>
          <p>{say(is_you ? said.endsLeave : said.ends)}</p>
          <Button kind="danger" block busy={end.busy} onClick={() => void send()}>{say(end.busy ? said.ending : said.yes)}</Button>
          <Button kind="line" block onClick={() => setAsked(false)}>{say(said.keep)}</Button>
        </Dialog>
      )}
    </>
  );
}
