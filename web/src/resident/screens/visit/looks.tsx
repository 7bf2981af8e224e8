import type { AccessLogEntry } from "../../../api/index.js";
import { Disclosure } from "../../../components/disclosure.js";
import { Timeline, type TimelineItem } from "../../../components/timeline.js";
import { joined } from "../../../words/joined.js";
import { visitWords } from "../../../words/visit/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { sittingsOf } from "../disclosure/days.js";

/** What staff looked at and wrote, as lines of a timeline. As in the log, the looks of one sitting are one line, which opens. */
export function useLooks(): (entries: readonly AccessLogEntry[]) => TimelineItem[] {
  const { words, say, dates } = useWords();
  const { checkedIn: said, sections } = useLexicon(visitWords);
  const roleOf = ({ actor: { role } }: AccessLogEntry) => (role in words.roles ? words.roles[role as keyof typeof words.roles] : "");
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
  return (entries) => sittingsOf(entries).map((sitting): TimelineItem => (sitting.length === 1 ? itemOf(sitting[0]) : {
    ...itemOf({ ...sitting[0], sections: [...new Set(sitting.flatMap((entry) => entry.sections))] }),
    more: <Disclosure summary={say(said.sitting(sitting.length))}><Timeline items={sitting.map(itemOf)} /></Disclosure>,
  }));
}
