import type { ComponentChildren } from "preact";

import type { InstitutionNote, OpenedVisit, Profile } from "../../../api/index.js";
import { Card } from "../../../components/card.js";
import { noon } from "../../../words/dates.js";
import { useWords } from "../../../words/use-words.js";
import { useClinicWords } from "../../use-clinic-words.js";
import { useYearDates } from "./year-dates.js";

const FEW = 5;

/** Visits everywhere, with what was told and written there. */
export function VisitsPart({ visits, link }: { visits: readonly OpenedVisit[]; link: string }) {
  const { notebook: words } = useClinicWords();
  return (
    <Card title={words.visits} aside={visits.length > 0 && <a class="hit no-print" href={link}>{words.whole}</a>}>
      {visits.length === 0 ? <p>{words.visitsNone}</p> : <ul class="rows">{visits.slice(0, FEW).map((visit) => <li key={visit.visit_id} class="stack stack--tight visit"><Visit visit={visit} /></li>)}</ul>}
    </Card>
  );
}

/** One visit. */
export function Visit({ visit }: { visit: OpenedVisit }) {
  const days = useYearDates();
  const { notebook: words } = useClinicWords();
  const [before, after] = words.told;
  return (
    <>
      <p><strong>{days.short(noon(visit.visited_on))} <span class="name">{visit.institution_name}</span></strong> {[visit.department, visit.reason].filter(Boolean).join("・")}</p>
      {visit.diagnosis_told !== null && <p>{before}{visit.diagnosis_told}{after}</p>}
      {visit.notes.map((note) => <Note key={note.note_id} note={note} />)}
    </>
  );
}

function Note({ note: { text, retracted_at, author_role, written_at } }: { note: InstitutionNote }) {
  const { words: common } = useWords();
  const days = useYearDates();
  const { notebook: words } = useClinicWords();
  if (text === null) return retracted_at === null ? null : <p class="second">{words.retracted(days.day(new Date(retracted_at)))}</p>;
  return <p class="second"><span class="kept-lines">「{text}」</span> {common.roles[author_role]}・{days.short(new Date(written_at))}</p>;
}

/** What every doctor should know first. Every line stands, also the one in which nothing is written. */
export function ProfilePart({ profile }: { profile: Profile }) {
  const { notebook: words } = useClinicWords();
  return <Card title={words.profile}><ProfileList profile={profile} /></Card>;
}

/** A list of the profile, with what came from sheets and did not fit into it: a doctor should know that too. */
export function textsOf(profile: Profile, list: "allergies" | "adverse_reactions" | "history"): readonly string[] {
  return [...profile[list], ...(profile.pending ?? []).filter((note) => note.list === list).map(({ text }) => text)];
}

export function ProfileList({ profile }: { profile: Profile }) {
  const { words: common } = useWords();
  const days = useYearDates();
  const { notebook: words } = useClinicWords();
  const texts = (all: readonly string[]) => (all.length === 0 ? words.noneWritten : all.join(common.separator));
  const lines: readonly (readonly [string, ComponentChildren])[] = [
    [words.allergies, texts(textsOf(profile, "allergies"))],
    [words.adverse, texts(textsOf(profile, "adverse_reactions"))],
    [words.history, texts(textsOf(profile, "history"))],
    [words.blood, words.bloods[profile.blood_type]],
    ...(profile.pregnancy_due_on === null ? [] : [[words.due, days.day(noon(profile.pregnancy_due_on))] as const]),
    ...(profile.listed_disability === null ? [] : [[words.disability, profile.listed_disability] as const]),
    ...(profile.long_term_illness === null ? [] : [[words.illness, profile.long_term_illness] as const]),
    ...(profile.emergency_contacts.length === 0 ? [] : [[words.contacts, profile.emergency_contacts.map(({ name, relation, phone }) => `${name}${relation === null ? "" : `(${relation})`} ${phone}`).join(common.separator)] as const]),
  ];
  return <dl class="facts">{lines.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>;
}
