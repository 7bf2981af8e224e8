import { useId, useState } from "preact/hooks";

import type { GetVisitOutput } from "../../../api/index.js";
import { Banner } from "../../../components/banner.js";
import { Button } from "../../../components/button.js";
import { Card } from "../../../components/card.js";
import { Field } from "../../../components/field.js";
import { Note } from "../../../components/note.js";
import { useAct } from "../../../data/use-act.js";
import { Sentence } from "../../../frame/problem.js";
import { visitWords } from "../../../words/visit/index.js";
import { useLexicon, useWords } from "../../../words/use-words.js";
import { useDone } from "../../done.js";
import { mayManage, usePerson } from "../../person.js";
import { MOST } from "./draft.js";

/** The person's own memo, which no institution sees. What is typed stays through every refusal. */
export function Memo({ visit, version }: { visit: GetVisitOutput; version: string | undefined }) {
  const { say, plain } = useWords();
  const { visit: said } = useLexicon(visitWords);
  const person = usePerson();
  const done = useDone();
  const keep = useAct("put-memo");
  const id = useId();
  /** What is typed, over which version: a memo that was changed elsewhere meanwhile is not lost unseen. */
  const [typed, setTyped] = useState<{ readonly text: string; readonly over: string | undefined }>();
  const mayWrite = mayManage(person, "visits");
  const clash = keep.refusal?.status === 412;
  const write = () => setTyped({ text: visit.memo ?? "", over: version });
  const save = async () => {
    if (typed === undefined) return;
    // After a clash what is now in the notebook stands on the page: it is that which is written over.
    const over = clash ? version : typed.over;
    const came = await keep.run({ resident_id: person.residentId, visit_id: visit.visit_id }, { memo: typed.text }, { version: over });
    if (!came.ok) return;
    setTyped(undefined);
    done({ title: said.saved, on: `/visits/${visit.visit_id}` });
  };
  const told = keep.refusal?.errors.find(({ pointer }) => pointer === "/memo")?.detail;
  if (typed === undefined) {
    return (
      <Card title={say(said.memo)} aside={mayWrite && visit.memo !== undefined && <Button kind="quiet" small onClick={write}>{say(said.rewrite)}</Button>}>
        {visit.memo === undefined ? <p class="second">{say(said.noMemo)}</p> : <Note kind="own" by={say(said.memoOwn)}>{visit.memo}</Note>}
        {mayWrite && visit.memo === undefined && <Button kind="line" icon="record" onClick={write}>{say(said.write)}</Button>}
      </Card>
    );
  }
  return (
    <Card label={plain(said.memo)}>
      {clash && (
        <>
          <Banner kind="warn" title={say(said.clash)}>{say(said.clashText)}</Banner>
          {visit.memo === undefined ? <p class="second">{say(said.clashEmpty)}</p> : <Note kind="own">{visit.memo}</Note>}
        </>
      )}
      {keep.refusal && !clash && told === undefined && <Banner kind="danger" title={say(said.failed)}>{say(said.kept)} <Sentence refusal={keep.refusal} /></Banner>}
      <Field id={id} label={say(said.memo)} hint={say(said.memoOwn)} error={told} value={typed.text} onInput={(text) => setTyped({ ...typed, text })} type="lines" maxLength={MOST.memo} />
      <Button block icon="check" busy={keep.busy} onClick={() => void save()}>{say(keep.busy ? said.saving : said.save)}</Button>
      <Button kind="line" block onClick={() => { keep.clear(); setTyped(undefined); }}>{say(said.cancel)}</Button>
    </Card>
  );
}
