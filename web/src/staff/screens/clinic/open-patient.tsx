import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useReducer, useRef } from "preact/hooks";

import type { ListedPatient, OpenNotebookOutput } from "../../../api/index.js";
import { Empty } from "../../../components/empty.js";
import type { Cache } from "../../../data/cache.js";
import { useServices } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { fromJapan, isoDay } from "../../../words/dates.js";
import { Page } from "../../page.js";
import { usePlace } from "../../place.js";
import { useClinicWords } from "../../use-clinic-words.js";
import { opensNotebooks, viewOf } from "../../work.js";
import { useArrivals } from "./arrivals.js";
import { Chosen } from "./chosen.js";
import { Closed } from "./closed.js";
import { deskAt } from "./desk.js";
import { type PatientRead, useApiTime, useHeldBack, useLookAgain } from "./watch.js";

const DAY_MS = 86_400_000;

export interface OpenPatient {
  readonly arrival: ListedPatient;
  /** Milliseconds until it closes. */
  readonly left: number;
  /** The day in Japan. */
  readonly today: string;
}

/**
 * A patient's page while it may be seen: with a check-in of today, not ended by the person, before the midnight that it reaches by the API's clock. Otherwise, and
 * from the moment on, `Closed` stands in its place and nothing of the answers is kept. Whether the person ended it, and whether they checked in
 * again, is known from the list, which is no look into the notebook; a notebook that is open again is opened by a tap.
 */
export function WithPatient({ id, reads, children }: { id: string; reads: readonly PatientRead[]; children: (open: OpenPatient) => ComponentChildren }) {
  const { notebook: words } = useClinicWords();
  const { code, roles } = usePlace();
  const services = useServices();
  const desk = deskAt(services, code);
  const list = useArrivals(code);
  const found = (list.value?.items ?? []).filter(({ resident_id, status }) => resident_id === id && status !== "cancelled");
  const now = found.find(({ status }) => status !== "ended") ?? found.at(-1);
  // Until the notebook says so, it is open for the day of the list that it stands in.
  const listed = useRef<{ readonly arrival: ListedPatient; readonly until: number }>();
  if (now !== undefined) listed.current = { arrival: now, until: fromJapan(isoDay(new Date(list.at ?? services.clock.now())), "00:00").getTime() + DAY_MS };
  const arrival = now ?? listed.current?.arrival;
  // What was answered at another check-in may be what this one does not open: it is not shown, also while the answer is on its way.
  const before = desk.visits.get(id);
  if (arrival !== undefined && before !== undefined && before.visitId !== arrival.visit_id) forget(services.cache, code, id);
  const notebook: OpenNotebookOutput | undefined = services.cache.peek({ id: "open-notebook", path: { code, resident_id: id } }).value;
  const until = notebook === undefined ? listed.current?.until : Date.parse(notebook.grant.until);
  const time = useApiTime(until);
  // At once: what stands in place of a notebook that has ended looks for it.
  if (arrival !== undefined) desk.visits.set(id, { visitId: arrival.visit_id, residentId: id, receptionCode: arrival.reception_code });
  const gone = reads.some((read) => [404, 410].includes(services.cache.peek(read).refusal?.status ?? 0));
  const ends = arrival !== undefined && (arrival.status === "ended" || gone || (until !== undefined && time >= until) || (list.value !== undefined && now === undefined));
  // What ended stays ended, whatever is forgotten of it, until somebody opens it again. That is offered where a list of later says that it is open:
  // who checks in again has the same visit, and a list of before the end does not know of the end.
  const closed = useRef<{ readonly listed: number | undefined }>();
  if (ends) closed.current = { listed: list.at };
  const over = arrival !== undefined && closed.current !== undefined;
  const isOpenAgain = over && !ends && now !== undefined && list.at !== closed.current?.listed;
  const { held, ref } = useHeldBack(over ? [] : [{ id: "list-patients", path: { code } }, ...reads]);
  const [, draw] = useReducer<number, void>((count) => count + 1, 0);
  useEffect(() => {
    // Nobody listens to what has ended, so that it is not asked again.
    if (over) return undefined;
    const stop = reads.map((read) => services.cache.subscribe(read, () => draw()));
    return () => stop.forEach((end) => end());
  }, [over, services]);
  useLayoutEffect(() => {
    if (!over) return;
    desk.chosen.delete(id);
    forget(services.cache, code, id);
  }, [over]);
  const openAgain = () => {
    closed.current = undefined;
    desk.chosen.add(id);
    draw();
  };
  if (!opensNotebooks(viewOf(roles))) return <Page title={words.title}><Empty icon="lock" title={words.careOnly} /></Page>;
  if (over) return <Closed id={id} ended byPerson={arrival?.status === "ended"} openAgain={isOpenAgain ? openAgain : undefined} />;
  return (
    <div ref={ref} class="stack">
      {!held && (
        <Answered read={list} rows={6}>
          {() => (arrival === undefined || until === undefined ? <Closed id={id} ended={desk.visits.has(id)} /> : <Chosen arrival={arrival}>{() => children({ arrival, left: until - time, today: isoDay(new Date(time)) })}</Chosen>)}
        </Answered>
      )}
    </div>
  );
}

/** Drops every answer of the person's notebook, also of sections that are not on the page. */
function forget(cache: Cache, code: string, id: string): void {
  cache.dropAll(({ id: of, path }) => {
    const { code: place, resident_id: whose } = path as Partial<Record<string, string>>;
    return (of === "open-notebook" || of === "open-section") && place === code && whose === id;
  });
}

/** Asks again while somebody works with the page. */
export function LookAgain({ again }: { again: () => void }) {
  useLookAgain(again);
  return null;
}
