/** `/book/family/child`: a notebook for a child, whose guardian the person is until the 18th birthday. */
import { useId, useState } from "preact/hooks";

import { ActionBar } from "../../../components/action-bar.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { ErrorSummary } from "../../../components/error-summary.js";
import { Field, FieldError } from "../../../components/field.js";
import { Segment } from "../../../components/segment.js";
import { useAct } from "../../../data/use-act.js";
import { Sentence } from "../../../frame/problem.js";
import { useRoute } from "../../../frame/still-here.js";
import { familyWords } from "../../../words/family/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useDone } from "../../done.js";
import { FoundDraft, useDraft } from "../../drafts.js";
import { Page } from "../../page.js";
import { useHousehold } from "../../person.js";
import { Unproved } from "./unproved.js";

const FIELDS = ["display_name", "legal_name", "kana", "birth_date"] as const;
const EMPTY = { display_name: "", legal_name: "", kana: "", birth_date: "", sex: "" };
const LONGEST = { display_name: 60, legal_name: 100, kana: 100, birth_date: 10 } as const;

export default function BookFamilyChild() {
  const { say } = useWords();
  const { child: said } = useLexicon(familyWords);
  const { people } = useHousehold();
  const own = people.find((one) => one.own);
  return own === undefined
    ? <Page title={said.title} back="/book/family"><Banner kind="warn" title={say(said.own)} /></Page>
    : <Form guardian={own.residentId} />;
}

function Form({ guardian }: { guardian: string }) {
  const { words, say, plain } = useWords();
  const { child: said, list } = useLexicon(familyWords);
  const id = useId();
  const form = useDraft("child", EMPTY);
  const { draft } = form;
  const create = useAct("create-child");
  const done = useDone();
  const route = useRoute();
  const [attempt, setAttempt] = useState(0);
  const { refusal } = create;
  const needed = (["display_name", "birth_date", "sex"] as const).filter((name) => draft[name].trim() === "");
  // What the API says of a field stands at the field.
  const told = (name: string) => refusal?.errors.find(({ pointer }) => pointer === `/${name}`)?.detail;
  const errorOf = (name: keyof typeof EMPTY) => (attempt > 0 && needed.some((one) => one === name) ? say(said.empty[name as (typeof needed)[number]]) : told(name));
  const errors = [...FIELDS, "sex" as const].flatMap((name) => (errorOf(name) === undefined ? [] : [{ id: `${id}-${name}`, text: errorOf(name) }]));
  const change = (changes: Partial<typeof EMPTY>) => {
    create.clear();
    form.change(changes);
  };
  const send = async () => {
    setAttempt((count) => count + 1);
    if (needed.length > 0) return;
    const { legal_name, kana, sex, ...others } = draft;
    const text = (value: string) => (value.trim() === "" ? null : value.trim());
    const lent = form.lend();
    const came = await create.run({ resident_id: guardian }, { ...others, display_name: others.display_name.trim(), legal_name: text(legal_name), kana: text(kana), sex: sex === "male" ? "male" : "female" });
    if (!came.ok) return lent.refused();
    done({ title: said.made, next: said.madeNext, on: "/book/family" });
    route("/book/family");
  };
  return (
    <Page
      title={said.title} back="/book/family"
      action={<ActionBar label={plain(words.common.action)} next={say(said.next)}><Button block busy={create.busy} onClick={() => void send()}>{say(create.busy ? said.making : list.child)}</Button></ActionBar>}
    >
      <FoundDraft form={form} />
      {attempt > 0 && errors.length > 0 && <ErrorSummary attempt={attempt} title={say(words.record.check(errors.length))} errors={errors} />}
      {refusal && errors.length === 0 && <Refused guardian={guardian} refusal={refusal} />}
      <p>{say(said.text)}</p>
      <Card>
        {FIELDS.map((name) => (
          <Field
            key={name} id={`${id}-${name}`} label={say(said.fields[name])} hint={say(said.hints[name])} error={errorOf(name)} maxLength={LONGEST[name]} type={name === "birth_date" ? "date" : "text"}
            value={draft[name]} onInput={(value) => change({ [name]: value })}
          />
        ))}
        <div class="field">
          <span class="field__label" id={`${id}-of`}>{say(said.fields.sex)}</span>
          {errorOf("sex") !== undefined && <FieldError id={`${id}-sex-error`}>{errorOf("sex")}</FieldError>}
          <div id={`${id}-sex`} tabIndex={-1}><Segment labelledBy={`${id}-of`} value={draft.sex} onChange={(sex) => change({ sex })} options={(["female", "male"] as const).map((sex) => ({ value: sex as string, word: say(said.sexes[sex]) }))} /></div>
        </div>
      </Card>
    </Page>
  );
}

/** Why there is no notebook; where the guardian has one of the same child already, the way to it. */
function Refused({ guardian, refusal }: { guardian: string; refusal: NonNullable<ReturnType<typeof useAct<"create-child">>["refusal"]> }) {
  const { say } = useWords();
  const { child: said } = useLexicon(familyWords);
  const { people, change } = useHousehold();
  const route = useRoute();
  if (refusal.code === "identity_proof_required") return <Unproved residentId={guardian} text={said.cardText} />;
  const same = people.find(({ residentId }) => residentId === refusal.document?.["resident_id"]);
  const open = () => {
    if (same !== undefined) change(same);
    route("/");
  };
  return (
    <Banner kind="danger" title={say(said.failed)}>
      <p><Sentence refusal={refusal} /></p>
      {same !== undefined && <Button kind="line" icon="book" onClick={open}>{same.name} {say(said.open)}</Button>}
    </Banner>
  );
}
