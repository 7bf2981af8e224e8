import type { ComponentChildren } from "preact";

import type { Appointment, AppointmentDraft } from "../../../api/index.js";
import { ActionBar } from "../../../components/action-bar.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Field as Input, FieldError } from "../../../components/field.js";
import { Picks } from "../../../components/picks.js";
import { Toggle } from "../../../components/toggle.js";
import { lazyPart } from "../../../frame/lazy-part.js";
import { appointmentWords } from "../../../words/appointment/index.js";
import type { AppointmentWords } from "../../../words/appointment/ja.js";
import { noon, shortTime } from "../../../words/dates.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { FoundDraft } from "../../drafts.js";
import { Page } from "../../page.js";
import { useToday } from "../../use-minute.js";
import { type Draft, type Field, KINDS, MOST, bodyOf, draftOf, problemsFrom, problemsIn } from "./appointment-draft.js";
import { PlaceProblems } from "./place-problems.js";
import { type PlaceForm, type Saved, usePlaceForm } from "./use-place-form.js";

const PlaceField = lazyPart(() => import("./place-field.js"));

type Form = PlaceForm<Draft, Field>;

/** The form of an appointment; `kept`: the day of one that is there already. */
export function useAppointmentForm(first: Draft, save: (body: AppointmentDraft) => Promise<Saved>, name: string, kept?: string): Form {
  const words = useLexicon(appointmentWords);
  const today = useToday();
  return usePlaceForm(first, { problemsIn: (draft) => problemsIn(draft, { today: today(), kept }, words), bodyOf, problemsFrom }, save, name);
}

interface Props {
  readonly form: Form;
  readonly title: string;
  readonly back: string;
  /** Whom its reminders reach, where that is not the person. */
  readonly hears?: string | undefined;
  /** How it stands where somebody else changed it meanwhile. */
  readonly now?: Appointment | undefined;
  /** What else can be done with it. */
  readonly children?: ComponentChildren;
}

export function AppointmentForm({ form, title, back, hears, now, children }: Props) {
  const { words, say, plain } = useWords();
  const lexicon = useLexicon(appointmentWords);
  const { form: said, kinds } = lexicon;
  const { draft, change, input } = form;
  const position = { on: say(words.common.on), off: say(words.common.off) };
  return (
    <form onSubmit={form.submit} noValidate>
      <Page
        title={title}
        back={back}
        action={(
          <ActionBar label={plain(words.common.action)} next={say(said.next)}>
            <Button block submit icon="check" busy={form.busy}>{say(form.busy ? said.saving : said.save)}</Button>
          </ActionBar>
        )}
      >
        {now === undefined && <FoundDraft form={form} />}
        <PlaceProblems form={form} said={said} nameOf={(field) => nameOf(field, lexicon)}>{now && <Standing draft={draft} now={now} />}</PlaceProblems>
        <Card title={say(said.when)} icon="calendar">
          <Input {...input("day")} label={say(said.day)} type="date" />
          <Input {...input("time")} label={say(said.time)} hint={say(said.timeHint)} type="time" />
        </Card>
        <Card title={<span id={form.idOf("kind")} tabIndex={-1}>{say(said.kind)}</span>}>
          <Picks label={plain(said.kind)} options={KINDS.map((value) => ({ value, word: say(kinds[value]) }))} picked={[draft.kind]} onPick={(kind) => change({ kind })} />
        </Card>
        <PlaceField form={form} most={MOST.place} />
        <Card title={say(said.more)} icon="memo">
          <Input {...input("department")} label={say(said.department)} maxLength={MOST.department} />
          <Input {...input("memo")} label={say(said.memo)} hint={say(said.memoHint)} type="lines" maxLength={MOST.memo} />
        </Card>
        <Card flush title={<span id={form.idOf("reminders")} tabIndex={-1}>{say(said.reminders)}</span>} icon="bell">
          {input("reminders").error && <div class="pad"><FieldError id={`${form.idOf("reminders")}-error`}>{input("reminders").error}</FieldError></div>}
          <Toggle title={say(said.dayBefore)} {...position} checked={draft.dayBefore} onChange={(dayBefore) => change({ dayBefore })} />
          <Toggle
            title={say(said.twoHours)} {...position} held={draft.time === ""} checked={draft.twoHours && draft.time !== ""} onChange={(twoHours) => change({ twoHours })}
            {...(draft.time === "" && { sub: say(said.twoHoursNeeds) })}
          />
          <div class="pad stack stack--tight second">
            {hears && (draft.dayBefore || draft.twoHours) && <p class="strong">{say(hears)}</p>}
            <p>{say(said.plain)}</p>
            <p>{say(said.quiet)}</p>
          </div>
        </Card>
        {children}
      </Page>
    </form>
  );
}

/** What stands in the notebook now where it is not what the form has. */
function Standing({ draft, now }: { draft: Draft; now: Appointment }) {
  const { words, say, dates } = useWords();
  const lexicon = useLexicon(appointmentWords);
  const theirs = draftOf(now);
  const [on, off] = [say(words.common.on), say(words.common.off)];
  const lines = [
    { field: "day", differs: theirs.day !== draft.day, shown: say(dates.day(noon(theirs.day))) },
    { field: "time", differs: theirs.time !== draft.time, shown: theirs.time === "" ? "–" : shortTime(theirs.time) },
    { field: "kind", differs: theirs.kind !== draft.kind, shown: say(lexicon.kinds[theirs.kind]) },
    ...(["place", "department", "memo"] as const).map((field) => ({ field, differs: theirs[field].trim() !== draft[field].trim(), shown: theirs[field] || "–" })),
  ] as const;
  return (
    <>
      {lines.filter(({ differs }) => differs).map(({ field, shown }) => <p key={field}>{say(nameOf(field, lexicon))}: <span class="strong kept-lines">{shown}</span></p>)}
      {theirs.dayBefore !== draft.dayBefore && <p>{say(lexicon.form.dayBefore)}: <span class="strong">{theirs.dayBefore ? on : off}</span></p>}
      {theirs.twoHours !== (draft.twoHours && draft.time !== "") && <p>{say(lexicon.form.twoHours)}: <span class="strong">{theirs.twoHours ? on : off}</span></p>}
    </>
  );
}

function nameOf(field: Field, { form }: AppointmentWords): string {
  const names: Record<Field, string> = { day: form.day, time: form.time, kind: form.kind, place: form.place, department: form.department, memo: form.memo, reminders: form.reminders };
  return names[field];
}
