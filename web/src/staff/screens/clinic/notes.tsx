/** `/staff/notes`: to whom the place wrote in the last seven days, newest day first, as long as it can be changed. What was written is opened by visit, because each look is told to the person. Keyboard first. */
import { useEffect, useRef, useState } from "preact/hooks";

import type { ListedNote, Refusal } from "../../../api/index.js";
import { Badge } from "../../../components/badge.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Empty } from "../../../components/empty.js";
import { KeyNames, Keys } from "../../../components/keys.js";
import { SearchField } from "../../../components/search-field.js";
import { usePages, useServices } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { More } from "../../../frame/more.js";
import { Sentence } from "../../../frame/problem.js";
import { useRoute } from "../../../frame/still-here.js";
import { noon } from "../../../words/dates.js";
import { useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { usePlace } from "../../place.js";
import { START } from "../../routes-start.js";
import { useClinicWords } from "../../use-clinic-words.js";
import { opensNotebooks, viewOf } from "../../work.js";
import { type DeskVisit, type OwnNote, withNote } from "./desk.js";
import { folded } from "../../../words/folded.js";
import { KeysDialog } from "./keys-dialog.js";
import { Note } from "./notes-part.js";
import { ownNoteOf } from "./own-notes.js";
import { useShortcuts } from "./shortcuts.js";
import { step } from "./step.js";
import "./clinic.css";

export default function Notes() {
  const { notes: words } = useClinicWords();
  const { roles } = usePlace();
  if (opensNotebooks(viewOf(roles))) return <List />;
  return <Page title={words.title}><Empty icon="lock" title={words.careOnly} /></Page>;
}

function List() {
  const { notes: words, keys } = useClinicWords();
  const { code } = usePlace();
  const route = useRoute();
  const [wanted, setWanted] = useState("");
  const [asked, setAsked] = useState(false);
  // What was opened here stays until the page is left, also when all of it was retracted and the list has nothing of it any more.
  const [opened, setOpened] = useState<ReadonlyMap<string, Visit>>(new Map());
  const list = usePages("list-own-notes", { code });
  useShortcuts({ ArrowDown: () => step(ROWS, 1), ArrowUp: () => step(ROWS, -1), Escape: () => route(START), "?": () => setAsked(true) });
  const lines = [
    { keys: ["/"], word: keys.search },
    { keys: ["↑", "↓"], word: words.rows },
    { keys: ["Enter"], word: words.open },
    { keys: ["Esc"], word: keys.back },
    { keys: ["?"], word: keys.all },
  ];
  return (
    <Page title={words.title}>
      <p class="second">{words.about}</p>
      <div class="toolbar">
        <SearchField label={words.search} value={wanted} onInput={setWanted} />
        <Button kind="line" small icon="back" href={START}>{words.list} <KeyNames names={["Esc"]} /></Button>
      </div>
      <Answered read={list} rows={6}>
        {({ items }) => {
          const all = visitsOf(items, opened);
          const found = all.filter((visit) => fits(visit, wanted));
          return (
            <>
              <span role="status" class="sr">{words.count(found.length)}</span>
              {all.length === 0 && list.reachedEnd ? <Empty icon="record" title={words.none}>{words.noneText}</Empty>
                : found.length === 0 ? <Empty icon="search" title={words.noneFound}>{!list.reachedEnd && words.noneFoundYet}</Empty>
                : byDay(found).map(([day, ofDay]) => <Day key={day} day={day} visits={ofDay} open={(visit) => setOpened((before) => new Map(before).set(visit.visitId, visit))} />)}
              <More pages={list} />
            </>
          );
        }}
      </Answered>
      <Keys label={keys.label} keys={lines} />
      <p class="second">{words.told}</p>
      {asked && <KeysDialog lines={lines} close={() => setAsked(false)} />}
    </Page>
  );
}

/** The first button of each visit: what opens it, and then what amends its first note. */
const ROWS = ".own-notes > li > button, .own-notes .own-note:first-of-type .cluster > button:first-of-type";

function Day({ day, visits, open }: { day: string; visits: readonly Visit[]; open: (visit: Visit) => void }) {
  const { dates } = useWords();
  const { notes: words } = useClinicWords();
  const { clock } = useServices();
  const until = Math.min(...visits.map(({ mayChangeUntil }) => Date.parse(mayChangeUntil)));
  const isOver = until <= clock.now();
  return (
    <Card title={dates.whole(noon(day))} aside={<Badge kind={isOver ? "quiet" : "info"} icon="clock">{isOver ? words.over : words.until(dates.day(new Date(until - 1)))}</Badge>}>
      <ul class="stack own-notes">{visits.map((visit) => <Written key={visit.visitId} visit={visit} opened={() => open(visit)} />)}</ul>
    </Card>
  );
}

/** What was written on a visit: to whom, when and by whom, and its text once it was opened. */
function Written({ visit, opened }: { visit: Visit; opened: () => void }) {
  const { dates } = useWords();
  const { notes: words } = useClinicWords();
  const { code } = usePlace();
  const { fetchOnce } = useServices();
  const [notes, setNotes] = useState<readonly OwnNote[]>();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal<string>>();
  const box = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (notes !== undefined) box.current?.querySelector<HTMLElement>(".own-note button")?.focus();
  }, [notes === undefined]);
  const open = async () => {
    if (busy) return;
    setBusy(true);
    setRefusal(undefined);
    const came = await fetchOnce("open-own-notes", { code, resident_id: visit.residentId, visit_id: visit.visitId });
    setBusy(false);
    if (!came.ok) return setRefusal(came.refusal);
    setNotes(came.value.items.map(ownNoteOf));
    return opened();
  };
  return (
    <li ref={box}>
      <Whose visit={visit} />
      <p class="second">{visit.lines.map(({ author_name, written_at }) => words.by(author_name, `${dates.day(new Date(written_at))} ${dates.time(new Date(written_at))}`)).join("・")}</p>
      {refusal && <Banner kind="danger" title={words.notOpened}><Sentence refusal={refusal} /></Banner>}
      {notes === undefined
        ? <Button kind="line" small icon="record" busy={busy} onClick={() => void open()}>{words.openCount(visit.lines.length)}</Button>
        : notes.length === 0 ? <p class="second">{words.noneLeft}</p>
        : notes.map((note) => <Note key={note.noteId} visit={visit} note={note} put={(changed) => setNotes((before) => withNote(before ?? notes, changed))} />)}
    </li>
  );
}

