import type { OpenNotebookOutput, OpenedMedicine, TimelineEvent, TimelineKind } from "../../../api/index.js";
import { Card } from "../../../components/card.js";
import { CaseHistory } from "../../../components/case-history.js";
import type { IconName } from "../../../components/icon-paths.js";
import { noon } from "../../../words/dates.js";
import { useClinicWords } from "../../use-clinic-words.js";
import { Entered } from "./medicines-part.js";
import { enteredBy, isOwnWord } from "./medicines.js";
import { useYearDates } from "./year-dates.js";

const ICONS: Readonly<Record<TimelineKind, IconName>> = { visit: "clinic", note: "memo", dispensing: "pill", daily: "record", guidance: "users" };

/**
 * What happened at this place, by its code: of two places with one name only one is here, and what a person typed of a place says nothing of it.
 * Medicines are here where the record of who dispensed, which the line names, has the place's code.
 */
export function ownIds({ visits, medication }: OpenNotebookOutput["sections"], code: string): ReadonlySet<string> {
  const dispensedHere = ({ pharmacy, prescriber }: OpenedMedicine) => (pharmacy.name === null ? prescriber.institution_code : pharmacy.code) === code;
  return new Set([
    ...(visits ?? []).filter(({ institution_code }) => institution_code === code).flatMap(({ visit_id, notes }) => [visit_id, ...notes.map(({ note_id }) => note_id)]),
    ...(medication ?? []).filter((entry) => !isOwnWord(enteredBy(entry)) && dispensedHere(entry)).map(({ id }) => id),
  ]);
}

/** What a line is, and who says so where no professional's record does. Whether medicines were dispensed is said only where the entry is here to tell. */
function useKinds({ sections }: OpenNotebookOutput) {
  const { notebook: words } = useClinicWords();
  const entryOf = ({ kind, id }: TimelineEvent) => (kind === "dispensing" ? sections.medication?.find((entry) => entry.id === id) : undefined);
  return {
    kindOf: (event: TimelineEvent) => {
      const entry = entryOf(event);
      return entry !== undefined && entry.otc === undefined && !isOwnWord(enteredBy(entry)) ? words.dispensed : words.kinds[event.kind];
    },
    ownWord: (event: TimelineEvent) => {
      const entry = entryOf(event);
      return entry !== undefined && isOwnWord(enteredBy(entry)) && <> <Entered entry={entry} /></>;
    },
  };
}

/** What came since the person was here last. */
export function FreshPart({ notebook }: { notebook: OpenNotebookOutput }) {
  const { last_visit_on, new_since_last_visit: fresh, timeline } = notebook;
  const days = useYearDates();
  const { notebook: words } = useClinicWords();
  const { kindOf, ownWord } = useKinds(notebook);
  if (last_visit_on === null) return <Card title={words.firstVisit}><p>{words.firstVisitText}</p></Card>;
  const events = fresh.flatMap((reference) => timeline.filter((event) => event.kind === reference.kind && event.id === reference.id));
  const values = fresh.filter(({ kind }) => kind === "daily").length;
  return (
    <Card title={<span class="newmark">{words.newSince(days.day(noon(last_visit_on)))}</span>}>
      {fresh.length === 0 ? <p>{words.nothingNew}</p> : (
        <ul class="bullets">
          {events.map((event) => <li key={`${event.kind}${event.id}`}><span>{days.short(noon(event.on))} {event.institution && <span class="name">{event.institution}</span>} <strong>{event.title ?? kindOf(event)}</strong>{ownWord(event)}</span></li>)}
          {values > 0 && <li><span>{words.newRecords(values)}</span></li>}
        </ul>
      )}
    </Card>
  );
}

/** What happened at all institutions, newest first, each with who says so. */
export function TimelinePart({ notebook, code }: { notebook: OpenNotebookOutput; code: string }) {
  const { timeline, new_since_last_visit: fresh, truncated, sections } = notebook;
  const days = useYearDates();
  const { notebook: words } = useClinicWords();
  const { kindOf, ownWord } = useKinds(notebook);
  const own = ownIds(sections, code);
  const isNew = (event: TimelineEvent) => fresh.some(({ kind, id }) => kind === event.kind && id === event.id);
  return (
    <Card title={words.timeline}>
      {timeline.length === 0 ? <p>{words.timelineNone}</p> : (
        <CaseHistory
          events={timeline.map((event) => {
            const here = own.has(event.id);
            const kind = kindOf(event);
            return {
              key: `${event.kind}${event.id}`, icon: ICONS[event.kind], own: here, day: days.short(noon(event.on)),
              title: <>{isNew(event) ? <span class="newmark">{kind}</span> : kind}{event.title !== null && <> {event.title}</>}{ownWord(event)}</>,
              source: here ? words.here : event.institution,
            };
          })}
        />
      )}
      {truncated.includes("timeline") && <p class="second">{words.more}</p>}
    </Card>
  );
}
