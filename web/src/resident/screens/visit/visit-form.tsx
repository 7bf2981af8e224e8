import type { ShownVisit } from "../../../api/index.js";
import { ActionBar } from "../../../components/action-bar.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Field as Input } from "../../../components/field.js";
import { Segment } from "../../../components/segment.js";
import { noon } from "../../../words/dates.js";
import { visitWords } from "../../../words/visit/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import type { VisitWords } from "../../../words/visit/ja.js";
import { FoundDraft } from "../../drafts.js";
import { Page } from "../../page.js";
import { type Field, MOST, draftOf } from "./draft.js";
import PlaceField from "./place-field.js";
import { PlaceProblems } from "./place-problems.js";
import type { VisitForm as Form } from "./use-visit-form.js";

/** A visit as it is written by hand. `fixed`: one of a check-in, whose day and place stay. `now`: how it stands where somebody else changed it meanwhile. */
export function VisitForm({ form, title, back, now, fixed = false }: { form: Form; title: string; back: string; now?: ShownVisit | undefined; fixed?: boolean }) {
  const { words, say, plain, dates } = useWords();
  const lexicon = useLexicon(visitWords);
  const { form: said } = lexicon;
  const { draft, change, input } = form;
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
        <PlaceProblems form={form} said={said} nameOf={(field) => nameOf(field, lexicon)}>{now && <Standing form={form} now={now} />}</PlaceProblems>
        {fixed
          ? <Card label={plain(said.place)}><p class="second">{say(dates.year(noon(draft.day)))} {say(dates.day(noon(draft.day)))}</p><p class="lead strong name">{draft.place}</p><p>{say(said.fixed)}</p></Card>
          : (
            <>
              <Card label={plain(said.status)}>
                <h2 class="lead" id={form.idOf("status")} tabIndex={-1}>{say(said.status)}</h2>
                <Segment labelledBy={form.idOf("status")} value={draft.status} onChange={(status) => change({ status })} options={[{ value: "done", word: say(said.done) }, { value: "planned", word: say(said.planned) }]} />
                <Input {...input("day")} label={say(said.day)} type="date" />
              </Card>
              <PlaceField form={form} most={MOST.place} />
            </>
          )}
        <Card label={plain(said.reason)}>
          <Input {...input("department")} label={say(said.department)} maxLength={MOST.department} />
          <Input {...input("reason")} label={say(said.reason)} hint={say(said.reasonHint)} maxLength={MOST.reason} />
          {draft.status === "done" && <Input {...input("told")} label={say(said.told)} hint={say(said.toldHint)} type="lines" maxLength={MOST.told} />}
          <Input {...input("memo")} label={say(said.memo)} hint={say(said.memoHint)} type="lines" maxLength={MOST.memo} />
        </Card>
      </Page>
    </form>
  );
}

/** What stands in the notebook now where it is not what the form has. */
function Standing({ form: { draft }, now }: { form: Form; now: ShownVisit }) {
  const { say, dates } = useWords();
  const lexicon = useLexicon(visitWords);
  const theirs = draftOf(now);
  const shown = (field: Field) => (field === "status" ? say(lexicon.form[theirs.status]) : field === "day" ? say(dates.day(noon(theirs.day))) : theirs[field] || "–");
  return (
    <>
      {FIELDS.filter((field) => theirs[field].trim() !== draft[field].trim()).map((field) => (
        <p key={field}>{say(nameOf(field, lexicon))}: <span class="strong kept-lines">{shown(field)}</span></p>
      ))}
    </>
  );
}

const FIELDS = ["status", "day", "place", "department", "reason", "told", "memo"] as const satisfies readonly Field[];

function nameOf(field: Field, { form }: VisitWords): string {
  const names: Record<Field, string> = { status: form.status, day: form.day, place: form.place, department: form.department, reason: form.reason, told: form.told, memo: form.memo };
  return names[field];
}
