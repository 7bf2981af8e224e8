/** `/staff/patients`: who checked in today, in order of arrival, looked at again every 20 seconds. */
import { useEffect, useState } from "preact/hooks";

import type { ListedPatient } from "../../../api/index.js";
import { Badge } from "../../../components/badge.js";
import { Card } from "../../../components/card.js";
import { Empty } from "../../../components/empty.js";
import { SearchField } from "../../../components/search-field.js";
import { Table } from "../../../components/table.js";
import { useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { noon } from "../../../words/dates.js";
import { clinicWords } from "../../../words/clinic/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { usePlace } from "../../place.js";

const AGAIN_MS = 20_000;

export default function Patients() {
  const { dates } = useWords();
  const { patients: staff } = useLexicon(clinicWords);
  const { code } = usePlace();
  const [wanted, setWanted] = useState("");
  const list = useRead("list-patients", { code });
  useEffect(() => {
    const timer = setInterval(list.again, AGAIN_MS);
    return () => clearInterval(timer);
  }, [code]);
  const { columns } = staff;
  return (
    <Page title={staff.title}>
      <div class="toolbar"><SearchField label={staff.search} value={wanted} onInput={setWanted} />{list.value && <span role="status">{staff.count(list.value.items.length)}</span>}</div>
      <Answered read={list} rows={6}>
        {({ items }) => {
          const found = items.filter((patient) => fits(patient, wanted));
          if (items.length === 0) return <Empty icon="users" title={staff.none}>{staff.noneText}</Empty>;
          if (found.length === 0) return <Empty icon="search" title={staff.noneFound} />;
          return (
            <Card flush>
              <Table
                caption={staff.title}
                captionHidden
                head={[columns.code, columns.name, columns.born, columns.sex, columns.arrived, columns.status].map((word) => ({ word }))}
                rows={found.map((patient) => ({
                  key: patient.visit_id,
                  cells: [
                    <span class="code">{patient.reception_code}</span>,
                    <>
                      {patient.kana && <span class="second">{patient.kana}</span>} <strong class="name">{patient.legal_name}</strong>
                      {patient.same_name && <> <Badge kind="warn" icon="warn">{staff.sameName}</Badge></>}
                    </>,
                    <>{patient.birth_date && dates.born(noon(patient.birth_date))} {patient.age !== null && staff.age(patient.age)}</>,
                    patient.sex && staff.sex[patient.sex],
                    dates.time(new Date(patient.checked_in_at)),
                    <Badge kind={patient.status === "waiting" ? "info" : "quiet"}>{staff.status[patient.status]}</Badge>,
                  ],
                }))}
              />
            </Card>
          );
        }}
      </Answered>
    </Page>
  );
}

/** By the name as it is written or read, or by the number; full and half width, upper and lower case are the same. */
function fits({ legal_name, alias, kana, reception_code, chart_number }: ListedPatient, wanted: string): boolean {
  const fold = (text: string) => text.normalize("NFKC").toLowerCase().replace(/\s/g, "").replace(/[ぁ-ゖ]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0x60));
  return [legal_name, alias, kana, reception_code, chart_number].some((text) => text !== null && fold(text).includes(fold(wanted)));
}
