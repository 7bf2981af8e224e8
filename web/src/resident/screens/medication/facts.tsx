/** What an entry says beside its medicines. */
import type { ComponentChildren } from "preact";

import type { WatchedEntry } from "../../../api/index.js";
import { Card } from "../../../components/card.js";
import { PhoneLink } from "../../../components/phone-link.js";
import { noon } from "../../../words/dates.js";
import { medicationWords } from "../../../words/medication/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";

/** Who handed it out, who prescribed it, and where the entry comes from. */
export function Facts({ entry: { pharmacy, prescriber, otc, source, added_at, added_by, registered_by } }: { entry: WatchedEntry }) {
  const { words, say, dates } = useWords();
  const { entry: said } = useLexicon(medicationWords);
  const [before, after] = said.registered;
  const day = (written: string | null | undefined) => (written ? say(dates.day(noon(written))) : undefined);
  return (
    <Card title={say(said.facts)}>
      <dl class="rows">
        <Fact word={said.pharmacy} value={pharmacy.name} />
        <Fact word={said.staff} value={pharmacy.staff} />
        <Fact word={said.phone} value={pharmacy.phone && <PhoneLink number={pharmacy.phone} />} />
        <Fact word={said.institution} value={prescriber.institution} />
        <Fact word={said.doctor} value={[prescriber.department, prescriber.doctor].filter(Boolean).join(" ")} />
        <Fact word={said.ingredients} value={otc?.ingredients.map(({ name }) => name).join(words.separator)} />
        <Fact word={said.jan} value={otc?.jan} />
        <Fact word={said.started} value={day(otc?.started_on)} />
        <Fact word={said.ended} value={day(otc?.ended_on)} />
        <Fact word={said.source} value={registered_by ? <>{say(before)}<span class="name">{registered_by.institution_name}</span>{say(after)}・{say(dates.day(new Date(added_at)))} {say(dates.time(new Date(added_at)))}</> : <>{say(said.sources[source])}・{say(dates.day(new Date(added_at)))} {added_by && say(words.common[added_by])}</>} />
      </dl>
    </Card>
  );
}

function Fact({ word, value }: { word: string; value: ComponentChildren }) {
  const { say } = useWords();
  if (value === null || value === undefined || value === "") return null;
  return <div class="row row--plain kv"><dt class="second">{say(word)}</dt><dd>{value}</dd></div>;
}

/** Notes on single medicines, or on all of the entry. Their words are the sheet's and the person's own. */
export function Notes({ entry, of }: { entry: WatchedEntry; of: "medicines" | "entry" }) {
  const { say } = useWords();
  const { entry: said } = useLexicon(medicationWords);
  if (of === "medicines") {
    const notes = entry.groups.flatMap(({ notes: usage, drugs }) => [...drugs.flatMap((drug) => drug.notes.map((text) => `${drug.name}: ${text}`)), ...usage]);
    return notes.length === 0 ? null : <ul class="stack">{notes.map((text, index) => <li key={index} class="kept-lines second">{text}</li>)}</ul>;
  }
  const groups: readonly (readonly [string, readonly string[]])[] = [
    [said.ownRemark, entry.remark === undefined ? [] : [entry.remark]],
    [said.cautions, entry.cautions],
    [said.provided, entry.provided.map(({ text }) => text)],
    [said.leftovers, entry.leftovers],
    [said.remarks, entry.remarks],
  ];
  return (
    <>
      {groups.filter(([, texts]) => texts.length > 0).map(([title, texts]) => (
        <Card key={title} title={say(title)}><ul class="stack">{texts.map((text, index) => <li key={index} class="kept-lines">{text}</li>)}</ul></Card>
      ))}
    </>
  );
}
