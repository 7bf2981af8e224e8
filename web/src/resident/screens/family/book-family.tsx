/** `/book/family`: whose notebooks the account may open, who may open the notebook that is open, and the ways to add to both. */
import { Badge } from "../../../components/badge.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Row, Rows } from "../../../components/row.js";
import { useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { useRoute } from "../../../frame/still-here.js";
import type { Relative } from "../../../api/index.js";
import { familyWords } from "../../../words/family/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { type Person, useHousehold } from "../../person.js";
import { OpenInvitations } from "./open-invitations.js";
import { Meanings, ScopeBadges } from "./scope-choice.js";
import { useLastDay } from "./last-day.js";

export default function BookFamily() {
  const { say } = useWords();
  const said = useLexicon(familyWords);
  const { people, person } = useHousehold();
  const family = useRead("list-family", { resident_id: person.residentId });
  const own = people.find((one) => one.own);
  const others = people.filter((one) => !one.own);
  const [sees, seesEnd] = said.list.sees;
  const [seenBy, seenByEnd] = said.list.seenBy;
  return (
    <Page title={said.list.title} back="/book">
      <Card flush title={own === undefined ? say(said.list.title) : <span>{say(sees)}<span class="name">{own.name}</span>{say(seesEnd)}</span>}>
        {others.length === 0
          ? <div class="pad stack stack--tight"><p>{say(said.list.none)}</p><p class="second">{say(said.list.noneText)}</p></div>
          : <Rows>{others.map((one) => <li key={one.residentId} data-person={one.colour}><Seen person={one} /></li>)}</Rows>}
      </Card>
      {others.length > 0 && <p class="second">{say(said.list.opens)}</p>}
      <Answered read={family}>
        {({ items, invitations }) => (
          <>
            <Card flush title={<span>{say(seenBy)}<span class="name">{person.name}</span>{say(seenByEnd)}</span>}>
              {items.length === 0 ? <p class="pad">{say(said.list.nobody)}</p> : <Rows>{items.map((one) => <li key={one.actor_id}><Sees relative={one} /></li>)}</Rows>}
              {person.relation === "family" && <p class="pad second">{say(said.list.onlyYou)}</p>}
            </Card>
            <OpenInvitations invitations={invitations} />
          </>
        )}
      </Answered>
      {own === undefined && <Button kind="line" block icon="book" href="/start">{say(said.list.make)}</Button>}
      {person.relation !== "family" && (
        <>
          <Button block icon="plus" href="/book/family/invite">{say(said.list.invite)}</Button>
          <p class="second">{say(said.list.inviteText)}</p>
        </>
      )}
      {own !== undefined && <Button kind="line" block icon="user" href="/book/family/child">{say(said.list.child)}</Button>}
      <Button kind="line" block icon="users" href="/book/family/join">{say(said.list.join)}</Button>
      <Card sunken title={say(said.meanings)}><Meanings /></Card>
    </Page>
  );
}

/** Somebody whose notebook the account may open. */
function Seen({ person }: { person: Person }) {
  const { words, say } = useWords();
  const { change } = useHousehold();
  const route = useRoute();
  const until = useLastDay(person.endsOn);
  const open = () => {
    change(person);
    route("/");
  };
  return (
    <Row avatar={person.name} title={person.name} sub={say(words.common[person.relation])} onClick={open}>
      <ScopeBadges scopes={person.scopes} />
      {until && <span class="row__sub">{say(until)}</span>}
    </Row>
  );
}

/** Somebody who may open the notebook that is open. */
function Sees({ relative: { actor_id, name, relation, scopes, since, ends_on, is_you } }: { relative: Relative }) {
  const { words, say, dates } = useWords();
  const said = useLexicon(familyWords);
  const until = useLastDay(ends_on);
  return (
    <Row
      href={`/book/family/${actor_id}`} avatar={name ?? words.common[relation]}
      title={<>{name ?? say(words.common[relation])}{is_you && <> <Badge kind="info">{say(said.list.you)}</Badge></>}</>}
      sub={<>{name !== null && say(words.common[relation])}{name !== null && since !== null && "・"}{since !== null && say(said.list.since(dates.whole(new Date(since))))}</>}
    >
      <ScopeBadges scopes={scopes} />
      {until && <span class="row__sub">{say(until)}</span>}
    </Row>
  );
}
