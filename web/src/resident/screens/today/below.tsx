/** What stands further down on the first page. */
import type { Today } from "../../../api/index.js";
import { Badge } from "../../../components/badge.js";
import { Card } from "../../../components/card.js";
import { Row, Rows } from "../../../components/row.js";
import { Segment } from "../../../components/segment.js";
import { Tile, Tiles } from "../../../components/tile.js";
import { TEXT_SIZES } from "../../../data/preferences.js";
import { dailyWords } from "../../../words/daily/index.js";
import { noon, shortTime } from "../../../words/dates.js";
import { joined } from "../../../words/joined.js";
import { todayWords } from "../../../words/today/index.js";
import { visitWords } from "../../../words/visit/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { mayManage, mayRecord, usePerson } from "../../person.js";
import { TodaysGoals } from "../daily/goal-lines.js";
import { LatestValues } from "./latest-values.js";
import { QuickRecord } from "./quick-record.js";

export const lexicons = [dailyWords, todayWords, visitWords];

export default function Below({ today, now }: { today: Today; now: Date }) {
  const { words, say, plain, preferences, choose } = useWords();
  const { home } = useLexicon(todayWords);
  const person = usePerson();
  const [scans, checksIn] = [mayRecord(person, "medication"), mayManage(person, "visits")];
  return (
    <>
      {(scans || checksIn) && (
        <Tiles label={plain(home.tiles)}>
          {checksIn && <Tile href="/check-in" icon="clinic">{say(words.home.tileCheckIn)}</Tile>}
          {scans && <Tile href="/medicines/scan" icon="qr">{say(home.tileScan)}</Tile>}
        </Tiles>
      )}
      {today.next_appointment && <Next appointment={today.next_appointment} now={now} />}
      <Reminders reminders={today.reminders ?? []} />
      <Notes notes={today.unread_notes ?? []} />
      {today.latest && mayRecord(person, "daily") && <QuickRecord today={today} now={now} />}
      <TodaysGoals goals={today.goals ?? []} />
      <Notices notices={today.notices ?? []} />
      {today.latest && <LatestValues latest={today.latest} now={now} />}
      <Looks looks={today.looked_since_yesterday ?? []} now={now} />
      <Card sunken title={say(home.size)}>
        <Segment
          label={plain(words.settings.text)}
          value={preferences.text}
          onChange={(text) => choose({ text })}
          options={TEXT_SIZES.map((size) => ({ value: size, word: say(words.settings.sizes[size]), className: `size-${size}` }))}
        />
      </Card>
    </>
  );
}

/** The next appointment. */
function Next({ appointment, now }: { appointment: NonNullable<Today["next_appointment"]>; now: Date }) {
  const { say, plain, dates } = useWords();
  const { ahead, appointmentKinds: kinds } = useLexicon(visitWords);
  const { appointment_id, on, time, kind, institution_name, institution_code, department } = appointment;
  const day = noon(on);
  const near = dates.near(day, now);
  return (
    <Card flush label={plain(ahead.next)}>
      <Rows>
        <li>
          <Row
            icon="calendar"
            href={`/visits/${appointment_id}`}
            title={<>{say(near)} {time !== null && <span class="nowrap">{shortTime(time)}</span>} <span class="name">{institution_name ?? institution_code}</span></>}
            sub={<>{near !== dates.day(day) && <>{say(dates.day(day))}・</>}{say(kinds[kind])}{department !== null && <>・{department}</>}{time === null && <>・{say(ahead.allDay)}</>}</>}
          />
        </li>
      </Rows>
    </Card>
  );
}

/** When the person is reminded to record today. It leads there, and says nothing of what was not recorded. */
function Reminders({ reminders }: { reminders: NonNullable<Today["reminders"]> }) {
  const { say } = useWords();
  const { home } = useLexicon(todayWords);
  const person = usePerson();
  if (reminders.length === 0) return null;
  const leads = mayRecord(person, "daily") && { href: "/record/new" };
  return (
    <Card flush title={say(home.reminders)} icon="bell">
      <Rows>
        {reminders.map(({ alarm_id, label, time }) => (
          <li key={`${alarm_id}${time}`}><Row icon="clock" title={label} sub={shortTime(time)} {...leads}>{leads && <span class="strong">{say(home.toRecord)}</span>}</Row></li>
        ))}
      </Rows>
    </Card>
  );
}

function Notes({ notes }: { notes: NonNullable<Today["unread_notes"]> }) {
  const { words, say, dates } = useWords();
  const { home } = useLexicon(todayWords);
  if (notes.length === 0) return null;
  const [start, end] = home.noteFrom;
  return (
    <Card flush title={say(home.notes)} icon="memo">
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
  const { say } = useWords();
  const { home } = useLexicon(todayWords);
  const { noticeTitles } = useLexicon(dailyWords);
  if (notices.length === 0) return null;
  return (
    <Card flush title={say(home.notices)} icon="info">
      <Rows>{notices.map(({ code, detail, since }) => <li key={`${code}${since}`}><Row title={say(noticeTitles[code])} sub={detail} href="/record" /></li>)}</Rows>
    </Card>
  );
}

function Looks({ looks, now }: { looks: NonNullable<Today["looked_since_yesterday"]>; now: Date }) {
  const { words, say, plain, dates } = useWords();
  const { home } = useLexicon(todayWords);
  if (looks.length === 0) return null;
  return (
    <Card flush label={plain(home.lookedTitle)}>
      <Rows>
        {looks.map(({ institution, last_at, roles, sections, count }) => {
          const at = new Date(last_at);
          const when = dates.near(at, now);
          const [start, end] = home.looked(when);
          // Nobody knows who held a card; it is not said to be family.
          const byCard = roles.includes("card_holder");
          const who = roles.flatMap((role) => (role in words.roles ? [say(words.roles[role as keyof typeof words.roles])] : []));
          return (
            <li key={`${institution?.code ?? (byCard ? "card" : "family")}${last_at}`}>
              <Row
                icon="eye"
                href={byCard ? "/book/emergency" : "/book/access-log"}
                title={byCard ? say(home.lookedCard(when)) : institution === null ? say(home.lookedFamily(when)) : <>{say(start)}<span class="name">{institution.name ?? institution.code}</span>{say(end)}</>}
                sub={<>{dates.time(at)} {joined(who, words.separator)}{who.length > 0 && sections.length > 0 && "・"}{joined(sections.map((section) => say(words.sections[section])), words.separator)}</>}
              >
                {count > 1 && <span><Badge kind="quiet">{say(home.times(count))}</Badge></span>}
              </Row>
            </li>
          );
        })}
      </Rows>
    </Card>
  );
}
