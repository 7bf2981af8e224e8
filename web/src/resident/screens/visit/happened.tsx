import type { AccessLogEntry, GetVisitOutput } from "../../../api/index.js";
import { Card } from "../../../components/card.js";
import { Timeline, type TimelineItem } from "../../../components/timeline.js";
import { useRead } from "../../../data/use-read.js";
import { visitWords } from "../../../words/visit/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { mayManage, usePerson } from "../../person.js";
import { useLooks } from "./looks.js";

/** What happened since the first check-in of the day: who looked and wrote, for who may see the log, and what comes next. `again`: the check-in that is open. */
export function Happened({ visit, since: again }: { visit: GetVisitOutput; since: Date }) {
  const first = visit.checked_in_at === undefined ? again : new Date(visit.checked_in_at);
  const since = first < again ? first : again;
  return mayManage(usePerson(), "profile") ? <Logged visit={visit} since={since} again={again} /> : <Shown visit={visit} since={since} again={again} entries={[]} />;
}

interface Span {
  readonly visit: GetVisitOutput;
  readonly since: Date;
  readonly again: Date;
}

function Logged({ visit, since, again }: Span) {
  const { residentId } = usePerson();
  // A help: without it the rest is shown.
  const { value: receipt } = useRead("get-receipt", { resident_id: residentId, visit_id: visit.visit_id });
  return <Shown visit={visit} since={since} again={again} entries={receipt?.looks ?? []} />;
}

function Shown({ visit, since, again, entries }: Span & { entries: readonly AccessLogEntry[] }) {
  const { say, dates } = useWords();
  const { checkedIn: said } = useLexicon(visitWords);
  const { name } = usePerson();
  const [start, end] = said.did;
  const looks = useLooks();
  const checkIn = (at: Date): TimelineItem => ({ key: `check-in ${at.getTime()}`, icon: "check", kind: "done", time: dates.time(at), title: <>{say(start)}<span class="name">{name}</span>{say(end)}</> });
  const items: TimelineItem[] = [
    checkIn(since),
    ...looks(entries.filter(({ at }) => new Date(at) < again)),
    ...(since < again ? [checkIn(again)] : []),
    ...looks(entries.filter(({ at }) => new Date(at) >= again)),
    visit.notes.length === 0
      ? { key: "later", icon: "memo", kind: "next", title: say(said.later) }
      : { key: "notes", icon: "memo", title: <a class="hit" href={`/visits/${visit.visit_id}`}>{say(said.readNote)}</a> },
  ];
  return <Card title={say(said.happened)}><Timeline items={items} /></Card>;
}
