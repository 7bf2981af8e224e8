/** `/visits/:id/edit`: what was written of a visit is changed. */
import { useState } from "preact/hooks";

import type { GetVisitOutput } from "../../../api/index.js";
import { Empty } from "../../../components/empty.js";
import { useAct } from "../../../data/use-act.js";
import { useRead } from "../../../data/use-read.js";
import { Answered } from "../../../frame/answered.js";
import { visitWords } from "../../../words/visit/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useDone } from "../../done.js";
import { Page } from "../../page.js";
import { mayManage, usePerson } from "../../person.js";
import { useOvertaken } from "../../use-overtaken.js";
import { draftOf } from "./draft.js";
import { useVisitForm } from "./use-visit-form.js";
import { VisitForm } from "./visit-form.js";

export default function VisitEdit({ id }: { id: string }) {
  const { say } = useWords();
  const { form: said } = useLexicon(visitWords);
  const person = usePerson();
  const visit = useRead("get-visit", { resident_id: person.residentId, visit_id: id });
  const back = `/visits/${id}`;
  if (!mayManage(person, "visits")) return <Page title={said.edit} back={back}><Empty icon="lock" title={say(said.notAllowed)}>{say(said.onlyRead)}</Empty></Page>;
  if (visit.value === undefined) return <Page title={said.edit} back={back}><Answered read={visit} rows={6}>{() => null}</Answered></Page>;
  return <Form visit={visit.value} version={visit.version} />;
}

function Form({ visit, version }: { visit: GetVisitOutput; version: string | undefined }) {
  const { form: said } = useLexicon(visitWords);
  const { residentId } = usePerson();
  const update = useAct("update-visit");
  const done = useDone();
  const on = `/visits/${visit.visit_id}`;
  // As it was when the form was opened.
  const [{ first, name }] = useState(() => ({ first: draftOf(visit), name: `${on} ${version}` }));
  const overtaking = useOvertaken({ value: visit, version });
  const form = useVisitForm(first, async (body) => {
    const came = await update.run({ resident_id: residentId, visit_id: visit.visit_id }, body, { version: overtaking.over.version });
    overtaking.came(came);
    if (!came.ok) return came;
    done({ title: said.changed, on });
    return { ok: true, to: on };
  }, name);
  return <VisitForm form={form} title={said.edit} back={on} now={overtaking.now} fixed={visit.checked_in_at !== undefined} />;
}
