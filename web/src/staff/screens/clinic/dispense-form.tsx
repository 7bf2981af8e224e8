import { useEffect, useRef, useState } from "preact/hooks";

import type { Dispensing, DispensingPreview, ListedPatient, RegisteredDispensings } from "../../../api/index.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Field } from "../../../components/field.js";
import { Segment } from "../../../components/segment.js";
import { useAct } from "../../../data/use-act.js";
import { useServices } from "../../../data/use-read.js";
import { Sentence } from "../../../frame/problem.js";
import { isoDay, noon } from "../../../words/dates.js";
import { useWords } from "../../../words/use-words.js";
import { usePlace } from "../../place.js";
import { useClinicWords } from "../../use-clinic-words.js";
import { type Draft, FORMS, LINE, type Line, MOST_LINES, blank, handedOut, isBlank, missingOf, symbolsOf } from "./dispense.js";
import { Amount, supplyOf } from "./medicines-part.js";
import { useUnsent } from "./unsent.js";

/** Changes some of the draft. */
type Change = (to: (before: Draft) => Partial<Draft>) => void;

/** Registers what was dispensed: scanned or typed, then looked at beside the person's name, then sent. What was typed is in memory alone. */
export function DispenseForm({ id, arrival, registered }: { id: string; arrival: ListedPatient; registered: () => void }) {
  const { dispense: words } = useClinicWords();
  const { code } = usePlace();
  const { clock } = useServices();
  const today = isoDay(new Date(clock.now()));
  const [draft, setDraft] = useState(() => blank(today));
  const [tried, setTried] = useState(false);
  const [shown, setShown] = useState<DispensingPreview>();
  const [done, setDone] = useState<RegisteredDispensings>();
  const preview = useAct("preview-dispensing");
  const add = useAct("add-dispensing");
  // What stands in the fields now, also where it was not drawn yet: a scanner types faster than a page is drawn.
  const now = useRef(draft);
  const title = useRef<HTMLHeadingElement>(null);
  const path = { code, resident_id: id };
  useUnsent(!isBlank(draft));
  // What is asked, and what came of it, stands where the form was: the reading goes on there.
  useEffect(() => {
    if (shown !== undefined || done !== undefined) title.current?.focus();
  }, [shown, done]);
  const change: Change = (to) => {
    now.current = { ...now.current, ...to(now.current) };
    setDraft(now.current);
    setDone(undefined);
    preview.clear();
  };
  const missing = missingOf(draft);
  const look = async () => {
    setTried(true);
    const missing = missingOf(now.current);
    if (missing !== undefined) return document.getElementById(`dispense-${missing}`)?.focus();
    setDone(undefined);
    const came = await preview.run(path, handedOut(now.current));
    if (came.ok) setShown(came.value);
    return undefined;
  };
  const send = async () => {
    const came = await add.run(path, handedOut(now.current));
    if (!came.ok) return;
    setDone(came.value);
    setShown(undefined);
    setTried(false);
    now.current = blank(today);
    setDraft(now.current);
    registered();
  };
  const back = () => {
    setShown(undefined);
    add.clear();
  };
  return (
    <section class="card card--main only-screen" aria-labelledby="dispense-title">
      <h2 class="card__title" id="dispense-title" ref={title} tabIndex={-1}>{shown === undefined ? words.now : words.preview}</h2>
      {shown === undefined ? (
        <form class="stack" noValidate onSubmit={(event) => { event.preventDefault(); void look(); }}>
          {done && <Done done={done} />}
          {preview.refusal && preview.refusal.code !== "busy" && <Banner kind="danger" title={words.refused}><Sentence refusal={preview.refusal} /></Banner>}
          <div class="field">
            <span class="field__label" id="dispense-way">{words.how}</span>
            <Segment labelledBy="dispense-way" value={draft.way} options={(["scan", "typed"] as const).map((value) => ({ value, word: words.ways[value] }))} onChange={(way) => change(() => ({ way }))} />
          </div>
          {draft.way === "scan" ? <Scanned draft={draft} change={change} wrong={tried && missing === "scan"} /> : <Typed draft={draft} change={change} missing={tried ? missing : undefined} />}
          <Button submit icon="check" busy={preview.busy}>{words.look}</Button>
        </form>
      ) : (
        <div class="stack">
          <p>{words.previewText}</p>
          <Whose arrival={arrival} />
          {add.refusal && add.refusal.code !== "busy" && <Banner kind="danger" title={words.refused}><Sentence refusal={add.refusal} /></Banner>}
          {shown.dispensings.map((dispensing, at) => <Medicines key={at} dispensing={dispensing} />)}
          {shown.notes_left_out > 0 && <Banner kind="info" title={words.leftOut(shown.notes_left_out)} />}
          {shown.warnings.length > 0 && <Banner kind="warn" title={words.doubts}><ul>{shown.warnings.map(({ detail }, at) => <li key={at}>{detail}</li>)}</ul></Banner>}
          <div class="cluster"><Button icon="check" busy={add.busy} onClick={() => void send()}>{words.send}</Button><Button kind="line" icon="back" onClick={back}>{words.change}</Button></div>
        </div>
      )}
    </section>
  );
}

/** Whose notebook it is, to compare with the person in front of one. */
export function Whose({ arrival: { legal_name, alias, kana, birth_date, age, sex, same_name } }: { arrival: ListedPatient }) {
  const { dates } = useWords();
  const { notebook, dispense: words } = useClinicWords();
  return (
    <div class="dispense-whose" role="group" aria-label={words.whose}>
      <span class="second name">{kana}</span>
      <strong class="name">{legal_name ?? alias ?? kana}</strong>
      {birth_date !== null && <span class="lead">{dates.born(noon(birth_date))} {age !== null && notebook.age(age)} {sex !== null && notebook.sex[sex]}</span>}
      {same_name && <Banner kind="danger" title={notebook.sameName} />}
    </div>
  );
}