/** As the list of that day showed them. */
function Whose({ visit: { name, kana, birthDate } }: { visit: Visit }) {
  const { dates } = useWords();
  const { notes: words } = useClinicWords();
  if (name === null && kana === null) return <p class="second">{words.hidden}</p>;
  return (
    <h3 class="whose">
      <span class="lead name">{name ?? kana}</span>
      {name !== null && kana !== null && <span class="second">{kana}</span>}
      {birthDate !== null && <span class="second">{dates.born(noon(birthDate))}</span>}
    </h3>
  );
}

/** The notes of one visit in the list. */
interface Visit extends Pick<DeskVisit, "visitId" | "residentId"> {
  readonly day: string;
  readonly name: string | null;
  readonly kana: string | null;
  readonly birthDate: string | null;
  readonly mayChangeUntil: string;
  readonly lines: readonly Pick<ListedNote, "author_name" | "written_at">[];
}

/** The notes by visit, in the order in which they come, with what was opened before. */
function visitsOf(items: readonly ListedNote[], opened: ReadonlyMap<string, Visit>): readonly Visit[] {
  const visits = new Map<string, Visit>();
  for (const item of items) {
    const before = visits.get(item.visit_id)?.lines ?? [];
    visits.set(item.visit_id, {
      visitId: item.visit_id, residentId: item.resident_id, day: item.day, name: item.legal_name, kana: item.kana, birthDate: item.birth_date, mayChangeUntil: item.may_change_until, lines: [...before, item],
    });
  }
  const gone = [...opened.values()].filter(({ visitId }) => !visits.has(visitId));
  return [...visits.values(), ...gone].sort((a, b) => b.day.localeCompare(a.day));
}

/** By the day of the visit. */
function byDay(visits: readonly Visit[]): readonly (readonly [string, readonly Visit[]])[] {
  const days = new Map<string, Visit[]>();
  for (const visit of visits) days.set(visit.day, [...(days.get(visit.day) ?? []), visit]);
  return [...days];
}

function fits({ name, kana }: Visit, wanted: string): boolean {
  return [name, kana].some((one) => one !== null && folded(one).includes(folded(wanted))) || wanted.trim() === "";
}
