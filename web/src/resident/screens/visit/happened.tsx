import type { AccessLogEntry, GetVisitOutput } from "../../../api/index.js";
import { Card } from "../../../components/card.js";
import { Disclosure } from "../../../components/disclosure.js";
import { Timeline, type TimelineItem } from "../../../components/timeline.js";
import { useRead } from "../../../data/use-read.js";
import { joined } from "../../../words/joined.js";
import { visitWords } from "../../../words/visit/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { mayManage, usePerson } from "../../person.js";
import { sittingsOf } from "../disclosure/days.js";

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
  const { value: log } = useRead("get-access-log", { resident_id: residentId });
  const there = ({ actor, at, decision }: AccessLogEntry) => actor.institution?.code === visit.institution_code && decision !== "refused" && new Date(at) >= since;
  return <Shown visit={visit} since={since} again={again} entries={[...(log?.items ?? [])].filter(there).reverse()} />;
}

function Shown({ visit, since, again, entries }: Span & { entries: readonly AccessLogEntry[] }) {
  const { words, say, dates } = useWords();
  const { checkedIn: said, sections } = useLexicon(visitWords);
  const { name } = usePerson();
  const [start, end] = said.did;
  const roleOf = (entry: AccessLogEntry) => {
    const role = entry.actor.role;
    return role in words.roles ? words.roles[role as keyof typeof words.roles] : "";
  };
  const itemOf = (entry: AccessLogEntry): TimelineItem => {
    const wrote = entry.decision === "allowed" && (entry.action === "add-note" || entry.action === "amend-note");
    return {
      key: String(entry.seq),
      icon: wrote ? "memo" : "eye",
      time: dates.time(new Date(entry.at)),
      title: <>{entry.actor.name && <><span class="name">{entry.actor.name}</span> </>}{say(wrote ? said.wrote(roleOf(entry)) : said.looked(roleOf(entry)))}</>,
      sub: entry.sections.length > 0 && joined(entry.sections.map((section) => say(sections[section])), words.separator),
    };
  };
  // As in the log: the looks of one sitting are one line, which opens.
  const sittings = (of: readonly AccessLogEntry[]) => sittingsOf(of).map((sitting): TimelineItem => (sitting.length === 1 ? itemOf(sitting[0]) : {
    ...itemOf({ ...sitting[0], sections: [...new Set(sitting.flatMap((entry) => entry.sections))] }),
    more: <Disclosure summary={say(said.sitting(sitting.length))}><Timeline items={sitting.map(itemOf)} /></Disclosure>,
  }));
  const checkIn = (at: Date): TimelineItem => ({ key: `check-in ${at.getTime()}`, icon: "check", kind: "done", time: dates.time(at), title: <>{say(start)}<span class="name">{name}</span>{say(end)}</> });
  const items: TimelineItem[] = [
    checkIn(since),
    ...sittings(entries.filter(({ at }) => new Date(at) < again)),
    ...(since < again ? [checkIn(again)] : []),
    ...sittings(entries.filter(({ at }) => new Date(at) >= again)),
    visit.notes.length === 0
      ? { key: "later", icon: "memo", kind: "next", title: say(said.later) }
      : { key: "notes", icon: "memo", title: <a class="hit" href={`/visits/${visit.visit_id}`}>{say(said.readNote)}</a> },
  ];
  return <Card title={say(said.happened)}><Timeline items={items} /></Card>;
}
