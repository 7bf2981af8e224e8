/** `/staff/patients/:id/dispensings`: what the place dispensed to a person, registered in their notebook, and what it registered in these seven days. That is opened by a tap, because each look is told to the person. */
import { useState } from "preact/hooks";

import type { OwnDispensing, Refusal, RetractionReason } from "../../../api/index.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Dialog } from "../../../components/dialog.js";
import { Empty } from "../../../components/empty.js";
import { KeyNames } from "../../../components/keys.js";
import { useAct } from "../../../data/use-act.js";
import { useServices } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { Sentence } from "../../../frame/problem.js";
import { useRoute } from "../../../frame/still-here.js";
import { useWords } from "../../../words/use-words.js";
import { Page } from "../../page.js";
import { usePlace } from "../../place.js";
import { useClinicWords } from "../../use-clinic-words.js";
import { useArrivals } from "./arrivals.js";
import { DispenseForm, Medicines, Whose } from "./dispense-form.js";
import { useShortcuts } from "./shortcuts.js";
import "./clinic.css";

export default function Dispensings({ id }: { id: string }) {
  const { dispense: words } = useClinicWords();
  const { roles } = usePlace();
  if (!roles.includes("pharmacist")) return <Page title={words.title}><Empty icon="lock" title={words.pharmacistOnly} /></Page>;
  return <Own key={id} id={id} />;
}

function Own({ id }: { id: string }) {
  const { dispense: words } = useClinicWords();
  const { code } = usePlace();
  const { fetchOnce } = useServices();
  const route = useRoute();
  const list = useArrivals(code);
  const [own, setOwn] = useState<readonly OwnDispensing[]>();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal<string>>();
  const notebook = `/staff/patients/${id}`;
  useShortcuts({ Escape: () => route(notebook) });
  const read = async () => {
    setBusy(true);
    setRefusal(undefined);
    const came = await fetchOnce("open-own-dispensings", { code, resident_id: id });
    setBusy(false);
    if (came.ok) setOwn(came.value.items);
    else setRefusal(came.refusal);
  };
  return (
    <Page title={words.title}>
      <div class="toolbar"><Button kind="line" small icon="back" href={notebook} shortcut="Escape">{words.back} <KeyNames names={["Esc"]} /></Button></div>
      <Answered read={list} rows={3}>
        {({ items }) => {
          const arrival = items.filter(({ resident_id, status }) => resident_id === id && status !== "cancelled").at(-1);
          if (arrival === undefined) return <Banner kind="info" title={words.nameless}>{words.namelessText}</Banner>;
          return <><Whose arrival={arrival} /><DispenseForm id={id} arrival={arrival} registered={() => { if (own !== undefined) void read(); }} /></>;
        }}
      </Answered>
      <Card title={words.own}>
        {refusal && <Banner kind="danger" title={words.notOpened}><Sentence refusal={refusal} /></Banner>}
        {own === undefined ? <><p class="second">{words.told}</p><Button kind="line" small icon="record" busy={busy} onClick={() => void read()}>{words.openOwn}</Button></>
          : own.length === 0 ? <p class="second">{words.none}</p>
          : <ul class="stack">{own.map((item) => <Registered key={item.medication_id} id={id} item={item} changed={() => void read()} />)}</ul>}
      </Card>
    </Page>
  );
}

const REASONS: readonly RetractionReason[] = ["wrong_patient", "wrong_content"];

function Registered({ id, item, changed }: { id: string; item: OwnDispensing; changed: () => void }) {
  const { dates } = useWords();
  const { dispense: words } = useClinicWords();
  const { code } = usePlace();
  const retract = useAct("retract-dispensing");
  const [asked, setAsked] = useState(false);
  const when = (at: string) => `${dates.day(new Date(at))} ${dates.time(new Date(at))}`;
  const back = async (reason: RetractionReason) => {
    setAsked(false);
    const came = await retract.run({ code, resident_id: id, medication_id: item.medication_id }, { reason });
    if (came.ok) changed();
  };
  if (item.retracted_at !== undefined && item.retracted_at !== null) return <li class="second">{words.at(when(item.registered_at))}・{words.retracted(when(item.retracted_at))}</li>;
  return (
    <li class="stack stack--tight">
      {item.dispensing ? <Medicines dispensing={item.dispensing} /> : <p class="second">{words.gone}</p>}
      <p class="second">{words.at(when(item.registered_at))}</p>
      {retract.refusal && <Banner kind="danger" title={words.failed}><Sentence refusal={retract.refusal} /></Banner>}
      <div class="cluster"><Button kind="quiet" small icon="undo" busy={retract.busy} onClick={() => setAsked(true)}>{words.retract}</Button></div>
      {asked && (
        <Dialog kind="dialog" title={words.retractTitle} close={() => setAsked(false)}>
          <p>{words.retractText}</p>
          {REASONS.map((reason) => <Button key={reason} kind="danger" block onClick={() => void back(reason)}>{words.reasons[reason]}</Button>)}
          <Button kind="line" block onClick={() => setAsked(false)}>{words.retractNo}</Button>
        </Dialog>
      )}
    </li>
  );
}
