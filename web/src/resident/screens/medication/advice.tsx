/** What follows from medicines that were written: what to look at before they are taken, and the alarms that they suggest. */
import { useState } from "preact/hooks";

import type { Alert, LeftOut, Suggestion } from "../../../api/index.js";
import { Alerts } from "../../../components/alerts.js";
import { Badge } from "../../../components/badge.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { useAct } from "../../../data/use-act.js";
import { noon, shortTime } from "../../../words/dates.js";
import { medicationWords } from "../../../words/medication/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { mayRecord, usePerson } from "../../person.js";
import { type Around, subjectsOf } from "./names.js";
import { Refused } from "./refused.js";

/** Medicines that clash; whose the sheet is, is asked apart. */
export function Clashes({ alerts, around }: { alerts: readonly Alert[]; around: Around }) {
  const { words, say, plain } = useWords();
  const { medicines } = useLexicon(medicationWords);
  const items = alerts.filter(({ code }) => code !== "patient_mismatch").map((alert) => {
    const names = subjectsOf(alert, around);
    return { title: say(alert.code === "allergy_match" ? medicines.allergy : medicines.duplicate), text: <>{names.join(words.separator)}{names.length > 0 && <br />}{say(medicines.ask)}</> };
  });
  return items.length === 0 ? null : <Alerts label={plain(medicines.caution)} items={items} />;
}

/** Each suggested alarm with one tap; why there is none for the rest. */
export function Suggested({ suggestions, leftOut }: { suggestions: readonly Suggestion[]; leftOut: readonly LeftOut[] }) {
  const { say } = useWords();
  const { advice } = useLexicon(medicationWords);
  const offered = mayRecord(usePerson(), "medication") ? suggestions : [];
  if (offered.length === 0 && leftOut.length === 0) return null;
  return (
    <Card flush title={say(advice.alarms)} icon="bell">
      <ul class="rows">
        {offered.map((suggestion) => <li key={JSON.stringify(suggestion)} class="pad stack"><SuggestedAlarm suggestion={suggestion} /></li>)}
        {leftOut.map((group) => <li key={`${group.dispensing_id} ${group.groups.join()}`} class="pad second">{group.detail}</li>)}
      </ul>
    </Card>
  );
}

function SuggestedAlarm({ suggestion }: { suggestion: Suggestion }) {
  const { say, dates } = useWords();
  const { advice } = useLexicon(medicationWords);
  const { residentId } = usePerson();
  const set = useAct("create-alarm");
  const [done, setDone] = useState(false);
  const [start, end] = advice.until;
  const take = async () => {
    const came = await set.run({ resident_id: residentId }, suggestion);
    if (came.ok) setDone(true);
  };
  return (
    <>
      <div><strong class="lead">{suggestion.label}</strong><p class="second">{suggestion.times.map(({ time }) => shortTime(time)).join("・")} {say(start)}{say(dates.day(noon(suggestion.until)))}{say(end)}</p></div>
      <Refused refusal={set.refusal} />
      {done
        ? <p role="status" class="between"><Badge kind="ok" icon="check">{say(advice.set)}</Badge><a class="hit" href="/alarms">{say(advice.openAlarms)}</a></p>
        : <Button kind="line" small icon="bell" busy={set.busy} onClick={() => void take()}>{say(advice.take)}</Button>}
    </>
  );
}
