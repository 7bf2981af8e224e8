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
import { useOvertaken } from "../../use-overtaken.js";
import { MOST } from "./draft.js";

/** The person's own memo, which no institution sees. */
export function Memo({ visit, version }: { visit: GetVisitOutput; version: string | undefined }) {
  const { say } = useWords();
  const { visit: said } = useLexicon(visitWords);
  const person = usePerson();
  const [writing, setWriting] = useState(false);
  const mayWrite = mayManage(person, "visits");
  if (writing) return <Writing visit={visit} version={version} close={() => setWriting(false)} />;
  return (
    <Card title={say(said.memo)} aside={mayWrite && visit.memo !== undefined && <Button kind="quiet" small onClick={() => setWriting(true)}>{say(said.rewrite)}</Button>}>
      {visit.memo === undefined ? <p class="second">{say(said.noMemo)}</p> : <Note kind="own" by={say(said.memoOwn)}>{visit.memo}</Note>}
      {mayWrite && visit.memo === undefined && <Button kind="line" icon="record" onClick={() => setWriting(true)}>{say(said.write)}</Button>}
    </Card>
  );
}

/** What is typed stays through every refusal. */
function Writing({ visit, version, close }: { visit: GetVisitOutput; version: string | undefined; close: () => void }) {
  const { say, plain } = useWords();
  const { visit: said } = useLexicon(visitWords);
  const { residentId } = usePerson();
  const done = useDone();
  const keep = useAct("put-memo");
  const id = useId();
  const [text, setText] = useState(visit.memo ?? "");
  const { over, overtaken, now, came: took } = useOvertaken({ value: visit, version });
  const save = async () => {
    const came = await keep.run({ resident_id: residentId, visit_id: visit.visit_id }, { memo: text }, { version: over.version });
    took(came);
    if (!came.ok) return;
    close();
    done({ title: said.saved, on: `/visits/${visit.visit_id}` });
  };
  const told = keep.refusal?.errors.find(({ pointer }) => pointer === "/memo")?.detail;
  return (
    <Card label={plain(said.memo)}>
      {overtaken && <Banner kind="warn" title={say(said.clash)}>{now && say(said.clashText)}</Banner>}
      {now && (now.memo === undefined ? <p class="second">{say(said.clashEmpty)}</p> : <Note kind="own">{now.memo}</Note>)}
      {keep.refusal && !overtaken && told === undefined && <Banner kind="danger" title={say(said.failed)}>{say(said.kept)} <Sentence refusal={keep.refusal} /></Banner>}
      <Field id={id} label={say(said.memo)} hint={say(said.memoOwn)} error={told} value={text} onInput={setText} type="lines" maxLength={MOST.memo} />
      <Button block icon="check" busy={keep.busy} onClick={() => void save()}>{say(keep.busy ? said.saving : said.save)}</Button>
      <Button kind="line" block onClick={close}>{say(said.cancel)}</Button>
    </Card>
  );
}
