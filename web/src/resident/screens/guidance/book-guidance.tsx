/** `/book/guidance`: what public health nurses said, how the goals go, and which offices follow the person up. */
import { useState } from "preact/hooks";

import type { FollowingOffice, HealthGuidance } from "../../../api/index.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Dialog } from "../../../components/dialog.js";
import { Empty } from "../../../components/empty.js";
import { Row, Rows } from "../../../components/row.js";
import { useAct } from "../../../data/use-act.js";
import { usePages } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { More } from "../../../frame/more.js";
import { Sentence } from "../../../frame/problem.js";
import { noon } from "../../../words/dates.js";
import { guidanceWords } from "../../../words/guidance/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useDone } from "../../done.js";
import { Page } from "../../page.js";
import { mayManage, usePerson } from "../../person.js";
import { Goals } from "./goals.js";

const HERE = "/book/guidance";

export default function BookGuidance() {
  const { say } = useWords();
  const words = useLexicon(guidanceWords);
  const { residentId } = usePerson();
  const list = usePages("list-health-guidance", { resident_id: residentId });
  return (
    <Page title={words.title} back="/book">
      <Answered read={list} rows={4}>
        {({ items, offices }) => (
          <>
            {items.length === 0 && list.reachedEnd && <Empty icon="memo" title={say(words.none)}>{say(words.noneText)}</Empty>}
            {items.map((item) => <Guidance key={item.guidance_id} item={item} />)}
            <More pages={list} />
            {offices.length > 0 && <Offices offices={offices} />}
          </>
        )}
      </Answered>
    </Page>
  );
}

function Guidance({ item }: { item: HealthGuidance }) {
  const { say, dates } = useWords();
  const words = useLexicon(guidanceWords);
  const written = new Date(item.written_at);
  return (
    <Card title={`${dates.whole(written)} ${say(words.channels[item.channel])}`} icon="memo">
      <p class="second name">{item.institution.name}</p>
      {item.retracted_at !== null ? <p>{say(words.retracted)}</p> : (
        <>
          <h3 class="lead name">{item.topic}</h3>
          <p class="kept-lines name">{item.text}</p>
          {item.goals.length > 0 && <Goals item={item} />}
          {item.next_on !== null && <p><strong>{say(words.next(dates.whole(noon(item.next_on))))}</strong></p>}
          {item.amended_at !== null && <p class="second">{say(words.amended(dates.whole(new Date(item.amended_at))))}</p>}
        </>
      )}
    </Card>
  );
}

/** Who may go on without a check-in, with the end of that. */
function Offices({ offices }: { offices: readonly FollowingOffice[] }) {
  const { say, dates } = useWords();
  const words = useLexicon(guidanceWords);
  const person = usePerson();
  const done = useDone();
  const end = useAct("end-guidance");
  const [asked, setAsked] = useState<FollowingOffice>();
  const close = () => setAsked(undefined);
  const yes = async () => {
    if (asked === undefined) return;
    const came = await end.run({ resident_id: person.residentId, institution_code: asked.institution.code });
    close();
    if (came.ok) done({ title: words.ended, on: HERE });
  };
  return (
    <Card flush title={say(words.offices)} icon="clinic">
      <p class="pad">{say(words.officesText)}</p>
      {end.refusal && <Banner kind="danger" title={say(words.failed)}><Sentence refusal={end.refusal} /></Banner>}
      <Rows>
        {offices.map((office) => (
          <li key={office.institution.code}>
            <Row icon="users" title={<span class="name">{office.institution.name}</span>} sub={say(words.until(dates.whole(new Date(Date.parse(office.until) - 1))))} />
            {mayManage(person, "health_guidance") && <div class="pad cluster"><Button kind="line" small onClick={() => setAsked(office)}>{say(words.end)}<span class="sr"> {office.institution.name}</span></Button></div>}
          </li>
        ))}
      </Rows>
      {asked && (
        <Dialog kind="dialog" title={say(words.ask)} close={close}>
          <p class="name">{asked.institution.name}</p>
          <p>{say(words.askText)}</p>
          <Button block busy={end.busy} onClick={() => void yes()}>{say(words.yes)}</Button>
          <Button block kind="line" onClick={close}>{say(words.stop)}</Button>
        </Dialog>
      )}
    </Card>
  );
}
