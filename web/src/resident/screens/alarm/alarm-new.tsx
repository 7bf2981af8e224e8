/** `/alarms/new`: a new alarm; with `?of=` one that was suggested, to be changed first. */
import { useLocation } from "preact-iso";

import type { Suggestion } from "../../../api/index.js";
import { ActionBar } from "../../../components/action-bar.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Empty } from "../../../components/empty.js";
import { useAct } from "../../../data/use-act.js";
import { useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { Sentence } from "../../../frame/problem.js";
import { useRoute } from "../../../frame/still-here.js";
import { alarmWords } from "../../../words/alarm/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useDone } from "../../done.js";
import { FoundDraft, useDraft } from "../../drafts.js";
import { Page } from "../../page.js";
import { mayRecord, usePerson } from "../../person.js";
import { useToday } from "../../use-minute.js";
import { AlarmFields } from "./alarm-form.js";
import { blank, bodyOf, draftOf } from "./draft.js";
import { useMedicineUnits } from "./medicine-names.js";
import { nameOfSuggestion } from "./suggestion-name.js";
import { useAlarmForm } from "./use-alarm-form.js";

export default function AlarmNew() {
  const { words, say } = useWords();
  const { alarm } = useLexicon(alarmWords);
  const person = usePerson();
  const { query } = useLocation();
  const { of } = query as { readonly of?: string };
  if (!mayRecord(person, "medication")) return <Page title={alarm.titleNew} back="/alarms"><Empty icon="lock" title={say(words.problem.title)}>{say(words.problem.forbidden)}</Empty></Page>;
  return of === undefined ? <Form base={undefined} /> : <Suggested name={of} />;
}

function Suggested({ name }: { name: string }) {
  const { alarm } = useLexicon(alarmWords);
  const { residentId } = usePerson();
  const list = useRead("list-alarm-suggestions", { resident_id: residentId });
  if (list.value !== undefined) return <Form base={list.value.items.find((one) => nameOfSuggestion(one) === name)} />;
  return <Page title={alarm.titleNew} back="/alarms"><Answered read={list}>{() => null}</Answered></Page>;
}

function Form({ base }: { base: Suggestion | undefined }) {
  const { say, plain, words } = useWords();
  const { alarm } = useLexicon(alarmWords);
  const { residentId } = usePerson();
  const route = useRoute();
  const done = useDone();
  const create = useAct("create-alarm");
  const today = useToday();
  const first = () => (base === undefined ? blank(today()) : draftOf(base, today()));
  const kept = useDraft(`alarm ${base === undefined ? "" : nameOfSuggestion(base)}`, first);
  const form = useAlarmForm(kept, useMedicineUnits(residentId, base));
  const startOver = () => {
    form.clear();
    create.clear();
    kept.startOver();
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    create.clear();
    if (create.busy || !form.check()) return;
    const lent = kept.lend();
    const came = await create.run({ resident_id: residentId }, bodyOf(form.draft, base));
    if (!came.ok) {
      lent.refused();
      return void form.take(came.refusal);
    }
    kept.startOver();
    done({ title: alarm.created, on: "/alarms" });
    route("/alarms");
  };
  const refused = create.refusal && form.problems.length === 0 && <Banner kind="danger" title={say(alarm.failed)}>{say(alarm.failedText)} <Sentence refusal={create.refusal} /></Banner>;
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Page title={alarm.titleNew} back="/alarms" action={<ActionBar label={plain(words.common.action)} next={say(form.draft.kind === "as_needed" ? alarm.neverRings : alarm.nextNew)}><Button block submit icon="bell" busy={create.busy}>{say(create.busy ? alarm.saving : alarm.create)}</Button></ActionBar>}>
        <FoundDraft form={{ found: kept.found, startOver }} />
        <AlarmFields form={form} base={base} refused={refused} />
      </Page>
    </form>
  );
}
