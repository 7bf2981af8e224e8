import { useState } from "preact/hooks";

import type { AlarmEntry, Suggestion } from "../../../api/index.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { useAct } from "../../../data/use-act.js";
import { useRead } from "../../../data/use-read.js";
import { Sentence } from "../../../frame/problem.js";
import { alarmWords } from "../../../words/alarm/index.js";
import { noon, shortTime } from "../../../words/dates.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { mayManage, mayRecord, usePerson } from "../../person.js";
import { useMinute } from "../../use-minute.js";
import { useMedicineNames } from "./medicine-names.js";
import { RhythmText } from "./rhythm-text.js";
import { saidDay } from "./said-day.js";
import { nameOfSuggestion } from "./suggestion-name.js";

/** Medicines of the notebook that have no alarm yet: one tap makes the alarm as it is suggested, another ends it. */
export function Suggestions() {
  const { words, say } = useWords();
  const { alarms } = useLexicon(alarmWords);
  const person = usePerson();
  const path = { resident_id: person.residentId };
  const { value } = useRead("list-alarm-suggestions", path);
  const create = useAct("create-alarm");
  const end = useAct("delete-alarm");
  const [made, setMade] = useState<AlarmEntry>();
  const [undone, setUndone] = useState(false);
  if (!mayRecord(person, "medication")) return null;
  const make = async (suggestion: Suggestion) => {
    setUndone(false);
    const came = await create.run(path, { ...suggestion, until: suggestion.until });
    if (came.ok) setMade(came.value);
  };
  const undo = async ({ alarm_id }: AlarmEntry) => {
    const came = await end.run({ ...path, alarm_id });
    if (!came.ok) return;
    setMade(undefined);
    setUndone(true);
  };
  const items = value?.items ?? [];
  const refusal = create.refusal ?? end.refusal;
  return (
    <>
      {refusal && <Banner kind="danger" title={say(alarms.notMade)}><Sentence refusal={refusal} /></Banner>}
      {undone && <Banner kind="ok" title={say(words.home.undone)} />}
      {made && (
        <Banner kind="ok" title={say(alarms.made)}>
          <p>{made.label}</p>
          {mayManage(person, "medication") && <Button kind="quiet" small icon="undo" busy={end.busy} onClick={() => void undo(made)}>{say(words.common.undo)}</Button>}
        </Banner>
      )}
      {items.length > 0 && (
        <Card flush title={say(alarms.suggested)}>
          <ul class="rows">{items.map((one) => <li key={nameOfSuggestion(one)} class="pad stack"><One suggestion={one} busy={create.busy} make={() => void make(one)} /></li>)}</ul>
        </Card>
      )}
    </>
  );
}

function One({ suggestion, busy, make }: { suggestion: Suggestion; busy: boolean; make: () => void }) {
  const { words, say, dates } = useWords();
  const { alarms } = useLexicon(alarmWords);
  const { residentId } = usePerson();
  const names = useMedicineNames(residentId)(suggestion.medication_ids, suggestion.groups);
  const now = useMinute();
  const { rhythm } = suggestion;
  const change = `/alarms/new?of=${encodeURIComponent(nameOfSuggestion(suggestion))}`;
  // Which days they are has to be said first.
  const asks = rhythm.kind === "n_per_week" || rhythm.kind === "unknown";
  return (
    <>
      <div>
        <p class="row__title">{suggestion.label}</p>
        {names.length > 0 && <p>{names.join(words.separator)}</p>}
        <p class="second"><RhythmText rhythm={rhythm} /> {suggestion.times.map(({ time }) => shortTime(time)).join(words.separator)}・{say(alarms.until(saidDay(dates, noon(suggestion.until), now)))}</p>
      </div>
      {asks
        ? <Button kind="line" href={change}>{say(alarms.chooseDays)}</Button>
        : (
          <>
            <Button kind="line" icon="bell" busy={busy} onClick={make}>{say(alarms.make)}</Button>
            <Button kind="quiet" small href={change}>{say(alarms.change)}</Button>
          </>
        )}
    </>
  );
}
