import type { AlertDetail, Drug, OpenNotebookOutput, OpenedMedicine, StandingAlert } from "../../../api/index.js";
import { Badge } from "../../../components/badge.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { useAct } from "../../../data/use-act.js";
import { Sentence } from "../../../frame/problem.js";
import { noon } from "../../../words/dates.js";
import { useWords } from "../../../words/use-words.js";
import { useClinicWords } from "../../use-clinic-words.js";
import { type CurrentMedicine, currentMedicines, enteredBy, isOwnWord, namesOf, sourceOf, sourcesOf } from "./medicines.js";
import { useYearDates } from "./year-dates.js";

export interface PatientPath {
  readonly code: string;
  readonly resident_id: string;
}

/** The medicines of today with what they count, and what to look at among them. */
export function MedicinesPart({ notebook, path, today }: { notebook: OpenNotebookOutput; path: PatientPath; today: string }) {
  const { notebook: words } = useClinicWords();
  const entries = notebook.sections.medication ?? [];
  const { alerts, known_alerts: known, alerts_left_out: left, all_compared, unconfirmed_left_out: unconfirmed } = notebook;
  const current = currentMedicines(entries, [...alerts, ...known], notebook.new_since_last_visit, today);
  return (
    <Card title={words.medicines} aside={<a class="hit no-print" href={`/staff/patients/${path.resident_id}/medication`}>{words.allMedicines}</a>}>
      <AlertList alerts={alerts} entries={entries} path={path} />
      {left > 0 && <p class="second">{words.alertsLeft(left)}</p>}
      {!all_compared && <p class="second">{words.notCompared}</p>}
      {current.length === 0 ? <p>{words.medicinesNone}</p> : <ul>{current.map((medicine) => <Medicine key={medicine.key} medicine={medicine} />)}</ul>}
      {unconfirmed !== null && unconfirmed > 0 && <p class="second">{words.unconfirmed(unconfirmed)}</p>}
      {known.length > 0 && <details><summary class="hit">{words.handled}</summary><AlertList alerts={known} entries={entries} path={path} /></details>}
    </Card>
  );
}

/** Alerts, each with the button that says that it was looked at, or that takes that back. */
export function AlertList({ alerts, entries, path }: { alerts: readonly StandingAlert[]; entries: readonly OpenedMedicine[]; path: PatientPath }) {
  const { words: common } = useWords();
  const days = useYearDates();
  const { notebook: words } = useClinicWords();
  const mark = useAct("put-patient-alert");
  return (
    <>
      {mark.refusal && <Banner kind="danger" title={common.problem.title}><Sentence refusal={mark.refusal} /></Banner>}
      {alerts.map((alert, index) => {
        const { alert_id, known, medication_ids } = alert;
        const sources = sourcesOf(alert, entries, (entry) => {
          const entered = enteredBy(entry);
          return [sourceOf(entry), isOwnWord(entered) && `(${words.entered[entered]})`].filter(Boolean).join("") || undefined;
        });
        return (
          <Banner key={alert_id ?? index} kind={known === null ? "warn" : "info"} title={`${words.duplicates[alert.code]}:${namesOf(alert, entries).join(common.separator)}`}>
            {[sources.join("・"), sureness(alert.detail, words.sure)].filter(Boolean).join(" ")}
            {known !== null && <> {words.knownAt(days.short(new Date(known.at)))}・{known.institution_name ?? (known.relation && common.common[known.relation])}{known.role && `(${common.roles[known.role]})`}</>}
            {alert_id !== null && (
              <div class="only-screen">
                <Button
                  kind="quiet" small busy={mark.busy} icon={known === null ? "check" : "undo"}
                  onClick={() => void mark.run({ ...path, alert_id }, known === null ? { known: true, medication_ids: [...medication_ids] } : { known: false })}
                >
                  {known === null ? words.handle : words.lookAgain}
                </Button>
              </div>
            )}
          </Banner>
        );
      })}
    </>
  );
}

function Medicine({ medicine: { entry, group, drug, name, daysLeft, isNew, marks } }: { medicine: CurrentMedicine }) {
  const days = useYearDates();
  const { notebook: words } = useClinicWords();
  const supply = group !== undefined && supplyOf(group.supply_count, group.supply_unit);
  const about = [sourceOf(entry, group) ?? (entry.otc && words.otc), days.short(noon(entry.otc?.started_on ?? entry.dispensed_on)), supply, daysLeft !== undefined && (daysLeft > 0 ? words.left.days(daysLeft) : words.left.today)];
  return (
    <li class="drug">
      <div>
        <strong>{name}</strong><br />
        {isNew && <><Badge kind="new">{words.fresh}</Badge> </>}
        <Entered entry={entry} />
        {marks.map((mark) => <><Badge key={mark} kind="danger">{words.marks[mark]}</Badge> </>)}
        <span class="second">{about.filter(Boolean).map((part, index, all) => <span key={index} class="name">{part}{index < all.length - 1 && "・"}</span>)}</span>
      </div>
      <span class="drug__amount">{drug && <Amount drug={drug} />} {group?.usage_text}</span>
    </li>
  );
}

/** By whom an entry came, where no professional's record says it; `always`: also where one does. */
export function Entered({ entry, always = false }: { entry: OpenedMedicine; always?: boolean }) {
  const words = useClinicWords().notebook.entered;
  const entered = enteredBy(entry);
  if (isOwnWord(entered)) return <><Badge kind="info" icon="user">{words[entered]}</Badge> </>;
  return always ? <span class="second">{words[entered]}</span> : null;
}

/** A quantity in the meaning that the sheet gives it; nothing where it gives none. */
export function Amount({ drug: { quantity, quantity_basis, unit } }: { drug: Drug }) {
  const { notebook: words } = useClinicWords();
  if (quantity === null) return null;
  const [before, after] = { per_day: words.perDay, per_use: words.perUse, total: words.total, unknown: ["", ""] as const }[quantity_basis];
  return <>{before}{quantity}{unit}{after}</>;
}

/** What was handed out; 調剤 counts nothing that the person takes. */
export function supplyOf(count: number | null, unit: string | null): string {
  return count !== null && unit !== null && unit !== "調剤" ? `${count}${unit}` : "";
}

function sureness({ confidence }: AlertDetail, sure: { readonly medium: string; readonly low: string }): string {
  return confidence === "high" ? "" : sure[confidence];
}
