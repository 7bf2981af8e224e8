/** `/`: what is due, open and new today. What is not in sight at first is loaded once the page stands. */
import { Card } from "../../../components/card.js";
import { Row, Rows } from "../../../components/row.js";
import { useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { lazyPart } from "../../../frame/lazy-part.js";
import type { Today } from "../../../api/index.js";
import { isoDay, lastsTomorrow } from "../../../words/dates.js";
import { joined } from "../../../words/joined.js";
import { useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { usePerson } from "../../person.js";
import { useMinute } from "../../use-minute.js";
import { Doses } from "./doses.js";

const Asks = lazyPart(() => import("./asks.js"));
const Below = lazyPart(() => import("./below.js"));

export default function Home() {
  const { words, say, dates } = useWords();
  const person = usePerson();
  const today = useRead("get-today", { resident_id: person.residentId });
  const now = useMinute();
  const left = today.value?.doses?.filter(({ status }) => status === "due" || status === "snoozed").length;
  const { home } = words;
  return (
    <Page title={words.tabs.home}>
      <div>
        <p class="headline__date strong">{say(dates.day(now))}</p>
        <p class="headline__year">
          <span class="nowrap">{say(dates.year(now))}</span>
          {left !== undefined && left > 0 && <>・<span class="nowrap">{say(home.dosesLeft(left))}</span></>}
        </p>
      </div>
      {person.own && <Asks residentId={person.residentId} />}
      <Answered read={today} rows={6}>
        {(value) => (
          <>
            {value.doses && <Doses doses={value.doses} today={isoDay(now)} />}
            <OpenNow grants={value.open_grants ?? []} now={now} />
            <Below today={value} now={now} />
          </>
        )}
      </Answered>
    </Page>
  );
}

function OpenNow({ grants, now }: { grants: NonNullable<Today["open_grants"]>; now: Date }) {
  const { words, say, plain } = useWords();
  if (grants.length === 0) return null;
  const [start, end] = words.home.open;
  const untilOf = (until: string) => words.home.openUntil(lastsTomorrow(new Date(until), now));
  return (
    <Card flush label={plain(untilOf(grants[0]?.until ?? ""))}>
      <Rows>
        {grants.map(({ visit_id, institution, sections, until }) => (
          <li key={visit_id}>
            <Row icon="clinic" href={`/check-in/${visit_id}`} title={<>{say(start)}<span class="name">{institution.name ?? institution.code}</span>{say(end)}</>} sub={<>{joined(sections.map((section) => say(words.sections[section])), words.separator)}</>}>
              <span>{say(untilOf(until))}</span>
              <span class="strong">{say(words.home.stopSharing)}</span>
            </Row>
          </li>
        ))}
      </Rows>
    </Card>
  );
}
