/** `/book/family/invite`: what to show, and the code with which one other person becomes family. */
import { useId, useState } from "preact/hooks";

import type { Invitation, InvitedAs } from "../../../api/index.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { FieldError } from "../../../components/field.js";
import { Segment } from "../../../components/segment.js";
import { useAct } from "../../../data/use-act.js";
import { Sentence } from "../../../frame/problem.js";
import { familyWords } from "../../../words/family/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { usePerson } from "../../person.js";
import { Code } from "./code.js";
import { Meanings, ScopeChoice, type Scopes } from "./scope-choice.js";
import { Unproved } from "./unproved.js";

export default function BookFamilyInvite() {
  const { say } = useWords();
  const { invite } = useLexicon(familyWords);
  const person = usePerson();
  const [invitation, setInvitation] = useState<Invitation>();
  return (
    <Page title={invite.title} back="/book/family">
      {person.relation === "family" ? <Banner kind="warn" title={say(invite.notYours)} />
        : invitation === undefined ? <Wish made={setInvitation} />
        : <Code invitation={invitation} />}
    </Page>
  );
}

/** Whom to invite, and to what. Nothing is open before it was chosen. */
function Wish({ made }: { made: (invitation: Invitation) => void }) {
  const { say } = useWords();
  const said = useLexicon(familyWords);
  const { invite } = said;
  const { residentId, relation: mine, name } = usePerson();
  const id = useId();
  const create = useAct("create-invitation");
  const [relation, setRelation] = useState<InvitedAs>("family");
  const [scopes, setScopes] = useState<Scopes>({});
  const [empty, setEmpty] = useState(false);
  const guardian = relation === "guardian";
  const send = async () => {
    const nothing = !guardian && Object.keys(scopes).length === 0;
    setEmpty(nothing);
    if (nothing) return;
    const came = await create.run({ resident_id: residentId }, { relation, ...(!guardian && { scopes }) });
    if (came.ok) made(came.value);
  };
  const [whose, whoseEnd] = invite.whose;
  return (
    <>
      {create.refusal && (create.refusal.code === "identity_proof_required" ? <Unproved residentId={residentId} text={invite.cardText} /> : <Banner kind="danger" title={say(invite.failed)}><Sentence refusal={create.refusal} /></Banner>)}
      {mine === "guardian" && (
        <Card title={<span id={id}>{say(invite.as)}</span>}>
          <Segment labelledBy={id} value={relation} held={create.busy} onChange={setRelation} options={[{ value: "family", word: say(invite.asFamily) }, { value: "guardian", word: say(invite.asGuardian) }]} />
          {guardian && <p>{say(invite.guardianText)}</p>}
        </Card>
      )}
      {!guardian && (
        <Card title={<span>{say(whose)}<span class="name">{name}</span>{say(whoseEnd)}</span>}>
          {empty && <div role="alert"><FieldError id={`${id}-empty`}>{say(invite.nothing)}</FieldError></div>}
          <ScopeChoice value={scopes} onChange={setScopes} held={create.busy} />
        </Card>
      )}
      <Button block busy={create.busy} onClick={() => void send()}>{say(create.busy ? invite.making : invite.make)}</Button>
      {!guardian && <Card sunken title={say(said.meanings)}><Meanings /></Card>}
    </>
  );
}
