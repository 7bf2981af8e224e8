/** `/staff/patients/:id/:section`: the whole of one section that the person opened, newest first. */
import { useEffect, useState } from "preact/hooks";

import type { OpenSectionOutput, OpenedEntry, OpenedMedicine, Refusal, Section as SectionName } from "../../../api/index.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Empty } from "../../../components/empty.js";
import { usePages, useServices } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { More } from "../../../frame/more.js";
import { Sentence } from "../../../frame/problem.js";
import { useRoute } from "../../../frame/still-here.js";
import { noon } from "../../../words/dates.js";
import { useWords } from "../../../words/use-words.js";
import { Page, useHeading } from "../../page.js";
import { usePlace } from "../../place.js";
import { useClinicWords } from "../../use-clinic-words.js";
import { Visit } from "./about-part.js";
import { GuidanceSaid } from "./guidance-said.js";
import { AlertList, Amount, Entered, type PatientPath, supplyOf } from "./medicines-part.js";
import { LookAgain, type OpenPatient, WithPatient } from "./open-patient.js";
import { Patient } from "./patient.js";
import { sourceOf } from "./medicines.js";
import { useShortcuts } from "./shortcuts.js";
import { DailyTable } from "./values-part.js";
import { useYearDates } from "./year-dates.js";
import "./clinic.css";

export default function Section({ id, section }: { id: string; section: string }) {
  const { words: common } = useWords();
  const { notebook: words } = useClinicWords();
  const { code } = usePlace();
  const isSection = (name: string): name is SectionName => Object.hasOwn(common.sections, name);
  if (!isSection(section)) return <Page title={words.notOpen}><Empty icon="lock" title={words.notOpen} action={<Button kind="line" href={`/staff/patients/${id}`}>{words.title}</Button>}>{words.notOpenText}</Empty></Page>;
  // The profile is no list: it stands whole in the notebook.
  if (section === "profile") return <ToNotebook id={id} />;
  return (
    <WithPatient id={id} reads={[{ id: "open-section", path: { code, resident_id: id, section } }]}>
      {(open) => <Opened id={id} section={section} open={open} />}
    </WithPatient>
  );
}

function ToNotebook({ id }: { id: string }) {
  const route = useRoute();
  useEffect(() => route(`/staff/patients/${id}`, true), []);
  return null;
}

function Opened({ id, section, open }: { id: string; section: SectionName; open: OpenPatient }) {
  const { words: common, plain } = useWords();
  const { notebook: words } = useClinicWords();
  const { code } = usePlace();
  const route = useRoute();
  const { cache } = useServices();
  const heading = useHeading();
  const back = `/staff/patients/${id}`;
  const path = { code, resident_id: id };
  const pages = usePages("open-section", { ...path, section });
  const title = common.sections[section];
  useShortcuts({ Escape: () => route(back) });
  useEffect(() => {
    document.title = `${plain(title)}|${plain(common.name)}`;
  }, [title]);
  const profile = cache.peek({ id: "open-notebook", path }).value?.sections.profile;
  return (
    <>
      <LookAgain again={pages.again} />
      <Patient arrival={open.arrival} left={open.left} profile={profile} back={back} headingRef={heading} />
      <h2 class="headline">{title}</h2>
      <Answered read={pages} rows={8}>
        {(value) => (
          <>
            {value.items.length === 0 ? <Empty icon="book" title={words.sectionNone} />
              : <Entries value={value} path={path} section={section} />}
            <More pages={pages} />
          </>
        )}
      </Answered>
    </>
  );
}

function Entries({ value, path, section }: { value: OpenSectionOutput; path: PatientPath; section: SectionName }) {
  const { notebook: words } = useClinicWords();
  const { unconfirmed_left_out: unconfirmed } = value;
  const daily = value.items.filter((entry) => "record_id" in entry);
  const medicines = value.items.filter((entry) => "dispensed_on" in entry);
  const rest = value.items.filter((entry) => !("record_id" in entry));
  return (
    <>
      <AlertList alerts={value.alerts ?? []} entries={medicines} path={path} />
      {(value.alerts_left_out ?? 0) > 0 && <p>{words.alertsLeft(value.alerts_left_out ?? 0)}</p>}
      {value.all_compared === false && <p>{words.notCompared}</p>}
      {unconfirmed !== null && unconfirmed > 0 && <p>{words.unconfirmed(unconfirmed)}</p>}
      {daily.length > 0 && <Card flush><DailyTable records={daily} /></Card>}
      {rest.map((entry) => <Entry key={keyOf(entry)} entry={entry} path={path} section={section} />)}
    </>
  );
}

/** One entry; one that is cut is asked for whole. */
function Entry({ entry, path, section }: { entry: OpenedEntry; path: PatientPath; section: SectionName }) {
  const { words: common } = useWords();
  const { notebook: words } = useClinicWords();
  const { fetchOnce } = useServices();
  const [whole, setWhole] = useState<OpenedEntry>();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal<string>>();
  // What changed meanwhile, such as a note that was retracted, is shown as it is now.
  useEffect(() => setWhole(undefined), [entry]);
  const shown = whole ?? entry;
  const ask = async () => {
    setBusy(true);
    setRefusal(undefined);
    const came = await fetchOnce("open-section", { ...path, section }, { entry: keyOf(entry) });
    setBusy(false);
    if (came.ok) setWhole(came.value.items[0]);
    else setRefusal(came.refusal);
  };
  return (
    <Card>
      {"visit_id" in shown ? <Visit visit={shown} /> : "guidance_id" in shown ? <GuidanceSaid said={shown} from /> : "dispensed_on" in shown && <Medicine entry={shown} />}
      {refusal && <Banner kind="danger" title={common.problem.title}><Sentence refusal={refusal} /></Banner>}
      {whole === undefined && "cut" in entry && entry.cut && <Button kind="line" busy={busy} onClick={() => void ask()}>{words.whole}</Button>}
    </Card>
  );
}

function Medicine({ entry }: { entry: OpenedMedicine }) {
  const days = useYearDates();
  const { notebook: words } = useClinicWords();
  const { prescriber: { doctor }, pharmacy } = entry;
  return (
    <>
      <p><strong>{days.day(noon(entry.dispensed_on))} <span class="name">{sourceOf(entry) ?? (entry.otc && words.otc)}</span></strong> {[doctor, pharmacy.name].filter(Boolean).join("・")} <Entered entry={entry} always /></p>
      <ul>
        {entry.otc && <li class="drug"><strong>{entry.otc.name}</strong></li>}
        {entry.groups.flatMap((group) => group.drugs.map((drug, index) => (
          <li key={`${group.rp}/${index}`} class="drug">
            <div><strong>{drug.name}</strong>{drug.notes.map((text) => <p key={text} class="second">{text}</p>)}</div>
            <span class="drug__amount"><Amount drug={drug} /> {[group.usage_text, supplyOf(group.supply_count, group.supply_unit)].filter(Boolean).join("・")}</span>
          </li>
        )))}
      </ul>
      {[...entry.cautions, ...entry.leftovers, ...entry.remarks, ...entry.provided.map(({ text }) => text)].map((text, index) => <p key={index} class="second kept-lines">{text}</p>)}
    </>
  );
}

function keyOf(entry: OpenedEntry): string {
  if ("visit_id" in entry) return entry.visit_id;
  if ("guidance_id" in entry) return entry.guidance_id;
  return "record_id" in entry ? entry.record_id : entry.id;
}
