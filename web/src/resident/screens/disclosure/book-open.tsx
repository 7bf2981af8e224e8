/** `/book/open`: what is open to institutions now, until when, and the way to end it. */
import { useState } from "preact/hooks";

import type { OpenGrant } from "../../../api/index.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Dialog } from "../../../components/dialog.js";
import { Empty } from "../../../components/empty.js";
import { TimeLeft } from "../../../components/time-left.js";
import { useAct } from "../../../data/use-act.js";
import { useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { Sentence } from "../../../frame/problem.js";
import { disclosureWords } from "../../../words/disclosure/index.js";
import { isoDay, lastsTomorrow } from "../../../words/dates.js";
import { joined } from "../../../words/joined.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useDone } from "../../done.js";
import { Page } from "../../page.js";
import { mayManage, usePerson } from "../../person.js";
import { useMinute } from "../../use-minute.js";
import { leftUntil } from "../visit/clock.js";

export default function BookOpen() {
  const { say } = useWords();
  const { open: said } = useLexicon(disclosureWords);
  const person = usePerson();
  const grants = useRead("list-grants", { resident_id: person.residentId });
  const done = useDone();
  const end = useAct("end-check-in");
  const [asked, setAsked] = useState<OpenGrant>();
  const stop = async ({ visit_id }: OpenGrant) => {
    const came = await end.run({ visit_id });
    setAsked(undefined);
    if (came.ok) done({ title: said.ended, next: said.endedText, on: "/book/open" });
  };
  return (
    <Page title={said.title} back="/book">
      {end.refusal && <Banner kind="danger" title={say(said.failed)}><Sentence refusal={end.refusal} /></Banner>}
      <Answered read={grants}>
        {({ items }) => items.length === 0
          ? <Empty icon="lock" title={say(said.none)}>{say(said.noneText)}</Empty>
          : <>{items.map((grant) => <Grant key={grant.visit_id} grant={grant} end={mayManage(person, "visits") ? () => { end.clear(); setAsked(grant); } : undefined} />)}</>}
      </Answered>
      {asked && (
        <Dialog kind="dialog" title={say(said.ask)} close={() => setAsked(undefined)}>
          <p class="strong name">{asked.institution.name ?? asked.institution.code}</p>
          <p>{say(said.askText)}</p>
          <Button kind="danger" block busy={end.busy} onClick={() => void stop(asked)}>{say(end.busy ? said.ending : said.yes)}</Button>
          <Back close={() => setAsked(undefined)} />
        </Dialog>
      )}
    </Page>
  );
}

function Back({ close }: { close: () => void }) {
  const { words, say } = useWords();
  return <Button kind="line" block onClick={close}>{say(words.common.back)}</Button>;
}

function Grant({ grant: { institution, sections, since, until }, end }: { grant: OpenGrant; end: (() => void) | undefined }) {
  const { words, say, dates } = useWords();
  const { open: said } = useLexicon(disclosureWords);
  const now = useMinute();
  const { hours, minutes } = leftUntil(new Date(until), now);
  const from = new Date(since);
  return (
    <Card title={<span class="name">{institution.name ?? institution.code}</span>} icon="clinic">
      <p>{joined(sections.map((section) => say(words.sections[section])), words.separator)}</p>
      <p class="cluster">
        <TimeLeft {...(hours === 0 && { kind: "soon" })}>{say(said.left(hours, minutes))}</TimeLeft>
        <span class="second">{say(said.since(isoDay(from) === isoDay(now) ? dates.time(from) : `${dates.day(from)} ${dates.time(from)}`))}・{say(said.until(lastsTomorrow(new Date(until), now)))}</span>
      </p>
      {end && <Button kind="danger" block onClick={end}>{say(said.end)}</Button>}
    </Card>
  );
}
