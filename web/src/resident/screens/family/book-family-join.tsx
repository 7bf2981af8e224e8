/** `/book/family/join`: a code that somebody told, with which their notebook can be opened. */
import { useId, useState } from "preact/hooks";

import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Field } from "../../../components/field.js";
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

/** Longer than any way of writing twelve letters: what is pasted with words around it is refused in words. */
const MOST = 60;

export default function BookFamilyJoin() {
  const { say } = useWords();
  const { list, join } = useLexicon(familyWords);
  const { people } = useHousehold();
  const own = people.find((one) => one.own);
  const id = useId();
  const accept = useAct("accept-invitation");
  const done = useDone();
  const route = useRoute();
  const form = useDraft("join", { code: "" });
  const { code } = form.draft;
  const [empty, setEmpty] = useState(false);
  const send = async () => {
    setEmpty(code.trim() === "");
    if (code.trim() === "") return;
    const lent = form.lend();
    const came = await accept.run({}, { code });
    if (!came.ok) return lent.refused();
    done({ title: list.joined, on: "/book/family" });
    route("/book/family");
  };
  const { refusal } = accept;
  const mistyped = refusal?.code === "invalid_invitation";
  return (
    <Page title={join.title} back="/book/family">
      {own === undefined && <Banner kind="warn" title={say(join.own)} />}
      {refusal && !mistyped && (refusal.code === "identity_proof_required" ? own && <Unproved residentId={own.residentId} text={join.cardText} /> : <Banner kind="danger" title={say(join.failed)}><Sentence refusal={refusal} /></Banner>)}
      <form class="stack" noValidate onSubmit={(event) => { event.preventDefault(); void send(); }}>
        <FoundDraft form={form} />
        <Card>
          <p>{say(join.text)}</p>
          <Field id={id} label={say(join.code)} hint={say(join.hint)} error={empty ? say(join.empty) : mistyped && <Sentence refusal={refusal} />} value={code} onInput={(typed) => form.change({ code: typed })} maxLength={MOST} />
        </Card>
        <Button submit block busy={accept.busy}>{say(accept.busy ? join.joining : join.join)}</Button>
      </form>
    </Page>
  );
}
