/** `/book/family`: whose notebooks the account may open, and how far it reaches in each. */

import type { Section } from "../../../api/index.js";
import { Badge } from "../../../components/badge.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Empty } from "../../../components/empty.js";
import { Row, Rows } from "../../../components/row.js";
import { useRoute } from "../../../frame/still-here.js";
import { residentWords } from "../../../words/resident/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { type Person, useHousehold } from "../../person.js";

const LEVELS = ["see", "record", "manage"] as const;

export default function BookFamily() {
  const { say } = useWords();
  const { family: said } = useLexicon(residentWords);
  const { people } = useHousehold();
  const own = people.find((one) => one.own);
  const others = people.filter((one) => !one.own);
  const [start, end] = said.sees;
  return (
    <Page title={said.title} back="/book">
      {others.length === 0 ? <Empty icon="users" title={say(said.none)}>{say(said.noneText)}</Empty> : (
        <Card flush title={own === undefined ? say(said.title) : <>{say(start)}<span class="name">{own.name}</span>{say(end)}</>}>
          <Rows>{others.map((one) => <li key={one.residentId} data-person={one.colour}><Member person={one} /></li>)}</Rows>
        </Card>
      )}
      {others.length > 0 && <p class="second">{say(said.opens)}</p>}
      {own === undefined && <Button kind="line" block icon="book" href="/start">{say(said.make)}</Button>}
      {others.length > 0 && (
        <Card sunken title={say(said.meanings)}>
          <dl class="stack stack--tight">{LEVELS.map((level) => <div key={level}><dt class="strong">{say(said.levels[level])}</dt><dd>{say(said.explained[level])}</dd></div>)}</dl>
        </Card>
      )}
    </Page>
  );
}

function Member({ person }: { person: Person }) {
  const { words, say } = useWords();
  const { family: said } = useLexicon(residentWords);
  const { change } = useHousehold();
  const route = useRoute();
  const sections = Object.keys(words.sections) as Section[];
  const reached = sections.flatMap((section) => {
    const level = person.scopes[section];
    return level === undefined ? [] : [{ section, level }];
  });
  const everything = reached.length === sections.length && reached.every(({ level }) => level === "manage");
  const open = () => {
    change(person);
    route("/");
  };
  return (
    <Row avatar={person.name} title={person.name} sub={say(words.common[person.relation])} onClick={open}>
      <span class="cluster">{everything ? <Badge>{say(said.all)}</Badge> : reached.map(({ section, level }) => <Badge key={section}>{say(words.sections[section])} {say(said.levels[level])}</Badge>)}</span>
      {!everything && reached.length < sections.length && <span class="row__sub">{say(said.rest)}</span>}
    </Row>
  );
}
