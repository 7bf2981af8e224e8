/** `/book/family/:id`: how far one person reaches in the notebook that is open, and the way to end it. */
import { useState } from "preact/hooks";

import type { Relative } from "../../../api/index.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Empty } from "../../../components/empty.js";
import { useAct } from "../../../data/use-act.js";
import { useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { Sentence } from "../../../frame/problem.js";
import { useRoute } from "../../../frame/still-here.js";
import { familyWords } from "../../../words/family/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useDone } from "../../done.js";
import { Page } from "../../page.js";
import { usePerson } from "../../person.js";
import { EndRelation } from "./end-relation.js";
import { useLastDay } from "./last-day.js";
import { Meanings, ScopeBadges, ScopeChoice, changesOf } from "./scope-choice.js";

export default function BookFamilyOne({ id }: { readonly id: string }) {
  const { say } = useWords();
  const { one: said } = useLexicon(familyWords);
  const { residentId } = usePerson();
  const family = useRead("list-family", { resident_id: residentId });
  return (
    <Page title={said.someone} back="/book/family">
      <Answered read={family}>
        {({ items }) => {
          const relative = items.find(({ actor_id }) => actor_id === id);
          return relative === undefined ? <Empty icon="users" title={say(said.gone)} /> : <One relative={relative} again={family.again} />;
        }}
      </Answered>
    </Page>
  );
}

function One({ relative, again }: { relative: Relative; again: () => void }) {
  const { words, say, dates } = useWords();
  const { list, one: said } = useLexicon(familyWords);
  const { residentId } = usePerson();
  const update = useAct("update-relation");
  const done = useDone();
  const route = useRoute();
  const { actor_id, name, relation, scopes, since, ends_on, is_you, version } = relative;
  const until = useLastDay(ends_on);
  const save = async (changes: ReturnType<typeof changesOf>) => {
    const came = await update.run({ resident_id: residentId, other_id: actor_id }, { scopes: changes }, { version: `"${version}"` });
    if (came.ok) {
      done({ title: list.changed, on: "/book/family" });
      route("/book/family");
    } else if (came.refusal.status === 412) again();
  };
  const { refusal } = update;
  return (
    <>
      <Card title={<span>{name ?? say(words.common[relation])}{is_you && <>（{say(list.you)}）</>}</span>}>
        <p class="second">{say(words.common[relation])}{since !== null && <>・{say(list.since(dates.whole(new Date(since))))}</>}</p>
        {relation === "guardian" && <ScopeBadges scopes={scopes} />}
        {until && <p>{say(until)}</p>}
      </Card>
      {refusal && <Banner kind="danger" title={say(refusal.status === 412 ? said.overtaken : said.failed)}>{refusal.status !== 412 && <Sentence refusal={refusal} />}</Banner>}
      {relation === "family" && <Reach key={version} relative={relative} busy={update.busy} save={(changes) => void save(changes)} />}
      <EndRelation relative={relative} />
    </>
  );
}

/** What family reaches, as it is changed: more or less by the person, less by whoever it was opened to. Where it was changed elsewhere, what stands now is changed next. */
function Reach({ relative: { scopes, is_you }, busy, save }: { relative: Relative; busy: boolean; save: (changes: ReturnType<typeof changesOf>) => void }) {
  const { say } = useWords();
  const said = useLexicon(familyWords);
  const { one, invite } = said;
  const [wanted, setWanted] = useState(scopes);
  const changes = changesOf(scopes, wanted);
  const nothing = Object.keys(wanted).length === 0;
  return (
    <>
      <Card title={say(is_you ? one.yours : one.sees)}>
        {is_you && <p class="second">{say(one.narrower)}</p>}
        <ScopeChoice value={wanted} onChange={setWanted} held={busy} {...(is_you && { most: scopes })} />
        {nothing && <p role="alert">{say(invite.nothing)}</p>}
        {!nothing && Object.keys(changes).length > 0 && <Button block busy={busy} onClick={() => save(changes)}>{say(busy ? one.saving : one.save)}</Button>}
      </Card>
      <Card sunken title={say(said.meanings)}><Meanings /></Card>
    </>
  );
}
