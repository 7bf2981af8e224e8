/** `/visits`: what is open now, appointments with their month, and the visits that were. */
import type { OpenGrant, ShownVisit } from "../../../api/index.js";
import { Badge } from "../../../components/badge.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Empty } from "../../../components/empty.js";
import { Row, Rows } from "../../../components/row.js";
import { Tile, Tiles } from "../../../components/tile.js";
import { usePages, useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { lazyPart } from "../../../frame/lazy-part.js";
import { More } from "../../../frame/more.js";
import { isoDay, noon, sameYear } from "../../../words/dates.js";
import { joined } from "../../../words/joined.js";
import { visitWords } from "../../../words/visit/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { mayManage, mayRecord, usePerson } from "../../person.js";
import { useMinute } from "../../use-minute.js";
import { AppointmentsAhead } from "./appointments-ahead.js";
import { useKeptFresh } from "./clock.js";
import { EndCheckIn } from "./end-check-in.js";
import { TimeUntil } from "./time-until.js";

const AppointmentCalendar = lazyPart(() => import("./appointment-calendar.js"));

export default function Visits() {
  const { words, say, plain } = useWords();
  const { visits, ahead } = useLexicon(visitWords);
  const person = usePerson();
  const path = { resident_id: person.residentId };
  const list = usePages("list-visits", path);
  // Which notes are new is said by the day.
  const { value: today } = useRead("get-today", path);
  const { value: own } = useRead("list-primary-care-institutions", path);
  const news = new Set((today?.unread_notes ?? []).map(({ visit_id }) => visit_id));
  const now = useMinute();
  return (
    <Page title={visits.title}>
      {mayManage(person, "visits") && (
        <div class="stack">
          <Button block icon="qr" href="/check-in">{say(words.home.tileCheckIn)}</Button>
          <p class="second">{say(visits.next)}</p>
        </div>
      )}
      <OpenNow now={now} />
      <AppointmentsAhead now={now} />
      <AppointmentCalendar now={now} />
      <Answered read={list}>
        {({ items }) => {
          if (items.length === 0) return <Empty icon="clinic" title={say(visits.none)}>{say(visits.noneText)}</Empty>;
          // What is ahead stands above, with its time.
          const isAhead = ({ status, visited_on }: ShownVisit) => status === "planned" && visited_on >= isoDay(now);
          return (
            <>
              <Section title={visits.past} visits={items.filter((visit) => !isAhead(visit))} none={words.common.nothing} news={news} now={now} />
              <More pages={list} />
            </>
          );
        }}
      </Answered>
      <Tiles label={plain(visits.others)}>
        {mayRecord(person, "visits") && <Tile href="/visits/appointments/new" icon="calendar">{say(ahead.write)}</Tile>}
        {mayRecord(person, "visits") && <Tile href="/visits/new" icon="plus">{say(visits.write)}</Tile>}
        <Tile href="/visits/primary-care" icon="home">{say(visits.care)}{own && own.items.length > 0 && <> <span class="nowrap">{say(visits.careCount(own.items.length))}</span></>}</Tile>
      </Tiles>
    </Page>
  );
}

/** To whom the notebook is open, for how long, and the end in reach. */
function OpenNow({ now }: { now: Date }) {
  const { say } = useWords();
  const { visits } = useLexicon(visitWords);
  const person = usePerson();
  const grants = useRead("list-grants", { resident_id: person.residentId });
  useKeptFresh(grants, person.residentId);
  const open = (grants.value?.items ?? []).filter(({ until }) => now < new Date(until));
  if (open.length === 0) return null;
  return <Card flush title={say(visits.open)} icon="eye"><Rows>{open.map((grant) => <OpenOne key={grant.visit_id} grant={grant} now={now} />)}</Rows></Card>;
}

function OpenOne({ grant, now }: { grant: OpenGrant; now: Date }) {
  const { words, say } = useWords();
  const { visit_id, institution, sections, until } = grant;
  return (
    <li>
      <Row
        icon="clinic"
        href={`/check-in/${visit_id}`}
        title={<span class="name">{institution.name ?? institution.code}</span>}
        sub={joined(sections.map((section) => say(words.sections[section])), words.separator)}
      >
        <span><TimeUntil until={new Date(until)} now={now} /></span>
      </Row>
      {mayManage(usePerson(), "visits") && <div class="pad"><EndCheckIn grant={grant} /></div>}
    </li>
  );
}

function Section({ title, visits, none, news, now }: { title: string; visits: readonly ShownVisit[]; none: string; news: ReadonlySet<string>; now: Date }) {
  const { say, dates } = useWords();
  const { visits: said } = useLexicon(visitWords);
  return (
    <Card flush title={say(title)}>
      {visits.length === 0 && <p class="pad second">{say(none)}</p>}
      <Rows>
        {visits.map((visit) => {
          const day = noon(visit.visited_on);
          const near = dates.near(day, now);
          const thisYear = sameYear(day, now);
          return (
            <li key={visit.visit_id}>
              <Row
                icon={visit.status === "planned" ? "calendar" : "clinic"}
                href={`/visits/${visit.visit_id}`}
                title={<>{!thisYear && <>{say(dates.year(day))} </>}{say(near)}{near !== dates.day(day) && <> {say(dates.day(day))}</>} <span class="name">{visit.institution_name}</span></>}
                sub={<span class="kept-lines">{[visit.department, visit.reason, visit.diagnosis_told].filter(Boolean).join("・")}</span>}
              >
                {visit.memo && <span class="kept-lines">{visit.memo}</span>}
                <span class="cluster">
                  {news.has(visit.visit_id) && <Badge kind="new">{say(said.newNote)}</Badge>}
                  {visit.status === "planned" && visit.visited_on < isoDay(now) && <Badge kind="quiet">{say(said.planned)}</Badge>}
                  {visit.reception_code !== undefined && visit.visited_on === isoDay(now) && <Badge kind="info">{say(said.code(visit.reception_code))}</Badge>}
                  {visit.checked_in_at === undefined && visit.status === "done" && <Badge kind="quiet">{say(said.by)}</Badge>}
                </span>
              </Row>
            </li>
          );
        })}
      </Rows>
    </Card>
  );
}
