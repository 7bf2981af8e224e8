import type { OpenNotebookOutput, TimelineEvent, TimelineKind } from "../../../api/index.js";
import { Card } from "../../../components/card.js";
import { CaseHistory } from "../../../components/case-history.js";
import type { IconName } from "../../../components/icon-paths.js";
import { noon } from "../../../words/dates.js";
import { clinicWords } from "../../../words/clinic/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { usePlace } from "../../place.js";

const ICONS: Readonly<Record<TimelineKind, IconName>> = { visit: "clinic", note: "memo", dispensing: "pill", daily: "record" };

/** What came since the person was here last. */
export function FreshPart({ notebook: { last_visit_on, new_since_last_visit: fresh, timeline } }: { notebook: OpenNotebookOutput }) {
  const { dates } = useWords();
  const { notebook: words } = useLexicon(clinicWords);
  if (last_visit_on === null) return <Card title={words.firstVisit}><p>{words.firstVisitText}</p></Card>;
  const events = fresh.flatMap((reference) => timeline.filter((event) => event.kind === reference.kind && event.id === reference.id));
  const values = fresh.filter(({ kind }) => kind === "daily").length;
  return (
    <Card title={<span class="newmark">{words.newSince(dates.day(noon(last_visit_on)))}</span>}>
      {fresh.length === 0 ? <p>{words.nothingNew}</p> : (
        <ul class="bullets">
          {events.map((event) => <li key={`${event.kind}${event.id}`}><span>{dates.short(noon(event.on))} {event.institution && <span class="name">{event.institution}</span>} <strong>{event.title ?? words.kinds[event.kind]}</strong></span></li>)}
          {values > 0 && <li><span>{words.newRecords(values)}</span></li>}
        </ul>
      )}
    </Card>
  );
}

/** What happened at all institutions, newest first, each with who says so. */
export function TimelinePart({ notebook: { timeline, new_since_last_visit: fresh, truncated, sections }, code }: { notebook: OpenNotebookOutput; code: string }) {
  const { dates } = useWords();
  const { notebook: words } = useLexicon(clinicWords);
  const { name } = usePlace();
  const own = new Set((sections.visits ?? []).filter(({ institution_code }) => institution_code === code).flatMap(({ visit_id, notes }) => [visit_id, ...notes.map(({ note_id }) => note_id)]));
  const isNew = (event: TimelineEvent) => fresh.some(({ kind, id }) => kind === event.kind && id === event.id);
  return (
    <Card title={words.timeline}>
      {timeline.length === 0 ? <p>{words.timelineNone}</p> : (
        <CaseHistory
          events={timeline.map((event) => {
            const here = own.has(event.id) || event.institution === name;
            const kind = words.kinds[event.kind];
            return {
              key: `${event.kind}${event.id}`, icon: ICONS[event.kind], own: here, day: dates.short(noon(event.on)),
              title: <>{isNew(event) ? <span class="newmark">{kind}</span> : kind}{event.title !== null && <> {event.title}</>}</>,
              source: here ? words.here : event.institution,
            };
          })}
        />
      )}
      {truncated.includes("timeline") && <p class="second">{words.more}</p>}
    </Card>
  );
}
