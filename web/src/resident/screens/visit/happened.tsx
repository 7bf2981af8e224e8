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

/** What happened since the check-in: who looked and wrote, for who may see the log, and what comes next. */
export function Happened({ visit, since }: { visit: GetVisitOutput; since: Date }) {
  return mayManage(usePerson(), "profile") ? <Logged visit={visit} since={since} /> : <Shown visit={visit} since={since} entries={[]} />;
}

function Logged({ visit, since }: { visit: GetVisitOutput; since: Date }) {
  const { residentId } = usePerson();
  // A help: without it the rest is shown.
  const { value: log } = useRead("get-access-log", { resident_id: residentId });
  const there = ({ actor, at, decision }: AccessLogEntry) => actor.institution?.code === visit.institution_code && decision !== "refused" && new Date(at) >= since;
  return <Shown visit={visit} since={since} entries={[...(log?.items ?? [])].filter(there).reverse()} />;
}

function Shown({ visit, since, entries }: { visit: GetVisitOutput; since: Date; entries: readonly AccessLogEntry[] }) {
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
  const items: TimelineItem[] = [
    { key: "check-in", icon: "check", kind: "done", time: dates.time(since), title: <>{say(start)}<span class="name">{name}</span>{say(end)}</> },
    // As in the log: the looks of one sitting are one line, which opens.
    ...sittingsOf(entries).map((sitting): TimelineItem => (sitting.length === 1 ? itemOf(sitting[0]) : {
      ...itemOf({ ...sitting[0], sections: [...new Set(sitting.flatMap((entry) => entry.sections))] }),
      more: <Disclosure summary={say(said.sitting(sitting.length))}><Timeline items={sitting.map(itemOf)} /></Disclosure>,
    })),
    ...(visit.notes.length === 0 ? [{ key: "later", icon: "memo" as const, kind: "next" as const, title: say(said.later) }] : []),
  ];
  return <Card title={say(said.happened)}><Timeline items={items} /></Card>;
}
