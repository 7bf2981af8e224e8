/** `/staff/patients/:id/guidance`: what the office said to a person and how the goals go, and what it says now. Opened by a tap, because each look is told to the person. */
import { useEffect, useState } from "preact/hooks";

import type { HealthGuidance, OwnGuidance, Refusal, RetractionReason } from "../../../api/index.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Empty } from "../../../components/empty.js";
import { useAct } from "../../../data/use-act.js";
import { useServices } from "../../../data/use-read.js";
import { Sentence } from "../../../frame/problem.js";
import { noon } from "../../../words/dates.js";
import { useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { usePlace } from "../../place.js";
import { useClinicWords } from "../../use-clinic-words.js";
import { deskAt } from "./desk.js";
import { GuidanceForm, draftOf } from "./guidance-form.js";
import { GuidanceSaid } from "./guidance-said.js";
import "./clinic.css";

export default function Guidance({ id }: { id: string }) {
  const { guidance: words, notes } = useClinicWords();
  const { code, roles } = usePlace();
  const services = useServices();
  const { chosen } = deskAt(services, code);
  const [open, setOpen] = useState(chosen.has(id));
  const [found, setFound] = useState<OwnGuidance>();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal<string>>();
  const read = async (cursor?: string) => {
    setBusy(true);
    setRefusal(undefined);
    const came = await services.fetchOnce("open-health-guidance", { code, resident_id: id }, cursor === undefined ? undefined : { cursor });
    setBusy(false);
    if (!came.ok) return setRefusal(came.refusal);
    return setFound((before) => (cursor === undefined || before === undefined ? came.value : { ...came.value, items: [...before.items, ...came.value.items] }));
  };
  useEffect(() => {
    if (open) void read();
  }, [open, id]);
  if (!roles.includes("public_health_nurse")) return <Page title={words.title}><Empty icon="lock" title={notes.careOnly} /></Page>;
  const begin = () => {
    chosen.add(id);
    setOpen(true);
  };
  const name = found?.legal_name ?? found?.kana ?? words.nameless;
  return (
    <Page title={words.title}>
      <div class="toolbar"><Button kind="line" small icon="back" href="/staff/guidance">{words.listTitle}</Button></div>
      {refusal && <Banner kind="danger" title={words.notOpened}><Sentence refusal={refusal} /></Banner>}
      {!open && <Card title={words.title}><p>{words.told}</p><Button icon="memo" onClick={begin}>{words.open}</Button></Card>}
      {found && (
        <>
          <Whose found={found} name={name} />
          <div class="cols cols--form">
            <div class="stack">
              <Card title={words.before}>
                {found.items.length === 0 ? <p class="second">{words.first}</p> : <ul class="stack">{found.items.map((item) => <Said key={item.guidance_id} id={id} item={item} changed={() => void read()} />)}</ul>}
                {found.next_cursor !== null && <Button kind="line" small busy={busy} onClick={() => void read(found.next_cursor ?? undefined)}>{words.more}</Button>}
              </Card>
            </div>
            <GuidanceForm key={id} id={id} written={() => void read()} />
          </div>
        </>
      )}
    </Page>
  );
}

function Whose({ found, name }: { found: OwnGuidance; name: string }) {
  const { dates } = useWords();
  const { guidance: words } = useClinicWords();
  return (
    <h2 class="whose">
      <span class="lead name">{name}</span>
      {found.legal_name !== null && found.kana !== null && <span class="second">{found.kana}</span>}
      {found.birth_date !== null && <span class="second">{dates.born(noon(found.birth_date))}</span>}
      {found.followed_up_until !== null && <span class="second">{words.until(dates.whole(new Date(Date.parse(found.followed_up_until) - 1)))}</span>}
    </h2>
  );
}

const REASONS: readonly RetractionReason[] = ["wrong_content", "wrong_patient"];
const OWN_DAYS_MS = 7 * 86_400_000;

function Said({ id, item, changed }: { id: string; item: HealthGuidance; changed: () => void }) {
  const { guidance: words } = useClinicWords();
  const services = useServices();
  const { code } = usePlace();
  const { drafts } = deskAt(services, code);
  const retract = useAct("retract-health-guidance");
  const [asked, setAsked] = useState(false);
  const [amends, setAmends] = useState(drafts.has(draftOf(id, item)));
  const back = async (reason: RetractionReason) => {
    const came = await retract.run({ code, resident_id: id, guidance_id: item.guidance_id }, { reason }, { version: String(item.version) });
    if (came.ok) changed();
  };
  const mayChange = item.retracted_at === null && services.clock.now() - Date.parse(item.written_at) < OWN_DAYS_MS;
  // What stands is shown above what replaces it, also what somebody else wrote meanwhile.
  if (mayChange && amends) return <li class="stack stack--tight"><GuidanceSaid said={item} /><GuidanceForm id={id} over={item} written={() => { setAmends(false); changed(); }} outdated={changed} close={() => setAmends(false)} /></li>;
  return (
    <li class="stack stack--tight">
      <GuidanceSaid said={item} />
      {retract.refusal && <Banner kind="danger" title={words.failed}><Sentence refusal={retract.refusal} /></Banner>}
      {mayChange && (asked
        ? <div class="cluster">{REASONS.map((reason) => <Button key={reason} kind="line" small busy={retract.busy} onClick={() => void back(reason)}>{words.reasons[reason]}</Button>)}<Button kind="quiet" small onClick={() => setAsked(false)}>{words.stop}</Button></div>
        : <div class="cluster"><Button kind="line" small onClick={() => setAmends(true)}>{words.amend}</Button><Button kind="quiet" small onClick={() => setAsked(true)}>{words.retract}</Button></div>)}
    </li>
  );
}
