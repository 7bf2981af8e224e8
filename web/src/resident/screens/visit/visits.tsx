/** `/visits`: visits that are planned, and those that were. */
import type { ShownVisit } from "../../../api/index.js";
import { Badge } from "../../../components/badge.js";
import { Card } from "../../../components/card.js";
import { Empty } from "../../../components/empty.js";
import { Row, Rows } from "../../../components/row.js";
import { useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { noon } from "../../../words/dates.js";
import { visitWords } from "../../../words/visit/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { usePerson } from "../../person.js";

export default function Visits() {
  const { words, say } = useWords();
  const { visits } = useLexicon(visitWords);
  const { residentId } = usePerson();
  const list = useRead("list-visits", { resident_id: residentId });
  return (
    <Page title={visits.title}>
      <Answered read={list}>
        {({ items }) => {
          if (items.length === 0) return <Empty icon="clinic" title={say(visits.none)}>{say(visits.noneText)}</Empty>;
          // The nearest first: what is ahead comes in the order in which it will be.
          const ahead = items.filter(({ status }) => status === "planned").reverse();
          return (
            <>
              <Section title={visits.ahead} visits={ahead} none={visits.noneAhead} />
              <Section title={visits.past} visits={items.filter(({ status }) => status === "done")} none={words.common.nothing} />
            </>
          );
        }}
      </Answered>
    </Page>
  );
}

function Section({ title, visits, none }: { title: string; visits: readonly ShownVisit[]; none: string }) {
  const { say, dates } = useWords();
  const { visits: { code, by } } = useLexicon(visitWords);
  return (
    <Card flush title={say(title)}>
      {visits.length === 0 && <p class="pad second">{say(none)}</p>}
      <Rows>
        {visits.map((visit) => {
          const day = noon(visit.visited_on);
          const near = dates.near(day, new Date());
          return (
            <li key={visit.visit_id}>
              <Row
                icon={visit.status === "planned" ? "calendar" : "clinic"}
                title={<>{say(near)}{near !== dates.day(day) && <> {say(dates.day(day))}</>} <span class="name">{visit.institution_name}</span></>}
                sub={<span class="kept-lines">{[visit.department, visit.reason, visit.diagnosis_told].filter(Boolean).join("・")}</span>}
              >
                {visit.memo && <span class="kept-lines">{visit.memo}</span>}
                {visit.reception_code !== undefined && <span><Badge kind="info">{say(code(visit.reception_code))}</Badge></span>}
                {visit.reception_code === undefined && visit.status === "done" && <span><Badge kind="quiet">{say(by)}</Badge></span>}
              </Row>
            </li>
          );
        })}
      </Rows>
    </Card>
  );
}
