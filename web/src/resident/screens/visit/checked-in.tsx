/** `/check-in/:visit`: the reception code, what is open and for how long, and its end. */

import type { GetVisitOutput, OpenGrant } from "../../../api/index.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Empty } from "../../../components/empty.js";
import { Reception } from "../../../components/reception.js";
import { TickList } from "../../../components/tick-list.js";
import { type Acting, useAct } from "../../../data/use-act.js";
import { useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { Sentence } from "../../../frame/problem.js";
import { useRoute } from "../../../frame/still-here.js";
import { isoDay, lastsTomorrow, noon } from "../../../words/dates.js";
import { visitWords } from "../../../words/visit/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { mayManage, usePerson } from "../../person.js";
import { useMinute } from "../../use-minute.js";
import { useKeptFresh } from "./clock.js";
import { holdDoor } from "./door.js";
import { EndCheckIn } from "./end-check-in.js";
import { ForWhom } from "./for-whom.js";
import { Happened } from "./happened.js";
import { KEPT, ORDER } from "./opening.js";
import { RenewCheckIn } from "./renew-check-in.js";
import { TimeUntil } from "./time-until.js";
import { useNotebookOf } from "./whose.js";

export default function CheckedIn({ visit: visitId }: { visit: string }) {
  const { say } = useWords();
  const { checkedIn: said } = useLexicon(visitWords);
  const { residentId } = usePerson();
  const renew = useAct("renew-check-in");
  const visit = useRead("get-visit", { resident_id: residentId, visit_id: visitId });
  const grants = useRead("list-grants", { resident_id: residentId });
  const now = useMinute();
  useNotebookOf(visitId, visit);
  useKeptFresh(grants, residentId);
  // What was known before a check-in or an end says nothing of now.
  const known = grants.outdated ? { ...grants, value: undefined } : grants;
  const open = known.value?.items.find(({ visit_id, until }) => visit_id === visitId && now < new Date(until));
  return (
    <Page title={known.value !== undefined && open === undefined ? said.closedTitle : said.title} back="/visits">
      <ForWhom />
      {renew.refusal && <Banner kind="danger" title={say(said.renewFailed)}><Sentence refusal={renew.refusal} /></Banner>}
      <Answered read={visit} rows={6}>
        {(value) => (
          <Answered read={known} rows={4}>
            {() => (open ? <Open visit={value} grant={open} now={now} renew={renew} /> : <Closed visit={value} now={now} />)}
          </Answered>
        )}
      </Answered>
    </Page>
  );
}

function Open({ visit, grant, now, renew }: { visit: GetVisitOutput; grant: OpenGrant; now: Date; renew: Acting<"renew-check-in"> }) {
  const { words, say, dates } = useWords();
  const { checkedIn: said, sections: names } = useLexicon(visitWords);
  const person = usePerson();
  const since = new Date(grant.since);
  const until = new Date(grant.until);
  const unseen = KEPT.filter((section) => !grant.sections.includes(section)).map((section) => names[section]);
  return (
    <>
      {visit.reception_code !== undefined && <Reception title={say(said.code)} code={visit.reception_code}>{say(said.sayIt)}</Reception>}
      <Card label={visit.institution_name ?? grant.institution.code}>
        <div class="between"><h2 class="lead"><span class="name">{visit.institution_name ?? grant.institution.name ?? grant.institution.code}</span></h2><span class="second">{say(said.at(`${dates.day(since)} ${dates.time(since)}`))}</span></div>
        <p class="cluster"><TimeUntil until={until} now={now} /><span role="status">{say(said.closes(lastsTomorrow(until, now)))}</span></p>
        {mayManage(person, "visits") && <EndCheckIn grant={grant} />}
        {mayManage(person, "visits") && <p class="second">{say(said.endNote)}</p>}
      </Card>
      <RenewCheckIn grant={grant} now={now} renew={renew} />
      <Card title={say(said.seen)} icon="eye">
        <TickList items={ORDER.filter((section) => grant.sections.includes(section)).map((section) => say(names[section]))} />
        {unseen.length > 0 && <p class="second">{say(said.unseen(unseen.join(words.separator)))}</p>}
      </Card>
      <Happened visit={visit} since={since} />
    </>
  );
}

/** After the end, by the person, the institution or the day: it says so, and leads on. */
function Closed({ visit, now }: { visit: GetVisitOutput; now: Date }) {
  const { say, dates } = useWords();
  const { checkedIn: said } = useLexicon(visitWords);
  const person = usePerson();
  const route = useRoute();
  const day = noon(visit.visited_on);
  const today = visit.visited_on === isoDay(now);
  const ended = visit.ended_at === undefined ? undefined : new Date(visit.ended_at);
  const cancelled = visit.cancelled_at === undefined ? undefined : new Date(visit.cancelled_at);
  const [title, text] = cancelled ? [said.cancelled, said.cancelledAt(dates.time(cancelled), said.cancellations[visit.cancellation_reason ?? "wrong_person"])] : ended ? [said.ended, said.endedAt(dates.time(ended))] : today ? [said.closed, said.closedText] : [said.over, said.overText];
  const again = () => {
    if (visit.institution_code !== undefined) holdDoor({ institution_code: visit.institution_code });
    route("/check-in");
  };
  return (
    <>
      <div class="stack stack--tight"><p class="second">{say(dates.day(day))}</p><h2 class="headline"><span class="name">{visit.institution_name}</span></h2></div>
      {today && visit.reception_code !== undefined && <Reception title={say(said.code)} code={visit.reception_code} />}
      <Empty icon="lock" title={say(title)} action={mayManage(person, "visits") && today ? <Button onClick={again}>{say(said.again)}</Button> : undefined}>{say(text)}</Empty>
      <Button kind="line" block href={`/visits/${visit.visit_id}`}>{say(said.toVisit)}</Button>
    </>
  );
}