function Scanned({ draft, change, wrong }: { draft: Draft; change: Change; wrong: boolean }) {
  const { dispense: words } = useClinicWords();
  const count = symbolsOf(draft.scanned).length;
  useEffect(() => document.getElementById("dispense-scan")?.focus(), []);
  return (
    <Field id="dispense-scan" type="lines" label={words.scan} hint={words.scanHint} value={draft.scanned} error={wrong ? words.needScan : undefined} onInput={(scanned) => change(() => ({ scanned }))}>
      <div class="between"><span class="second" role="status">{count > 0 && words.symbols(count)}</span>{count > 0 && <Button kind="quiet" small icon="undo" onClick={() => { change(() => ({ scanned: "" })); document.getElementById("dispense-scan")?.focus(); }}>{words.clear}</Button>}</div>
    </Field>
  );
}

function Typed({ draft, change, missing }: { draft: Draft; change: Change; missing: string | undefined }) {
  const { dispense: words } = useClinicWords();
  const put = (at: number, changes: Partial<Line>) => change(({ lines }) => ({ lines: lines.map((line, place) => (place === at ? { ...line, ...changes } : line)) }));
  return (
    <>
      <Field id="dispense-day" type="date" label={words.day} value={draft.day} error={missing === "day" ? words.needDay : undefined} onInput={(day) => change(() => ({ day }))} />
      <Field id="dispense-institution" label={words.institution} value={draft.institution} maxLength={256} onInput={(institution) => change(() => ({ institution }))} />
      <Field id="dispense-doctor" label={words.doctor} value={draft.doctor} maxLength={256} onInput={(doctor) => change(() => ({ doctor }))} />
      {draft.lines.map((line, at) => (
        <fieldset key={at} class="dispense-line">
          <legend class="field__label">{words.drug(at + 1)}</legend>
          <Field id={`dispense-name-${at}`} label={words.name} value={line.name} maxLength={256} error={missing === `name-${at}` ? words.needName : undefined} onInput={(name) => put(at, { name })} />
          <Segment label={words.form} value={line.form} options={FORMS.map((value) => ({ value, word: words.forms[value] }))} onChange={(form) => put(at, { form })} />
          <div class="dispense-row">
            <Field id={`dispense-quantity-${at}`} label={words.quantity} inputMode="decimal" value={line.quantity} maxLength={12} error={missing === `quantity-${at}` ? words.needNumber : undefined} onInput={(quantity) => put(at, { quantity })} />
            <Field id={`dispense-unit-${at}`} label={words.unit} value={line.unit} maxLength={24} onInput={(unit) => put(at, { unit })} />
            <Field id={`dispense-count-${at}`} label={words.count[line.form]} inputMode="numeric" value={line.count} maxLength={4} error={missing === `count-${at}` ? words.needNumber : undefined} onInput={(count) => put(at, { count })} />
          </div>
          <Field id={`dispense-usage-${at}`} label={words.usage} value={line.usage} maxLength={256} onInput={(usage) => put(at, { usage })} />
          {draft.lines.length > 1 && <Button kind="quiet" small icon="close" onClick={() => change(({ lines }) => ({ lines: lines.filter((_, place) => place !== at) }))}>{words.drop}</Button>}
        </fieldset>
      ))}
      {draft.lines.length < MOST_LINES && <Button kind="line" small icon="plus" onClick={() => change(({ lines }) => ({ lines: [...lines, LINE] }))}>{words.more}</Button>}
    </>
  );
}

/** What one visit brought, medicine by medicine. */
export function Medicines({ dispensing: { dispensed_on, pharmacy, prescriber, groups } }: { dispensing: Dispensing }) {
  const { dates } = useWords();
  const { dispense: words } = useClinicWords();
  return (
    <div class="stack stack--tight">
      <strong>{words.by(pharmacy.name ?? "", dates.whole(noon(dispensed_on)))}</strong>
      {(prescriber.institution || prescriber.doctor) && <span class="second name">{[prescriber.institution, prescriber.doctor].filter(Boolean).join(" ")}</span>}
      <ul>
        {groups.flatMap((group, at) => group.drugs.map((drug, place) => (
          <li key={`${at}/${place}`} class="drug"><strong class="name">{drug.name}</strong><span class="drug__amount"><Amount drug={drug} /> {[group.usage_text, supplyOf(group.supply_count, group.supply_unit)].filter(Boolean).join("・")}</span></li>
        )))}
      </ul>
    </div>
  );
}

/** What came of it, with what to look at. */
function Done({ done: { already_registered, alerts } }: { done: RegisteredDispensings }) {
  const { words: common } = useWords();
  const { notebook, dispense: words } = useClinicWords();
  return (
    <>
      <Banner kind="ok" title={already_registered ? words.already : words.sent}>{words.sentText} {alerts === null ? words.notCompared : alerts.length === 0 && words.noAlerts}</Banner>
      {alerts?.map(({ code, detail, name, with_name }, at) => (
        <Banner key={at} kind="warn" title={`${notebook.duplicates[code]}:${[name, with_name].filter(Boolean).join(common.separator)}`}>{detail.confidence !== "high" && notebook.sure[detail.confidence]}</Banner>
      ))}
    </>
  );
}
