/** `/`: what is due, open and new today. */
import { Banner } from "../../../components/banner.js";
import { Card } from "../../../components/card.js";
import { Row, Rows } from "../../../components/row.js";
import { Badge } from "../../../components/badge.js";
import { Segment } from "../../../components/segment.js";
import { TEXT_SIZES } from "../../../data/preferences.js";
import { Tile, Tiles } from "../../../components/tile.js";
import { useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import type { Today } from "../../../api/index.js";
import { useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { mayRecord, usePerson } from "../../person.js";
import { stillAsked } from "../../put-off.js";
import { Doses } from "./doses.js";
import { QuickRecord } from "./quick-record.js";

export default function Home() {
  const { words, say, plain, dates, preferences, choose } = useWords();
  const person = usePerson();
  const { residentId } = person;
  const today = useRead("get-today", { resident_id: residentId });
  const now = new Date();
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
      {(person.own || person.scopes.visits === "manage") && <Tiles label={plain(home.often)}><Tile href="/check-in" icon="clinic">{say(home.checkIn)}</Tile></Tiles>}
      {person.own && <Asks residentId={residentId} />}
      <Answered read={today} rows={6}>
        {(value) => (
          <>
            {value.doses && <Doses doses={value.doses} />}
            <OpenNow grants={value.open_grants ?? []} />
            <Notes notes={value.unread_notes ?? []} />
            {value.latest && mayRecord(person, "daily") && <QuickRecord today={value} />}
            <Notices notices={value.notices ?? []} />
            <Looks looks={value.looked_since_yesterday ?? []} now={now} />
          </>
        )}
      </Answered>
      <Card sunken title={say(words.home.size)}>
        <Segment
          label={plain(words.settings.text)}
          value={preferences.text}
          onChange={(text) => choose({ text })}
          options={TEXT_SIZES.map((size) => ({ value: size, word: say(words.settings.sizes[size]), className: `size-${size}` }))}
        />
      </Card>
    </Page>
  );
}

/** What the person is asked for: a text to agree to, and the card. It waits behind what is due today, so it is one line each. */
function Asks({ residentId }: { residentId: string }) {
  const { words: { home, common }, say } = useWords();
  const due = stillAsked(useRead("get-me", {}).value?.consents_due ?? []);
  const status = useRead("get-resident", { resident_id: residentId }).value?.status;
  return (
    <>
      {due.length > 0 && <Banner title={say(home.consentsDue)}><a class="hit" href="/book/consents">{say(common.show)}</a></Banner>}
      {status === "unverified" && <Banner title={say(home.unverified)}><p>{say(home.unverifiedText)}</p><a class="hit" href="/start/card">{say(common.show)}</a></Banner>}
    </>
  );
}

function OpenNow({ grants }: { grants: NonNullable<Today["open_grants"]> }) {
  const { words, say, plain } = useWords();
  if (grants.length === 0) return null;
  const [start, end] = words.home.open;
  return (
    <Card flush label={plain(words.home.openUntil)}>
      <Rows>
        {grants.map(({ visit_id, institution, sections }) => (
          <li key={visit_id}>
            <Row icon="clinic" href={`/check-in/${visit_id}`} title={<>{say(start)}<span class="name">{institution.name ?? institution.code}</span>{say(end)}</>} sub={<>{joined(sections.map((section) => say(words.sections[section])), words.separator)}</>}>
              <span>{say(words.home.openUntil)}</span>
            </Row>
          </li>
        ))}
      </Rows>
    </Card>
  );
}

function Notes({ notes }: { notes: NonNullable<Today["unread_notes"]> }) {
  const { words, say, dates } = useWords();
  if (notes.length === 0) return null;
  const [start, end] = words.home.noteFrom;
  return (
    <Card flush title={say(words.home.notes)} icon="memo">
      <Rows>
        {notes.map(({ note_id, visit_id, institution, text, written_at, author_role }) => (
          <li key={note_id}>
            <Row href={`/visits/${visit_id}`} title={<>{say(start)}<span class="name">{institution.name ?? institution.code}</span>{say(end)}</>} sub={<>{say(dates.day(new Date(written_at)))}・{say(words.roles[author_role])}</>}>
              <span class="kept-lines">{text}</span>
            </Row>
          </li>
        ))}
      </Rows>
    </Card>
  );
}

function Notices({ notices }: { notices: NonNullable<Today["notices"]> }) {
  const { words, say } = useWords();
  if (notices.length === 0) return null;
  return (
    <Card flush title={say(words.home.notices)} icon="info">
      <Rows>{notices.map(({ code, detail, since }) => <li key={`${code}${since}`}><Row title={say(words.noticeTitles[code])} sub={detail} /></li>)}</Rows>
    </Card>
  );
}

function Looks({ looks, now }: { looks: NonNullable<Today["looked_since_yesterday"]>; now: Date }) {
  const { words, say, plain, dates } = useWords();
  if (looks.length === 0) return null;
  return (
    <Card flush label={plain(words.home.lookedTitle)}>
      <Rows>
        {looks.map(({ institution, last_at, roles, sections, count }) => {
          const at = new Date(last_at);
          const when = dates.near(at, now);
          const [start, end] = words.home.looked(when);
          const who = roles.flatMap((role) => (role in words.roles ? [say(words.roles[role as keyof typeof words.roles])] : []));
          return (
            <li key={`${institution?.code ?? "family"}${last_at}`}>
              <Row
                icon="eye"
                title={institution === null ? say(words.home.lookedFamily(when)) : <>{say(start)}<span class="name">{institution.name ?? institution.code}</span>{say(end)}</>}
                sub={<>{dates.time(at)} {joined(who, words.separator)}{who.length > 0 && sections.length > 0 && "・"}{joined(sections.map((section) => say(words.sections[section])), words.separator)}</>}
              >
                {count > 1 && <span><Badge kind="quiet">{say(words.home.times(count))}</Badge></span>}
              </Row>
            </li>
          );
        })}
      </Rows>
    </Card>
  );
}

function joined(parts: readonly preact.ComponentChildren[], separator: string): preact.ComponentChildren {
  return parts.map((part, index) => (index === 0 ? part : <>{separator}{part}</>));
}
