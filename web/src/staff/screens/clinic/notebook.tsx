/** `/staff/patients/:id`: the notebook on one page, in one answer, as far as the person opened it today. */
import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

import type { OpenNotebookOutput } from "../../../api/index.js";
import { Button } from "../../../components/button.js";
import { Keys } from "../../../components/keys.js";
import { classNames } from "../../../components/class-names.js";
import { useRead, useServices } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { useRoute } from "../../../frame/still-here.js";
import { useWords } from "../../../words/use-words.js";
import { useHeading } from "../../page.js";
import { usePlace } from "../../place.js";
import { START } from "../../routes-start.js";
import { useClinicWords } from "../../use-clinic-words.js";
import { type View, viewOf } from "../../work.js";
import { ProfilePart, VisitsPart } from "./about-part.js";
import { ChartPart, OpenedPart } from "./chart-part.js";
import { deskAt } from "./desk.js";
import { GuidedPart } from "./guidance-said.js";
import { FreshPart, TimelinePart } from "./history-part.js";
import { KeysDialog } from "./keys-dialog.js";
import { MedicinesPart } from "./medicines-part.js";
import { NoteForm } from "./note-form.js";
import { NotesPart } from "./notes-part.js";
import { LookAgain, type OpenPatient, WithPatient } from "./open-patient.js";
import { useOwnNotes } from "./own-notes.js";
import { Patient } from "./patient.js";
import { useShortcuts } from "./shortcuts.js";
import { DailyPart, PressurePart, WeeksPart } from "./values-part.js";
import "./clinic.css";

export default function Notebook({ id }: { id: string }) {
  const { code } = usePlace();
  return <WithPatient id={id} reads={[{ id: "open-notebook", path: { code, resident_id: id } }]}>{(open) => <Opened id={id} open={open} />}</WithPatient>;
}

function Opened({ id, open }: { id: string; open: OpenPatient }) {
  const { words: common, plain } = useWords();
  const { notebook: words, keys } = useClinicWords();
  const { code } = usePlace();
  const route = useRoute();
  const [asked, setAsked] = useState(false);
  const heading = useHeading();
  const read = useRead("open-notebook", { code, resident_id: id });
  const { legal_name, alias, kana } = open.arrival;
  const name = legal_name ?? alias ?? kana ?? open.arrival.reception_code;
  useShortcuts({ Escape: () => route(START), "?": () => setAsked(true) });
  useEffect(() => {
    // The browser keeps titles in its history, on the disk: the name of a patient has no place there.
    document.title = `${open.arrival.reception_code} ${words.title}|${plain(common.name)}`;
  }, [open.arrival.reception_code]);
  const lines = [
    { keys: ["N"], word: keys.note }, { keys: ["Ctrl", "+", "Enter"], word: keys.send }, { keys: ["C"], word: keys.copy }, { keys: ["Esc"], word: keys.back }, { keys: ["?"], word: keys.all },
  ];
  return (
    <>
      <LookAgain again={read.again} />
      <Patient arrival={open.arrival} left={open.left} profile={read.value?.sections.profile} back={START} headingRef={heading} />
      <Answered read={read} rows={8}>{(notebook) => <Columns id={id} open={open} notebook={notebook} name={name} />}</Answered>
      <Keys label={keys.label} keys={lines} />
      {asked && <KeysDialog lines={lines} close={() => setAsked(false)} />}
    </>
  );
}

type Part = "fresh" | "timeline" | "medicines" | "pressure" | "weeks" | "daily" | "visits" | "profile" | "guided" | "guidance" | "dispense" | "note" | "own" | "chart" | "opened";

/** What stands in which column, by who reads: what is needed first stands first. */
const COLUMNS: Readonly<Record<View, readonly (readonly Part[])[]>> = {
  care: [["fresh", "timeline", "profile"], ["dispense", "medicines", "pressure", "daily", "visits", "guided"], ["note", "own", "chart", "opened"]],
  medicines: [["dispense", "medicines", "fresh"], ["profile", "timeline", "pressure", "daily", "visits", "guided"], ["note", "own", "chart", "opened"]],
  daily: [["pressure", "weeks", "daily"], ["guidance", "guided", "note", "own", "fresh", "timeline"], ["medicines", "profile", "visits", "chart", "opened"]],
  list: [],
  none: [],
};

function Columns({ id, open: { arrival, today }, notebook, name }: { id: string; open: OpenPatient; notebook: OpenNotebookOutput; name: string }) {
  const { note: words, guidance, dispense } = useClinicWords();
  const { code, roles } = usePlace();
  const { sections } = notebook;
  const view = viewOf(roles);
  const path = { code, resident_id: id };
  const link = (section: string) => `/staff/patients/${id}/${section}`;
  const visit = { visitId: arrival.visit_id, residentId: id, receptionCode: arrival.reception_code };
  const seen = sections.visits?.find(({ visit_id }) => visit_id === visit.visitId)?.notes.filter(({ institution_code }) => institution_code === code) ?? [];
  const { notes, put } = useOwnNotes(deskAt(useServices(), code), visit.visitId, seen);
  // A section that was not opened has no part at all.
  const parts: Readonly<Record<Part, ComponentChildren>> = {
    fresh: <FreshPart notebook={notebook} />,
    timeline: <TimelinePart notebook={notebook} code={code} />,
    medicines: sections.medication && <MedicinesPart notebook={notebook} path={path} today={today} />,
    pressure: sections.daily && <PressurePart notebook={notebook} today={today} />,
    weeks: sections.daily && <WeeksPart notebook={notebook} today={today} />,
    daily: sections.daily && <DailyPart notebook={notebook} today={today} link={link("daily")} />,
    visits: sections.visits && <VisitsPart visits={sections.visits} link={link("visits")} />,
    profile: sections.profile && <ProfilePart profile={sections.profile} />,
    guided: sections.health_guidance && <GuidedPart said={sections.health_guidance} link={link("health_guidance")} />,
    guidance: roles.includes("public_health_nurse") && <Button kind="line" icon="memo" href={link("guidance")}>{guidance.title}</Button>,
    dispense: roles.includes("pharmacist") && <Button block icon="pill" href={link("dispensings")}>{dispense.act}</Button>,
    note: <NoteForm visit={visit} to={name} around={words.to} written={put} />,
    own: <NotesPart visit={visit} notes={notes} put={put} />,
    chart: <ChartPart notebook={notebook} />,
    opened: <OpenedPart notebook={notebook} />,
  };
  const onPaper = new Set<Part>(["chart", "own"]);
  return (
    <div class={classNames("cols", view === "daily" && "cols--daily")}>
      {COLUMNS[view].map((column) => <div key={column.join()} class="stack">{column.map((part) => <div key={part} class={onPaper.has(part) ? "part" : "part only-screen"}>{parts[part]}</div>)}</div>)}
    </div>
  );
}
