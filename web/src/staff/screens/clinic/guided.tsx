/** `/staff/guidance`: whom the office follows up, whoever it speaks to next first. It says nothing of what was said; opening that is told to the person. */
import type { GuidedPerson } from "../../../api/index.js";
import { Badge } from "../../../components/badge.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Empty } from "../../../components/empty.js";
import { usePages, useServices } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { More } from "../../../frame/more.js";
import { useRoute } from "../../../frame/still-here.js";
import { noon } from "../../../words/dates.js";
import { useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { usePlace } from "../../place.js";
import { START } from "../../routes-start.js";
import { useClinicWords } from "../../use-clinic-words.js";
import { deskAt } from "./desk.js";
import "./clinic.css";

export default function Guided() {
  const { guidance: words, notes } = useClinicWords();
  const { roles } = usePlace();
  if (roles.includes("public_health_nurse")) return <List />;
  return <Page title={words.listTitle}><Empty icon="lock" title={notes.careOnly} /></Page>;
}

function List() {
  const { guidance: words, notes } = useClinicWords();
  const { code } = usePlace();
  const list = usePages("list-guided", { code });
  return (
    <Page title={words.listTitle}>
      <p class="second">{words.listAbout}</p>
      <div class="toolbar"><Button kind="line" small icon="back" href={START}>{notes.list}</Button></div>
      <Answered read={list} rows={6}>
        {({ items }) => (
          <>
            {items.length === 0 && list.reachedEnd ? <Empty icon="users" title={words.nobody}>{words.nobodyText}</Empty>
              : <Card flush label={words.listTitle}><ul class="stack pad">{items.map((one) => <Person key={one.resident_id} one={one} />)}</ul></Card>}
            <More pages={list} />
          </>
        )}
      </Answered>
      <p class="second">{words.told}</p>
    </Page>
  );
}

function Person({ one }: { one: GuidedPerson }) {
  const { dates } = useWords();
  const { guidance: words } = useClinicWords();
  const { code } = usePlace();
  const services = useServices();
  const route = useRoute();
  const open = () => {
    deskAt(services, code).chosen.add(one.resident_id);
    route(`/staff/patients/${one.resident_id}/guidance`);
  };
  const overdue = one.next_on !== null && noon(one.next_on).getTime() + 12 * 3_600_000 <= services.clock.now();
  return (
    <li class="stack stack--tight">
      <p class="whose">
        <span class="lead name">{one.legal_name ?? one.kana ?? words.nameless}</span>
        {one.legal_name !== null && one.kana !== null && <span class="second">{one.kana}</span>}
        {one.birth_date !== null && <span class="second">{dates.born(noon(one.birth_date))}</span>}
      </p>
      <p class="cluster">
        <Badge kind={overdue ? "warn" : "quiet"} icon="clock">{one.next_on === null ? words.noNext : words.nextOn(dates.whole(noon(one.next_on)))}</Badge>
        <span class="second">{words.lastOn(dates.whole(noon(one.last_on)))}</span>
      </p>
      <div class="cluster"><Button kind="line" small icon="memo" onClick={open}>{words.open}<span class="sr"> {one.legal_name ?? one.kana}</span></Button></div>
    </li>
  );
}
