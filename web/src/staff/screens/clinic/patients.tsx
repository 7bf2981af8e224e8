/** `/staff/patients`: who checked in today, those still open first, in order of arrival, looked at again every 20 seconds. Keyboard first. */
import { useState } from "preact/hooks";

import type { ArrivalStatus, ListedPatient } from "../../../api/index.js";
import { Badge } from "../../../components/badge.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { isConverting } from "../../../components/converting.js";
import { Empty } from "../../../components/empty.js";
import type { IconName } from "../../../components/icon-paths.js";
import { Keys } from "../../../components/keys.js";
import { SearchField } from "../../../components/search-field.js";
import { Segment } from "../../../components/segment.js";
import { Table } from "../../../components/table.js";
import { useServices } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { useRoute } from "../../../frame/still-here.js";
import { noon } from "../../../words/dates.js";
import { folded } from "../../../words/folded.js";
import { useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { usePlace } from "../../place.js";
import { useClinicWords } from "../../use-clinic-words.js";
import { opensNotebooks, viewOf } from "../../work.js";
import { useArrivals } from "./arrivals.js";
import { CancelCheckIn } from "./cancel-check-in.js";
import { ChartNumber } from "./chart-number.js";
import { deskAt } from "./desk.js";
import { KeysDialog } from "./keys-dialog.js";
import { useShortcuts } from "./shortcuts.js";
import { step } from "./step.js";
import "./clinic.css";

const FILTERS = ["all", "waiting", "opened", "ended"] as const;
type Filter = (typeof FILTERS)[number];
const STATES: Readonly<Record<ArrivalStatus, readonly ["info" | "ok" | "quiet", IconName]>> = { waiting: ["info", "clock"], opened: ["ok", "eye"], ended: ["quiet", "close"], cancelled: ["quiet", "undo"] };

export default function Patients() {
  const { patients: words } = useClinicWords();
  const { roles } = usePlace();
  if (viewOf(roles) !== "none") return <List />;
  return <Page title={words.title}><Empty icon="lock" title={words.noPatients}>{roles.includes("operator") ? words.operatorText : words.cityText}</Empty></Page>;
}

function List() {
  const { dates } = useWords();
  const { patients: words, guidance, keys } = useClinicWords();
  const { code, roles } = usePlace();
  const desk = deskAt(useServices(), code);
  const route = useRoute();
  const [wanted, setWanted] = useState("");
  const [filter, setFilter] = useState<Filter>("all");
  const [asked, setAsked] = useState(false);
  const opens = opensNotebooks(viewOf(roles));
  const list = useArrivals(code);
  const byKey = FILTERS.map((one, index) => [String(index + 1), () => setFilter(one)] as const);
  useShortcuts({ ArrowDown: () => step(ROWS, 1), ArrowUp: () => step(ROWS, -1), "?": () => setAsked(true), ...Object.fromEntries(byKey) });
  // From the field, the arrow and Enter lead into the rows; one person who fits is opened by Enter.
  const fromField = (event: KeyboardEvent) => {
    if (isConverting(event) || !(event.target instanceof HTMLInputElement)) return;
    const links = rowLinks();
    if (event.key === "Enter" && links.length === 1) links[0]?.click();
    else if (event.key === "Enter" || event.key === "ArrowDown") links[0]?.focus();
    else return;
    event.preventDefault();
  };
  const counted = (one: Filter) => (list.value?.items ?? []).filter((patient) => isOf(patient, one)).length;
  const lines = [
    { keys: ["/"], word: keys.search },
    ...(opens ? [{ keys: ["↑", "↓"], word: keys.rows }, { keys: ["Enter"], word: keys.open }] : []),
    { keys: ["1", "–", "4"], word: keys.states },
    { keys: ["?"], word: keys.all },
  ];
  return (
    <Page title={words.title}>
      <p class="second">{list.at ? words.updated(dates.whole(new Date(list.at)), dates.time(new Date(list.at))) : " "}</p>
      {opens && <p><Button kind="line" small icon="record" href="/staff/notes">{words.written}</Button></p>}
      {roles.includes("public_health_nurse") && <p><Button kind="line" small icon="users" href="/staff/guidance">{guidance.listTitle}</Button></p>}
      <div class="toolbar" onKeyDown={fromField}>
        <SearchField label={words.search} value={wanted} onInput={setWanted} />
        <Segment label={words.filter} value={filter} onChange={setFilter} options={FILTERS.map((one) => ({ value: one, word: `${words.filters[one]} ${counted(one)}` }))} />
      </div>
      {!opens && <Banner title={words.receptionTitle}>{words.receptionText}</Banner>}
      <Answered read={list} rows={6}>
        {({ items }) => {
          const found = openFirst(items.filter((patient) => isOf(patient, filter) && fits(patient, wanted)));
          return (
            <>
              <span role="status" class="sr">{words.count(found.length)}</span>
              {items.length === 0 ? <Empty icon="users" title={words.none}>{words.noneText}</Empty>
                : found.length === 0 ? <Empty icon="search" title={words.noneFound} />
                : <Arrivals patients={found} opens={opens} choose={(id) => void desk.chosen.add(id)} open={(id) => route(`/staff/patients/${id}`)} />}
            </>
          );
        }}
      </Answered>
      <Keys label={keys.label} keys={lines} />
      {opens && <p class="second">{words.told}</p>}
      {asked && <KeysDialog lines={lines} close={() => setAsked(false)} />}
    </Page>
  );
}

function Arrivals({ patients, opens, choose, open }: { patients: readonly ListedPatient[]; opens: boolean; choose: (id: string) => void; open: (id: string) => void }) {
  const { words: common, dates } = useWords();
  const { patients: words } = useClinicWords();
  const { columns } = words;
  const isNumber = new Set([columns.age, columns.arrived]);
  return (
    <Card flush>
      <Table
        caption={opens ? words.captionOpens : words.caption}
        captionHidden
        leadsOn={opens}
        header={1}
        head={[columns.code, columns.name, columns.born, columns.age, columns.sex, columns.chart, columns.arrived, columns.by, columns.status, words.cancel].map((word) => ({ word, number: isNumber.has(word) }))}
        rows={patients.map((patient) => {
          const { resident_id: id, status, age, sex, birth_date, checked_in_by } = patient;
          const leads = opens && id !== null && status !== "cancelled";
          const [kind, icon] = STATES[status];
          return {
            key: patient.visit_id,
            // A click on the link itself is the router's, one on what is done in a row is that.
            onClick: leads ? ({ target }: MouseEvent) => { if (target instanceof Element && target.closest("a, button, input, dialog")) return; choose(id); open(id); } : undefined,
            cells: [
              <span class="code">{patient.reception_code}</span>,
              leads ? <a class="hit" href={`/staff/patients/${id}`} onClick={() => choose(id)}><Name patient={patient} /></a> : <Name patient={patient} />,
              birth_date === null ? "–" : <span class={patient.same_name ? "strong" : undefined}>{dates.born(noon(birth_date))}</span>,
              age === null ? "–" : words.age(age),
              sex === null ? "–" : words.sex[sex],
              <ChartNumber patient={patient} />,
              dates.time(new Date(patient.checked_in_at)),
              checked_in_by === null ? "–" : common.common[checked_in_by],
              <Badge kind={kind} icon={icon}>{words.status[status]}</Badge>,
              <CancelCheckIn patient={patient} />,
            ],
          };
        })}
      />
    </Card>
  );
}

function Name({ patient: { legal_name, alias, kana, same_name, status } }: { patient: ListedPatient }) {
  const { patients: words } = useClinicWords();
  if (status === "cancelled") return <span class="second">{words.hidden}<br />{words.mistaken}</span>;
  const [before, after] = words.alias;
  return (
    <span>
      <span class="lead name">{legal_name ?? kana}{alias !== null && <span class="second">{before}{alias}{after}</span>}</span>
      {same_name && <Badge kind="danger" icon="warn">{words.sameName}</Badge>}
      {kana !== null && <><br /><span class="second">{kana}</span></>}
    </span>
  );
}

function rowLinks(): readonly HTMLAnchorElement[] {
  return [...document.querySelectorAll<HTMLAnchorElement>(ROWS)];
}

const ROWS = ".table--rows tbody a";

function isOf({ status }: ListedPatient, filter: Filter): boolean {
  return filter === "all" || status === filter || (filter === "ended" && status === "cancelled");
}

/** Those who are still there to be called stand above those who are not, each in the order of the list. */
function openFirst(patients: readonly ListedPatient[]): readonly ListedPatient[] {
  const isPast = (patient: ListedPatient) => isOf(patient, "ended");
  return [...patients.filter((patient) => !isPast(patient)), ...patients.filter(isPast)];
}

/** By the name as it is written or read, or by the number. */
function fits({ legal_name, alias, kana, reception_code, chart_number }: ListedPatient, wanted: string): boolean {
  return [legal_name, alias, kana, reception_code, chart_number].some((text) => text !== null && folded(text).includes(folded(wanted)));
}
