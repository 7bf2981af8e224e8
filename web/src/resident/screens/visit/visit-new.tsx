/** `/visits/new`: a visit written by hand, one that was or one that is planned. */
import { useState } from "preact/hooks";

import { Empty } from "../../../components/empty.js";
import { useAct } from "../../../data/use-act.js";
import { useServices } from "../../../data/use-read.js";
import { visitWords } from "../../../words/visit/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useDone } from "../../done.js";
import { Page } from "../../page.js";
import { mayManage, mayRecord, usePerson } from "../../person.js";
import { useToday } from "../../use-minute.js";
import { blankOf } from "./draft.js";
import { useVisitForm } from "./use-visit-form.js";
import { VisitForm } from "./visit-form.js";

export default function VisitNew() {
  const { say } = useWords();
  const { form: said } = useLexicon(visitWords);
  if (mayRecord(usePerson(), "visits")) return <Form />;
  return <Page title={said.new} back="/visits"><Empty icon="lock" title={say(said.notAllowed)}>{say(said.onlyRead)}</Empty></Page>;
}

function Form() {
  const { form: said } = useLexicon(visitWords);
  const person = usePerson();
  const { act } = useServices();
  const create = useAct("create-visit");
  const done = useDone();
  const today = useToday();
  const [first] = useState(() => blankOf(today()));
  const path = { resident_id: person.residentId };
  const form = useVisitForm(first, async (body) => {
    const came = await create.run(path, body);
    if (!came.ok) return came;
    const undo = async () => {
      const back = await act("delete-visit", { ...path, visit_id: came.value.visit_id });
      return back.ok ? undefined : back.refusal;
    };
    done({ title: said.saved, on: "/visits", ...(mayManage(person, "visits") && { undo }) });
    return { ok: true, to: "/visits" };
  }, "visit");
  return <VisitForm form={form} title={said.new} back="/visits" />;
}
