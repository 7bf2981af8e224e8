/** `/visits/:id/receipt`: what one check-in came to: what was shown, who looked at it and when, and what was written. */
import type { Receipt as Answer } from "../../../api/index.js";
import { Banner } from "../../../components/banner.js";
import { Card } from "../../../components/card.js";
import { Empty } from "../../../components/empty.js";
import { Row, Rows } from "../../../components/row.js";
import { Timeline } from "../../../components/timeline.js";
import { useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { joined } from "../../../words/joined.js";
import { visitWords } from "../../../words/visit/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { usePerson } from "../../person.js";
import { useLooks } from "./looks.js";

export default function Receipt({ id }: { readonly id: string }) {
  const { receipt: said } = useLexicon(visitWords);
  const { residentId } = usePerson();
  const receipt = useRead("get-receipt", { resident_id: residentId, visit_id: id });
  return (
    <Page title={said.title} back={`/visits/${id}`}>
      <Answered read={receipt} rows={6}>{(value) => <Shown receipt={value} />}</Answered>
    </Page>
  );
}

function Shown({ receipt: { visit_id, institution, checked_in_at, opened, looks, complete, notes, all_notes } }: { receipt: Answer }) {
  const { words, say, dates } = useWords();
  const { receipt: said, sections } = useLexicon(visitWords);
  const linesOf = useLooks();
  const at = new Date(checked_in_at);
  const when = (instant: string) => `${dates.day(new Date(instant))} ${dates.time(new Date(instant))}`;
  return (
    <>
      <div class="stack stack--tight">
        <p class="second">{say(dates.year(at))} {say(dates.day(at))}</p>
        <h2 class="headline"><span class="name">{institution.name ?? institution.code}</span></h2>
      </div>
      {opened && (
        <Card title={say(said.opened)}>
          <p>{joined(opened.sections.map((section) => say(sections[section])), words.separator)}</p>
          <p class="second">{say(opened.ended_at === null ? said.until(when(opened.until)) : said.ended(when(opened.ended_at)))}</p>
        </Card>
      )}
      {!complete && <Banner kind="warn" title={say(said.cut)}><a class="hit" href="/book/access-log">{say(said.toLog)}</a></Banner>}
      <Card title={say(said.looks)}>
        {looks.length === 0 ? <p>{say(complete ? said.nobody : said.nobodyYet)}</p> : <Timeline items={linesOf(looks)} />}
      </Card>
      {notes !== null && (
        <Card flush title={say(said.written)}>
          {notes.length === 0
            ? <Empty icon="memo" title={say(said.nothing)} />
            : (
              <Rows>
                {notes.map(({ note_id, author_role, written_at, amended_at, retracted }) => (
                  <li key={note_id}>
                    <Row icon="memo" href={`/visits/${visit_id}`} title={say(said.note(words.roles[author_role]))} sub={<>{say(when(written_at))}{amended_at !== null && <>・{say(said.amended(when(amended_at)))}</>}{retracted && <>・{say(said.retracted)}</>}</>} />
                  </li>
                ))}
              </Rows>
            )}
          {!all_notes && <p class="pad second">{say(said.moreNotes)}</p>}
        </Card>
      )}
      <Card flush title={say(said.asks)}>
        <Rows>
          <li><Row icon="eye" href="/book/access-log" title={say(said.toLog)} sub={say(said.toLogText)} /></li>
          <li><Row icon="help" href="/book/help" title={say(said.odd)} sub={say(said.oddText)} /></li>
        </Rows>
      </Card>
    </>
  );
}
