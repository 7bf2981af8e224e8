/** `/medicines/alerts`: what to look at before medicines are taken, and what a doctor or pharmacist was asked about already. */
import type { ListMedicationsOutput, StandingAlert } from "../../../api/index.js";
import { Badge } from "../../../components/badge.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Empty } from "../../../components/empty.js";
import { useAct } from "../../../data/use-act.js";
import { useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { medicationWords } from "../../../words/medication/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { mayRecord, usePerson } from "../../person.js";
import { medicinesOf, subjectsOf } from "./names.js";
import { Refused } from "./refused.js";

export default function MedicineAlerts() {
  const { say } = useWords();
  const { alerts: said } = useLexicon(medicationWords);
  const list = useRead("list-medications", { resident_id: usePerson().residentId });
  return (
    <Page title={said.title} back="/medicines">
      <Answered read={list}>
        {(value) => (
          <>
            {value.alerts.length === 0 && <Empty icon="check" title={say(said.none)}>{say(value.all_compared ? said.noneText : said.notAll)}</Empty>}
            {value.alerts.map((alert, index) => <One key={alert.alert_id ?? index} alert={alert} value={value} />)}
            {value.alerts_left_out > 0 && <p class="second">{say(said.more(value.alerts_left_out))}</p>}
            {value.known_alerts.length > 0 && <h2 class="section-title">{say(said.known)}</h2>}
            {value.known_alerts.map((alert, index) => <One key={alert.alert_id ?? index} alert={alert} value={value} />)}
          </>
        )}
      </Answered>
    </Page>
  );
}

function One({ alert, value }: { alert: StandingAlert; value: ListMedicationsOutput }) {
  const { words, say, dates } = useWords();
  const { medicines, alerts: said } = useLexicon(medicationWords);
  const person = usePerson();
  const mark = useAct("put-medication-alert");
  const names = subjectsOf(alert, { entries: value.items, patient: value.patient_notes });
  const entries = alert.medication_ids.map((id) => value.items.find((entry) => entry.id === id)).filter((entry) => entry !== undefined);
  const { alert_id: id, known } = alert;
  const tell = (is: boolean) => id !== null && void mark.run({ resident_id: person.residentId, alert_id: id }, { known: is, medication_ids: [...alert.medication_ids] });
  const who = known && (known.institution_name ?? (known.role ? say(words.roles[known.role]) : known.relation && say(words.common[known.relation])));
  return (
    <Card icon="warn" title={say({ duplicate_ingredient: medicines.duplicate, allergy_match: medicines.allergy, patient_mismatch: medicines.other }[alert.code])}>
      <div class="stack">
        {names.length > 0 && <ul>{names.map((name) => <li key={name} class="strong">{name}</li>)}</ul>}
        <p>{say(said.confidence[alert.detail.confidence])}</p>
        <Refused refusal={mark.refusal} />
        {entries.map((entry) => <a key={entry.id} class="hit" href={`/medicines/${entry.id}`}>{medicinesOf(entry)[0]} <span>{say(said.open)}</span></a>)}
        {known
          ? <p class="cluster"><Badge kind="ok" icon="check">{say(said.asked)}</Badge><span class="second">{say(dates.day(new Date(known.at)))} {who}</span></p>
          : <p class="strong">{say(alert.code === "patient_mismatch" ? medicines.sayWhose : medicines.ask)}</p>}
        {alert.code === "patient_mismatch" && <Button kind="line" block href="/medicines/sheets">{say(medicines.sheets)}</Button>}
        {id !== null && mayRecord(person, "medication") && alert.code !== "patient_mismatch" && (
          <Button kind="line" block busy={mark.busy} icon={known ? "undo" : "check"} onClick={() => tell(known === null)}>{say(known ? said.again : said.mark)}</Button>
        )}
      </div>
    </Card>
  );
}
