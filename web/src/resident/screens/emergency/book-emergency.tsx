/** `/book/emergency`: the card that opens without an account what is needed in an emergency: made, printed, ended, and when it was opened. */
import { useState } from "preact/hooks";

import type { EmergencyCard, MadeEmergencyCard } from "../../../api/index.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Row, Rows } from "../../../components/row.js";
import { TickList } from "../../../components/tick-list.js";
import { useAct } from "../../../data/use-act.js";
import { useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { Sentence } from "../../../frame/problem.js";
import { noon } from "../../../words/dates.js";
import { emergencyWords } from "../../../words/emergency/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { mayManage, usePerson } from "../../person.js";
import { useMinute } from "../../use-minute.js";
import { Ask } from "./ask.js";
import { NewCard } from "./new-card.js";

export default function BookEmergency() {
  const said = useLexicon(emergencyWords);
  const person = usePerson();
  const read = useRead("get-emergency-card", { resident_id: person.residentId });
  // Only here, and only until the page is left: it is shown once.
  const [made, setMade] = useState<MadeEmergencyCard>();
  return (
    <Page title={said.title} back="/book">
      {made === undefined ? <Answered read={read}>{(value) => <Standing value={value} made={setMade} />}</Answered> : <NewCard made={made} />}
    </Page>
  );
}

/** What there is, and what can be done with it. */
function Standing({ value: { card, openings }, made }: { value: EmergencyCard; made: (card: MadeEmergencyCard) => void }) {
  const { say, plain, dates } = useWords();
  const said = useLexicon(emergencyWords);
  const person = usePerson();
  const create = useAct("create-emergency-card");
  const end = useAct("delete-emergency-card");
  const [ended, setEnded] = useState(false);
  const path = { resident_id: person.residentId };
  const make = async () => {
    const came = await create.run(path, {});
    if (came.ok) made(came.value);
    return came.ok;
  };
  const makes = mayManage(person, "profile") && mayManage(person, "medication");
  const failed = create.refusal && <Banner kind="danger" title={say(said.failed)}><Sentence refusal={create.refusal} /></Banner>;
  return (
    <>
      {ended && card === null && <Banner kind="ok" title={say(said.ended)}><p>{say(said.endedText)}</p></Banner>}
      {card !== null && (
        <Card title={say(said.have)} icon="check">
          <p>{say(said.since(dates.whole(new Date(card.made_at))))}{say(said.by[card.made_as])}</p>
          {card.ends_on !== null && <p>{say(said.until(dates.whole(noon(card.ends_on))))}</p>}
          {mayManage(person, "profile") && (
            <Ask
              word={said.end} kind="danger" title={said.endAsk} text={said.endText} yes={end.busy ? said.ending : said.endYes} no={said.keep} busy={end.busy} closed={end.clear}
              failed={end.refusal && <Banner kind="danger" title={say(said.endFailed)}><Sentence refusal={end.refusal} /></Banner>}
              act={async () => {
                const came = await end.run(path);
                setEnded(came.ok);
                return came.ok;
              }}
            />
          )}
        </Card>
      )}
      {card === null && (
        <>
          <p>{say(said.what)}</p>
          {failed}
          {makes ? <Button block icon="card" busy={create.busy} onClick={() => void make()}>{say(create.busy ? said.making : said.make)}</Button> : <p class="second">{say(said.notYours)}</p>}
        </>
      )}
      <Openings openings={openings} />
      {card !== null && makes && (
        <Card title={say(said.lost)}>
          <p>{say(said.lostText)}</p>
          <Ask word={said.again} kind="line" title={said.againAsk} text={said.againText} yes={create.busy ? said.making : said.againYes} no={said.keep} busy={create.busy} closed={create.clear} failed={failed} act={make} />
        </Card>
      )}
      <Card title={say(said.shows)}>
        <TickList items={said.shown.map((one) => say(one))} />
        <p>{say(said.told)}</p>
      </Card>
      <Banner kind="warn" title={say(said.open)} />
      {mayManage(person, "profile") && <Card flush label={plain(said.check)}><Rows><li><Row icon="record" title={say(said.check)} href="/book/profile" /></li></Rows></Card>}
    </>
  );
}

/** When the person's cards were opened, those before the present one included. */
function Openings({ openings }: { openings: EmergencyCard["openings"] }) {
  const { say, dates } = useWords();
  const said = useLexicon(emergencyWords);
  const now = useMinute();
  if (openings.length === 0) return <Card title={say(said.openings)}><p class="second">{say(said.never)}</p></Card>;
  return (
    <>
      <Card flush title={say(said.openings)}>
        <Rows>
          {openings.map(({ from, until, count }) => {
            const [first, last] = [new Date(from), new Date(until)];
            const is = count === 1 ? said.times(count) : said.timesUntil(dates.time(last), count);
            return <li key={from}><Row icon="eye" title={<>{say(dates.near(first, now))} {dates.time(first)}</>} sub={say(is)} /></li>;
          })}
        </Rows>
      </Card>
      <p class="second">{say(said.who)}</p>
    </>
  );
}
