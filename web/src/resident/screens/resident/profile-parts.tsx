/** What forms of the profile are made of. */
import type { ComponentChildren } from "preact";

import type { Resident } from "../../../api/index.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Field, FieldError } from "../../../components/field.js";
import { Row, Rows } from "../../../components/row.js";
import { Segment } from "../../../components/segment.js";
import { noon } from "../../../words/dates.js";
import { residentWords } from "../../../words/resident/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import "./profile.css";
import { ABO, type Contact, type Draft, type FieldName, type FieldProblem, MOST_CONTACTS, RH } from "./profile.js";

/** What a field says, as text: where two are compared, and where it is only read. */
export function useFieldText(): (draft: Draft, field: FieldName) => ComponentChildren {
  const { say, dates } = useWords();
  const { profile: said } = useLexicon(residentWords);
  return (draft, field) => {
    if (field === "blood_type") return draft.abo === "unknown" || draft.rh === "" ? say(said.unknown) : `${draft.abo}${draft.rh}`;
    if (field === "emergency_contacts") return draft.emergency_contacts.map(({ name, relation, phone }) => `${name}${relation && `(${relation})`} ${phone}`).join("\n") || say(said.empty);
    if (field === "pregnancy_due_on" || field === "birth_date") return draft[field] === "" ? say(said.empty) : say(dates.born(noon(draft[field])));
    if (field === "sex") return draft.sex === "male" || draft.sex === "female" ? say(said.sexes[draft.sex]) : say(said.empty);
    return draft[field] || say(said.empty);
  };
}

/** The sentence of what is to be looked at: ours, or the API's. */
export function useProblemText(): (problem: FieldProblem) => ComponentChildren {
  const { say } = useWords();
  const { profile: { errors } } = useLexicon(residentWords);
  return ({ what }) => (typeof what === "string" ? say(errors[what]) : what.said);
}

export function BloodType({ id, draft, change, error }: { id: string; draft: Draft; change: (changes: Partial<Draft>) => void; error: ComponentChildren }) {
  const { say, plain } = useWords();
  const { profile: said } = useLexicon(residentWords);
  return (
    <div class="field" id={id} tabIndex={-1}>
      <span class="field__label" id={`${id}-label`}>{say(said.fields.blood_type)}</span>
      <span class="field__hint">{say(said.hints.blood)}</span>
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
      <Segment labelledBy={`${id}-label`} value={draft.abo} onChange={(abo) => change({ abo })} options={ABO.map((value) => ({ value, word: value === "unknown" ? say(said.unknown) : value }))} />
      {draft.abo !== "unknown" && <Segment label={plain(said.rh)} value={draft.rh} onChange={(rh) => change({ rh })} options={RH.map((value) => ({ value, word: `Rh${value}` }))} />}
    </div>
  );
}

interface ContactsProps {
  readonly id: string;
  readonly contacts: readonly Contact[];
  readonly change: (contacts: readonly Contact[]) => void;
  readonly errorOf: (index: number, part: keyof Contact) => ComponentChildren;
}

export function Contacts({ id, contacts, change, errorOf }: ContactsProps) {
  const { say } = useWords();
  const { profile: said } = useLexicon(residentWords);
  const set = (index: number, changes: Partial<Contact>) => change(contacts.map((contact, place) => (place === index ? { ...contact, ...changes } : contact)));
  return (
    <div class="stack" id={id} tabIndex={-1}>
      {contacts.map((contact, index) => {
        const field = (part: keyof Contact, label: string, maxLength: number) => (
          <Field id={`${id}-${index}-${part}`} label={say(label)} error={errorOf(index, part)} value={contact[part]} onInput={(value) => set(index, { [part]: value })} maxLength={maxLength} />
        );
        return (
          <fieldset key={index} class="stack">
            <legend class="strong lead">{say(said.contact(index + 1))}</legend>
            {field("name", said.contactName, 100)}
            {field("relation", said.contactRelation, 40)}
            {field("phone", said.contactPhone, 20)}
            <div><Button kind="quiet" icon="close" onClick={() => change(contacts.filter((_, place) => place !== index))}>{say(said.remove)}</Button></div>
          </fieldset>
        );
      })}
      {contacts.length < MOST_CONTACTS && <Button kind="line" block icon="plus" onClick={() => change([...contacts, { name: "", relation: "", phone: "" }])}>{say(said.add)}</Button>}
    </div>
  );
}

const SEXES = ["female", "male"] as const;

/** A child's sex, as the guardian says it. */
export function SexOf({ id, draft, change, error }: { id: string; draft: Draft; change: (changes: Partial<Draft>) => void; error: ComponentChildren }) {
  const { say } = useWords();
  const { profile: said } = useLexicon(residentWords);
  return (
    <div class="field" id={id} tabIndex={-1}>
      <span class="field__label" id={`${id}-label`}>{say(said.fields.sex)}</span>
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
      <Segment labelledBy={`${id}-label`} value={draft.sex} onChange={(sex) => change({ sex })} options={SEXES.map((value) => ({ value: value as string, word: say(said.sexes[value]) }))} />
    </div>
  );
}

/** What the card proved, and nobody changes here. */
export function Proved({ resident: { identity, status } }: { resident: Resident }) {
  const { say, dates } = useWords();
  const { profile: said, card } = useLexicon(residentWords);
  const { legal_name, former_name, birth_date, sex } = identity;
  const line = (title: string, text: ComponentChildren) => text !== undefined && text !== null && <li><Row title={say(title)} sub={text} /></li>;
  return (
    <Card flush title={say(said.proved)} icon="card">
      <Rows>
        {line(said.name, legal_name)}
        {line(said.former, former_name)}
        {line(said.birth, birth_date && say(dates.born(noon(birth_date))))}
        {line(said.sex, sex && say(said.sexes[sex]))}
      </Rows>
      <div class="pad stack stack--tight">
        <p class="second">{say(legal_name === null ? said.notProved : said.provedText)}</p>
        {status !== "guardian_attested" && <a class="hit strong" href="/start/card">{say(card.title)}</a>}
      </div>
    </Card>
  );
}
