
import type { Resident } from "../../../api/index.js";
import { ActionBar } from "../../../components/action-bar.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { ErrorSummary } from "../../../components/error-summary.js";
import { Field } from "../../../components/field.js";
import { Sentence } from "../../../frame/problem.js";
import { useRoute } from "../../../frame/still-here.js";
import { residentWords } from "../../../words/resident/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useDone } from "../../done.js";
import { FoundDraft } from "../../drafts.js";
import { Page } from "../../page.js";
import { usePerson } from "../../person.js";
import { type Contact, type Draft, type FieldName, LINES, LISTS, READINGS } from "./profile.js";
import { BloodType, Contacts, Proved, SexOf, useFieldText, useProblemText } from "./profile-parts.js";
import { type Form, useProfileForm } from "./use-profile-form.js";

export function ProfileForm({ resident, version }: { resident: Resident; version: string | undefined }) {
  const { say, plain, words } = useWords();
  const { profile: said } = useLexicon(residentWords);
  const { residentId, relation } = usePerson();
  const route = useRoute();
  const done = useDone();
  const form = useProfileForm(residentId, resident, version);
  const { draft, change } = form;
  const problemText = useProblemText();
  const errorOf = (field: FieldName) => {
    const problem = form.problems.find((one) => one.field === field && one.place === undefined);
    return problem && problemText(problem);
  };
  const contactError = (index: number, part: keyof Contact) => {
    const problem = form.problems.find(({ field, place }) => field === "emergency_contacts" && place?.index === index && place.part === part);
    return problem && problemText(problem);
  };
  const input = (field: Exclude<keyof Draft & FieldName, "emergency_contacts">, more: { readonly hint?: string; readonly type?: "lines" | "date"; readonly maxLength?: number }) => (
    <Field
      key={field} id={form.idOf({ field })} label={say(said.fields[field])} hint={more.hint === undefined ? undefined : say(more.hint)} error={errorOf(field)}
      value={draft[field]} onInput={(value) => change({ [field]: value })} {...(more.type && { type: more.type })} {...(more.maxLength && { maxLength: more.maxLength })}
    />
  );
  const save = async (event: Event) => {
    event.preventDefault();
    const came = await form.save();
    if (came === "not yet") return;
    done({ title: came === "kept" ? said.saved : said.nothing, on: "/book" });
    route("/book");
  };
  const vouches = relation === "guardian" && resident.status === "guardian_attested";
  const expecting = draft.sex !== "male" || draft.pregnancy_due_on !== "";
  const pending = resident.profile.pending ?? [];
  return (
    <form noValidate onSubmit={(event) => void save(event)}>
      <Page
        title={said.title}
        back="/book"
        action={<ActionBar label={plain(words.common.action)} next={say(said.next)}><Button block submit busy={form.busy}>{say(form.busy ? said.saving : said.save)}</Button></ActionBar>}
      >
        <FoundDraft form={form} />
        <Problems form={form} />
        <Card title={say(said.doctors)} icon="warn">
          {LISTS.map((field) => input(field, { hint: said.hints.lines, type: "lines" }))}
          {pending.length > 0 && (
            <div class="stack stack--tight">
              <p class="strong">{say(said.pending)}</p>
              <p class="second">{say(said.pendingText)}</p>
              <ul class="stack stack--tight">{pending.map(({ list, text }) => <li key={`${list} ${text}`}>{say(said.fields[list])}: <span class="kept-lines">{text}</span></li>)}</ul>
            </div>
          )}
          <BloodType id={form.idOf({ field: "blood_type" })} draft={draft} change={change} error={errorOf("blood_type")} />
          {expecting && input("pregnancy_due_on", { hint: said.hints.pregnancy, type: "date" })}
          {LINES.map((field) => input(field, { maxLength: 200 }))}
        </Card>
        <Card title={say(said.fields.emergency_contacts)} icon="phone">
          <Contacts id={form.idOf({ field: "emergency_contacts" })} contacts={draft.emergency_contacts} change={(emergency_contacts) => change({ emergency_contacts })} errorOf={contactError} />
        </Card>
        <Card title={say(said.names)} icon="user">
          {input("display_name", { maxLength: 60 })}
          {READINGS.map((field) => input(field, { ...(field === "kana" && { hint: said.hints.kana }), ...(field === "alias" && { hint: said.hints.alias }), maxLength: 100 }))}
        </Card>
        {vouches
          ? (
            <Card title={say(said.vouched)} icon="user">
              <p class="second">{say(said.vouchedText)}</p>
              {input("legal_name", { maxLength: 100 })}
              {input("birth_date", { type: "date" })}
              <SexOf id={form.idOf({ field: "sex" })} draft={draft} change={change} error={errorOf("sex")} />
            </Card>
          )
          : <Proved resident={resident} />}
      </Page>
    </form>
  );
}

/** Why it was not kept, what somebody else kept meanwhile, and where to look. */
function Problems({ form: { problems, attempt, idOf, refusal, meanwhile, draft } }: { form: Form }) {
  const { say } = useWords();
  const { profile: said } = useLexicon(residentWords);
  const problemText = useProblemText();
  const textOf = useFieldText();
  return (
    <>
      {problems.length > 0 && <ErrorSummary attempt={attempt} title={say(said.check(problems.length))} errors={problems.map((problem) => ({ id: idOf(problem), text: <span>{say(said.fields[problem.field])}: {problemText(problem)}</span> }))} />}
      {refusal && <Banner kind="danger" title={say(said.failed)}>{say(said.failedText)} <Sentence refusal={refusal} /></Banner>}
      {meanwhile && (
        <Banner kind="warn" title={say(said.meanwhile)}>
          <p>{say(said.meanwhileText)}</p>
          <dl class="stack stack--tight">
            {meanwhile.fields.map((field) => (
              <div key={field}>
                <dt class="strong">{say(said.fields[field])}</dt>
                <dd class="kept-lines">{say(said.theirs)}: {textOf(meanwhile.theirs, field)}</dd>
                <dd class="kept-lines">{say(said.yours)}: {textOf(draft, field)}</dd>
              </div>
            ))}
          </dl>
        </Banner>
      )}
    </>
  );
}
