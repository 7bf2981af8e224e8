/** `/start`: what is agreed to, a name, and the notebook is there. It is shown in place of everything where an account has no notebook yet. */
import { useEffect, useId, useState } from "preact/hooks";

import type { ConsentPurpose, ConsentText } from "../../../api/index.js";
import { ActionBar } from "../../../components/action-bar.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Empty } from "../../../components/empty.js";
import { ErrorSummary } from "../../../components/error-summary.js";
import { Field, FieldError } from "../../../components/field.js";
import { Progress } from "../../../components/progress.js";
import { Segment } from "../../../components/segment.js";
import { Toggle } from "../../../components/toggle.js";
import { LANGUAGES } from "../../../data/preferences.js";
import { useAct } from "../../../data/use-act.js";
import { useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { Sentence } from "../../../frame/problem.js";
import { useRoute } from "../../../frame/still-here.js";
import { useSignOut } from "../../../session/sign-out.js";
import { residentWords } from "../../../words/resident/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { putOff } from "../../put-off.js";
import { ConsentFullText, useConsentWords } from "./consent-text.js";

export default function Start() {
  const { words, say, plain, preferences, choose } = useWords();
  const { start: said, settings } = useLexicon(residentWords);
  const me = useRead("get-me", {});
  const texts = useRead("list-consent-texts", {});
  const route = useRoute();
  useEffect(() => {
    document.title = `${plain(said.hello)}|${plain(words.name)}`;
  });
  return (
    <div class="app app--task">
      <main class="main">
        <Segment label={plain(settings.language)} value={preferences.language} onChange={(language) => choose({ language })} options={LANGUAGES.map((value) => ({ value, word: say(settings.languages[value]), lang: value === "en" ? "en" : "ja" }))} />
        <div class="stack stack--tight"><h1 class="headline">{say(words.name)}</h1><p class="lead">{say(said.lead)}</p></div>
        {me.value?.resident_id !== undefined
          ? <Empty icon="book" title={say(said.had)} action={<Button onClick={() => route("/")}>{say(words.start.home)}</Button>} />
          : <Answered read={texts} rows={6}>{({ items }) => <Registration account={me.value?.actor_id ?? ""} texts={items} again={texts.again} />}</Answered>}
      </main>
    </div>
  );
}

function Registration({ account, texts, again }: { account: string; texts: readonly ConsentText[]; again: () => void }) {
  const { words, say, plain } = useWords();
  const { start: said } = useLexicon(residentWords);
  const route = useRoute();
  const signOut = useSignOut();
  const create = useAct("create-resident");
  const id = useId();
  const [name, setName] = useState("");
  const [agreed, setAgreed] = useState<ReadonlySet<ConsentPurpose>>(new Set());
  const [attempt, setAttempt] = useState(0);
  const missing = texts.filter(({ purpose, required }) => required && !agreed.has(purpose));
  const nameless = name.trim() === "";
  const titles = useConsentWords();
  const { refusal } = create;
  // What the API says of the name stands at the name.
  const ofName = refusal?.errors.find(({ pointer }) => pointer === "/display_name")?.detail;
  const errors = attempt === 0 ? [] : [...(nameless ? [{ id: `${id}-name`, text: say(said.nameEmpty) }] : []), ...missing.map((text) => ({ id: `${id}-${text.purpose}`, text: <span>{titles(text.title)}: {say(said.mustAgree)}</span> }))];
  const submit = async (event: Event) => {
    event.preventDefault();
    setAttempt((count) => count + 1);
    if (nameless || missing.length > 0) return;
    const consents = texts.filter(({ purpose }) => agreed.has(purpose)).map(({ purpose, version }) => ({ purpose, version }));
    const came = await create.run({}, { display_name: name.trim(), consents });
    if (came.ok) {
      putOff(account, texts.filter(({ purpose }) => !agreed.has(purpose)));
      route("/start/card", true);
    }
    else if (came.refusal.code === "consent_outdated") {
      // What was agreed to is not what is asked for any more: it is read anew.
      setAgreed(new Set());
      again();
    }
  };
  const order = [...texts].sort((one, other) => Number(other.required) - Number(one.required));
  return (
    <form class="stack" noValidate onSubmit={(event) => void submit(event)}>
      <div class="stack stack--tight"><p class="second">{say(said.step)}</p><Progress label={plain(said.step)} done={1} of={2} /></div>
      {errors.length > 0 && <ErrorSummary attempt={attempt} title={say(words.record.check(errors.length))} errors={errors} />}
      {refusal && ofName === undefined && <Banner kind="danger" title={say(said.failed)}>{refusal.code === "consent_outdated" ? say(said.outdated) : <Sentence refusal={refusal} />}</Banner>}
      <Card title={say(said.hello)} icon="book">
        <Field id={`${id}-name`} label={say(said.name)} hint={say(said.nameHint)} error={attempt > 0 && nameless ? say(said.nameEmpty) : ofName} value={name} onInput={(value) => { create.clear(); setName(value); }} maxLength={60} />
      </Card>
      <h2 class="section-title">{say(said.agree)}</h2>
      <p class="second">{say(said.agreeHint)}</p>
      {order.map((text) => (
        <Consent key={text.purpose} id={`${id}-${text.purpose}`} text={text} checked={agreed.has(text.purpose)} wrong={attempt > 0 && missing.includes(text)}
          onChange={(checked) => setAgreed((before) => new Set(checked ? [...before, text.purpose] : [...before].filter((purpose) => purpose !== text.purpose)))} />
      ))}
      <div><Button kind="quiet" icon="sign-out" onClick={() => void signOut()}>{say(said.other)}</Button></div>
      <ActionBar label={plain(words.common.action)} next={say(said.next)}><Button block submit busy={create.busy}>{say(create.busy ? said.making : said.make)}</Button></ActionBar>
    </form>
  );
}

/** One thing to agree to: what it means in one sentence, the city's whole text, and the switch. */
function Consent({ id, text, checked, wrong, onChange }: { id: string; text: ConsentText; checked: boolean; wrong: boolean; onChange: (checked: boolean) => void }) {
  const { say } = useWords();
  const { start: said, consents } = useLexicon(residentWords);
  const titles = useConsentWords();
  return (
    <Card flush title={titles(text.title)}>
      <div class="pad stack stack--tight"><p>{say(consents.means[text.purpose])}</p><ConsentFullText text={text} /></div>
      <div id={id} tabIndex={-1}>
        {wrong && <div class="pad"><FieldError id={`${id}-error`}>{say(said.mustAgree)}</FieldError></div>}
        <Toggle title={say(said.yes)} sub={say(text.required ? said.needed : said.optional)} on={say(said.yes)} off={say(said.no)} checked={checked} onChange={onChange} />
      </div>
    </Card>
  );
}
