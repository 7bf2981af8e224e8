/** A page with the form: what was typed stays until it is kept, and what is to be looked at stands on top and at its field. */
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";

import type { Refusal } from "../../../api/index.js";
import { ActionBar } from "../../../components/action-bar.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { ErrorSummary } from "../../../components/error-summary.js";
import { Sentence } from "../../../frame/problem.js";
import { medicationWords } from "../../../words/medication/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { FoundDraft, useDraft } from "../../drafts.js";
import { Page } from "../../page.js";
import { type Draft, type Wrong, refusedFields, wrongOf } from "./typed.js";

interface Props {
  readonly title: string;
  readonly back: string;
  readonly first: Draft;
  /** As which its draft is kept. */
  readonly name: string;
  readonly busy: boolean;
  /** Sends it; says why it was refused. */
  readonly save: (draft: Draft) => Promise<Refusal<string> | undefined>;
  readonly children: (draft: Draft, change: (changes: Partial<Draft>) => void, wrong: readonly Wrong[]) => ComponentChildren;
}

export function FormPage({ title, back, first, name, busy, save, children }: Props) {
  const { words, say, plain } = useWords();
  const { form: said } = useLexicon(medicationWords);
  const { draft, change, startOver, lend, found } = useDraft(name, first);
  const [wrong, setWrong] = useState<readonly Wrong[]>([]);
  const [refusal, setRefusal] = useState<Refusal<string>>();
  const [attempt, setAttempt] = useState(0);
  // Known before the form is drawn again: two taps in one moment are one.
  const sending = useRef(false);
  const clear = () => {
    setWrong([]);
    setRefusal(undefined);
    startOver();
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy || sending.current) return;
    setAttempt(attempt + 1);
    setRefusal(undefined);
    const found = wrongOf(draft);
    setWrong(found);
    if (found.length > 0) return;
    sending.current = true;
    const lent = lend();
    const refused = await save(draft);
    sending.current = false;
    if (refused === undefined) return startOver();
    lent.refused();
    const told = refusedFields(refused.errors);
    setWrong(told);
    if (told.length === 0) setRefusal(refused);
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Page title={title} back={back} action={<ActionBar label={plain(words.common.action)}><Button block submit icon="check" busy={busy}>{say(busy ? said.saving : said.save)}</Button></ActionBar>}>
        <FoundDraft form={{ found, startOver: clear }} />
        {wrong.length > 0 && <ErrorSummary attempt={attempt} title={say(said.check(wrong.length))} errors={wrong.map(({ field, word, text }) => ({ id: field, text: text ?? (word && say(said.wrong[word])) }))} />}
        {refusal && <Banner kind="danger" title={say(said.failed)}>{say(said.failedText)} <Sentence refusal={refusal} /></Banner>}
        {children(draft, change, wrong)}
      </Page>
    </form>
  );
}
