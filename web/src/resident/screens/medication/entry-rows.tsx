import type { MedicationEntry } from "../../../api/index.js";
import { Badge } from "../../../components/badge.js";
import { Row, Rows } from "../../../components/row.js";
import { noon } from "../../../words/dates.js";
import { medicationWords } from "../../../words/medication/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { Drugs } from "./drugs.js";

/** Entries of the notebook, each a link to all that is known of it. */
export function EntryRows({ entries, withYear = false }: { entries: readonly MedicationEntry[]; withYear?: boolean }) {
  const { say, dates } = useWords();
  const { medicines, entry: { registered: [before, after] } } = useLexicon(medicationWords);
  return (
    <Rows>
      {entries.map((entry) => (
        <li key={entry.id}>
          <Row
            href={`/medicines/${entry.id}`}
            title={<>{withYear && <>{say(dates.year(noon(entry.dispensed_on)))} </>}{say(dates.day(noon(entry.dispensed_on)))} <span class="name">{entry.pharmacy.name ?? (entry.kind === "otc" && say(medicines.otc))}</span></>}
            sub={[entry.prescriber.institution, entry.prescriber.doctor].filter(Boolean).join(" ")}
          >
            <Drugs groups={entry.groups} otc={entry.otc} />
            {entry.registered_by && <span class="second">{say(before)}<span class="name">{entry.registered_by.institution_name}</span>{say(after)}</span>}
            {entry.owner === "unconfirmed" && <span><Badge kind="warn" icon="warn">{say(medicines.unconfirmed)}</Badge></span>}
            {entry.concealed && <span><Badge kind="quiet" icon="lock">{say(medicines.concealed)}</Badge></span>}
          </Row>
        </li>
      ))}
    </Rows>
  );
}
