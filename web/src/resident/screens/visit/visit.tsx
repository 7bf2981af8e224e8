/** `/visits/:id`: a visit, what was written there for the person, and the person's own memo. */

import type { GetVisitOutput } from "../../../api/index.js";
import { Badge } from "../../../components/badge.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Row, Rows } from "../../../components/row.js";
import { useAct } from "../../../data/use-act.js";
import { usePages, useServices } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { More } from "../../../frame/more.js";
import { Sentence } from "../../../frame/problem.js";
import { useRoute } from "../../../frame/still-here.js";
import { isoDay, noon, shortTime } from "../../../words/dates.js";
import { visitWords } from "../../../words/visit/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useDone } from "../../done.js";
import { Page } from "../../page.js";
import { mayManage, usePerson } from "../../person.js";
import { useMinute } from "../../use-minute.js";
import { holdDoor } from "./door.js";
import { bodyOf, draftOf } from "./draft.js";
import { Memo } from "./memo.js";
import { Notes } from "./notes.js";
import { useNotebookOf } from "./whose.js";

export default function Visit({ id }: { id: string }) {
  const { visit: said } = useLexicon(visitWords);
  const { residentId } = usePerson();
  const visit = usePages("get-visit", { resident_id: residentId, visit_id: id });
  useNotebookOf(id, visit);
  return (
    <Page title={said.title} back="/visits">
      <Answered read={visit} rows={6}>
        {(value) => (
          <>
            <Head visit={value} />
            <Notes visit={value}><More pages={visit} /></Notes>
            <Told visit={value} />
            <Memo visit={value} version={visit.version} />
            <Others visit={value} version={visit.version} />
          </>
        )}
      </Answered>
    </Page>
  );
}

function Head({ visit }: { visit: GetVisitOutput }) {
  const { say, dates } = useWords();
  const { visit: said, checkedIn } = useLexicon(visitWords);
  const day = noon(visit.visited_on);
  return (
    <div class="stack stack--tight">
      <p class="second">{say(dates.year(day))} {say(dates.day(day))}{visit.time !== undefined && <> <span class="strong nowrap">{shortTime(visit.time)}</span></>}</p>
      <h2 class="headline"><span class="name">{visit.institution_name}</span></h2>
      {(visit.department ?? visit.reason) !== undefined && <p class="kept-lines">{[visit.department, visit.reason].filter(Boolean).join("・")}</p>}
      {visit.cancelled_at !== undefined && <p><Badge kind="quiet" icon="undo">{say(checkedIn.cancelled)}</Badge>{visit.cancellation_reason !== undefined && <> {say(checkedIn.cancellations[visit.cancellation_reason])}</>}</p>}
      {visit.status === "planned" && <p><Badge kind="info" icon="calendar">{say(said.planned)}</Badge></p>}
    </div>
  );
}

function Told({ visit }: { visit: GetVisitOutput }) {
  const { say } = useWords();
  const { visit: said } = useLexicon(visitWords);
  if (visit.diagnosis_told === undefined) return null;
  return <Card title={say(said.told)}><p class="lead kept-lines">{visit.diagnosis_told}</p></Card>;
}

function Others({ visit, version }: { visit: GetVisitOutput; version: string | undefined }) {
  const { words, say, plain } = useWords();
  const { visit: said, ahead } = useLexicon(visitWords);
  const person = usePerson();
  const { act } = useServices();
  const route = useRoute();
  const done = useDone();
  const remove = useAct("delete-visit");
  const mayChange = mayManage(person, "visits");
  const today = visit.visited_on === isoDay(useMinute());
  const seesLog = mayManage(person, "profile");
  const checkedIn = visit.checked_in_at !== undefined;
  // Deleted where its time and reminders are known: what is taken back there comes back whole.
  const planned = !checkedIn && visit.status === "planned";
  const drop = async () => {
    const path = { resident_id: person.residentId };
    const came = await remove.run({ ...path, visit_id: visit.visit_id }, undefined, { version });
    if (!came.ok) return;
    const undo = async () => {
      const back = await act("create-visit", path, bodyOf(draftOf(visit)));
      return back.ok ? undefined : back.refusal;
    };
    done({ title: said.deleted, undo, on: "/visits" });
    route("/visits");
  };
  const enter = () => {
    if (visit.institution_code !== undefined) holdDoor({ institution_code: visit.institution_code });
    route("/check-in");
  };
  return (
    <>
      {remove.refusal && <Banner kind="danger" title={say(said.deleteFailed)}><Sentence refusal={remove.refusal} /></Banner>}
      <Card flush label={plain(words.common.action)}>
        <Rows>
          {today && visit.reception_code !== undefined && <li><Row icon="clinic" href={`/check-in/${visit.visit_id}`} title={say(said.code)} /></li>}
          {checkedIn && seesLog && <li><Row icon="eye" href={`/visits/${visit.visit_id}/receipt`} title={say(said.looked)} sub={say(said.lookedSub)} /></li>}
          {mayChange && planned && <li><Row icon="calendar" href={`/visits/appointments/${visit.visit_id}/edit`} title={say(ahead.edit)} /></li>}
          {mayChange && <li><Row icon="record" href={`/visits/${visit.visit_id}/edit`} title={say(said.edit)} /></li>}
          {mayChange && !checkedIn && today && visit.institution_code !== undefined && <li><Row icon="qr" onClick={enter} title={say(said.checkIn)} /></li>}
        </Rows>
      </Card>
      {mayChange && !checkedIn && !planned && <Button kind="danger" block busy={remove.busy} onClick={() => void drop()}>{say(said.delete)}</Button>}
    </>
  );
}
